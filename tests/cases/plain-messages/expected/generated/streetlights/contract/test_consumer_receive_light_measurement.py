# Generated from specs/asyncapi/streetlights.yaml. Do not edit: change the spec, then generate again.
"""What receiveLightMeasurement promises to anyone who sends to it.

Inform about environmental lighting conditions of a particular streetlight.
"""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.streetlights.channels import RECEIVE_LIGHT_MEASUREMENT
from generated.streetlights.contract.test_event_light_measured import LIGHT_MEASURED

RECEIVE_LIGHT_MEASUREMENT_PROMISE = ConsumerPromise(
    consumer=RECEIVE_LIGHT_MEASUREMENT,
    events=(LIGHT_MEASURED,),
)


def test_receive_light_measurement_gets_what_was_sent_and_what_is_said_around_it() -> None:
    RECEIVE_LIGHT_MEASUREMENT_PROMISE.hands_on()


def test_receive_light_measurement_gets_nothing_else() -> None:
    RECEIVE_LIGHT_MEASUREMENT_PROMISE.hands_on_nothing_else()


def test_receive_light_measurement_takes_each_of_its_messages() -> None:
    RECEIVE_LIGHT_MEASUREMENT_PROMISE.takes()
