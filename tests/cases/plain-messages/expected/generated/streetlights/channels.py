# Generated from specs/asyncapi/streetlights.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the streetlights service: what it sends and receives on each channel."""

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

from generated.streetlights.events import LightMeasured, TurnOnOff
from generated.streetlights.handlers import ReceiveLightMeasurement
from generated.streetlights.reading import CATALOG
from handwritten.streetlights import receive_light_measurement

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

SMARTYLIGHTING_STREETLIGHTS_1_0_ACTION_STREETLIGHT_ID_TURN_ON = Channel(
    name="smartylighting/streetlights/1/0/action/{streetlightId}/turn/on",
    address="smartylighting/streetlights/1/0/action/{streetlightId}/turn/on",
    types=("turnOnOff",),
    catalog=CATALOG,
    schemas=SCHEMAS,
)

SMARTYLIGHTING_STREETLIGHTS_1_0_EVENT_STREETLIGHT_ID_LI_XA2D1CBC = Channel(
    name="smartylighting/streetlights/1/0/event/{streetlightId}/lighting/measured",
    address="smartylighting/streetlights/1/0/event/{streetlightId}/lighting/measured",
    types=("lightMeasured",),
    catalog=CATALOG,
    schemas=SCHEMAS,
)


class SmartylightingStreetlights10ActionStreetlightIdTurnOnPublisher:
    """Sends on the channel smartylighting/streetlights/1/0/action/{streetlightId}/turn/on."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def turn_on_off(self, event: TurnOnOff, /, *, streetlight_id: str) -> None:
        """Sends turnOnOff."""
        self._send(
            SMARTYLIGHTING_STREETLIGHTS_1_0_ACTION_STREETLIGHT_ID_TURN_ON.message(
                event, {"streetlightId": streetlight_id}
            )
        )


def _receive_light_measurement(consumer: ReceiveLightMeasurement) -> Consumer:
    def handle(received: Received) -> None:
        match received.event:
            case LightMeasured() as event:
                consumer.on_light_measured(event, streetlight_id=received.parameters["streetlightId"])

    return Consumer(
        name="receiveLightMeasurement",
        channel=SMARTYLIGHTING_STREETLIGHTS_1_0_EVENT_STREETLIGHT_ID_LI_XA2D1CBC,
        handle=handle,
    )


fill_missing_handlers(receive_light_measurement, ReceiveLightMeasurement)
RECEIVE_LIGHT_MEASUREMENT = _receive_light_measurement(receive_light_measurement)
