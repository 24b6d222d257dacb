# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What onQuoteRequested promises to anyone who sends to it.

Answers at once.
"""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.quotes.channels import ON_QUOTE_REQUESTED
from generated.quotes.contract.test_event_quote_given import QUOTE_GIVEN
from generated.quotes.contract.test_event_quote_refused import QUOTE_REFUSED
from generated.quotes.contract.test_event_quote_requested import QUOTE_REQUESTED

ON_QUOTE_REQUESTED_PROMISE = ConsumerPromise(
    consumer=ON_QUOTE_REQUESTED,
    events=(QUOTE_REQUESTED,),
    replies=(QUOTE_GIVEN, QUOTE_REFUSED),
)


def test_on_quote_requested_gets_what_was_sent_and_what_is_said_around_it() -> None:
    ON_QUOTE_REQUESTED_PROMISE.hands_on()


def test_on_quote_requested_gets_nothing_else() -> None:
    ON_QUOTE_REQUESTED_PROMISE.hands_on_nothing_else()


def test_on_quote_requested_takes_each_of_its_messages() -> None:
    ON_QUOTE_REQUESTED_PROMISE.takes()


def test_on_quote_requested_answers_where_it_was_asked_to() -> None:
    ON_QUOTE_REQUESTED_PROMISE.answers()
