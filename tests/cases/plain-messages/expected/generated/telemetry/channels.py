# Generated from specs/asyncapi/telemetry.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the telemetry service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path

from specfold import (
    Channel,
    Consumer,
    Received,
    Schemas,
    Send,
    fill_missing_handlers,
)

from generated.telemetry.events import Reading
from generated.telemetry.handlers import Take
from generated.telemetry.reading import CATALOG
from handwritten.telemetry import take

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

READINGS = Channel(
    name="readings",
    address="telemetry.readings",
    types=("Reading",),
    catalog=CATALOG,
    schemas=SCHEMAS,
)


class ReadingsPublisher:
    """Sends on the channel readings."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def reading(self, event: Reading, /) -> None:
        """Sends Reading."""
        self._send(READINGS.message(event, {}))


def _take(consumer: Take) -> Consumer:
    def handle(received: Received) -> None:
        match received.event:
            case Reading() as event:
                consumer.on_reading(event)

    return Consumer(
        name="take",
        channel=READINGS,
        handle=handle,
    )


fill_missing_handlers(take, Take)
TAKE = _take(take)
