# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What onCheck promises to anyone who sends to it."""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.quotes.channels import ON_CHECK
from generated.quotes.contract.test_event_check import CHECK
from generated.quotes.contract.test_event_result import RESULT

ON_CHECK_PROMISE = ConsumerPromise(
    consumer=ON_CHECK,
    events=(CHECK,),
    replies=(RESULT,),
)


def test_on_check_gets_what_was_sent_and_what_is_said_around_it() -> None:
    ON_CHECK_PROMISE.hands_on()


def test_on_check_gets_nothing_else() -> None:
    ON_CHECK_PROMISE.hands_on_nothing_else()


def test_on_check_takes_each_of_its_messages() -> None:
    ON_CHECK_PROMISE.takes()


def test_on_check_answers_where_it_was_asked_to() -> None:
    ON_CHECK_PROMISE.answers()
