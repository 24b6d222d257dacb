# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the traps service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path

from specfold import (
    Channel,
    Schemas,
    Send,
)

from generated.traps.events import NoneModel, Service
from generated.traps.reading import CATALOG

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

PLAIN = Channel(
    name="plain",
    address="x/{self}/{event}/{class}",
    types=("Service", "None"),
    catalog=CATALOG,
    schemas=SCHEMAS,
)


class PlainPublisher:
    """Sends on the channel plain."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def service(self, event: Service, /, *, self_x06c: str, event_xb8e: str, class_: str) -> None:
        """Sends Service."""
        self._send(PLAIN.message(event, {"self": self_x06c, "event": event_xb8e, "class": class_}))

    def none(self, event: NoneModel, /, *, self_x06c: str, event_xb8e: str, class_: str) -> None:
        """Sends None."""
        self._send(PLAIN.message(event, {"self": self_x06c, "event": event_xb8e, "class": class_}))
