# Generated from specs/asyncapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the zoo service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from specfold import (
    Channel,
    Schemas,
    Send,
)

from generated.zoo.events import Born, Weighed
from generated.zoo.headers import BornHeaders
from generated.zoo.reading import CATALOG

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

BIRTHS_HOUSE = Channel(
    name="births/{house}",
    address="births/{house}",
    types=("Born", "Weighed"),
    catalog=CATALOG,
    schemas=SCHEMAS,
    headers={"Born": BornHeaders},
)


class BirthsHousePublisher:
    """Sends on the channel births/{house}."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def born(self, event: Born, /, *, house: Literal["cats", "dogs"], headers: BornHeaders) -> None:
        """A family tree holds itself."""
        self._send(BIRTHS_HOUSE.message(event, {"house": house}, headers))

    def weighed(self, event: Weighed, /, *, house: Literal["cats", "dogs"]) -> None:
        """What an animal weighs."""
        self._send(BIRTHS_HOUSE.message(event, {"house": house}))
