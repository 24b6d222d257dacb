# Generated from specs/asyncapi/telemetry.yaml. Do not edit: change the spec, then generate again.
"""What take promises to anyone who sends to it."""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.telemetry.channels import TAKE
from generated.telemetry.contract.test_event_reading import READING

TAKE_PROMISE = ConsumerPromise(
    consumer=TAKE,
    events=(READING,),
)


def test_take_gets_what_was_sent_and_what_is_said_around_it() -> None:
    TAKE_PROMISE.hands_on()


def test_take_gets_nothing_else() -> None:
    TAKE_PROMISE.hands_on_nothing_else()


def test_take_takes_each_of_its_messages() -> None:
    TAKE_PROMISE.takes()
