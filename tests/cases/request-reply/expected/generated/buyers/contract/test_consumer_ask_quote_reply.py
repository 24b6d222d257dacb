# Generated from specs/asyncapi/buyers.yaml. Do not edit: change the spec, then generate again.
"""What askQuote reply promises to anyone who sends to it.

Takes what answers askQuote.
"""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.buyers.channels import ASK_QUOTE_REPLY
from generated.quotes.contract.test_event_quote_given import QUOTE_GIVEN

ASK_QUOTE_REPLY_PROMISE = ConsumerPromise(
    consumer=ASK_QUOTE_REPLY,
    events=(QUOTE_GIVEN,),
)


def test_ask_quote_reply_gets_what_was_sent_and_what_is_said_around_it() -> None:
    ASK_QUOTE_REPLY_PROMISE.hands_on()


def test_ask_quote_reply_gets_nothing_else() -> None:
    ASK_QUOTE_REPLY_PROMISE.hands_on_nothing_else()


def test_ask_quote_reply_takes_each_of_its_messages() -> None:
    ASK_QUOTE_REPLY_PROMISE.takes()
