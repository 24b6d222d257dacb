# Generated from specs/asyncapi/buyers.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the buyers service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from specfold import (
    Consumer,
    Received,
    Schemas,
    Send,
    fill_missing_handlers,
)

from generated.buyers.handlers import AskQuoteReply
from generated.quotes.channels import REPLIES, REQUESTS
from generated.quotes.events import QuoteGiven, QuoteRequested
from generated.quotes.headers import QuoteGivenHeaders, QuoteRequestedHeaders
from handwritten.buyers import ask_quote_reply

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))


class RequestsPublisher:
    """Sends on the channel requests."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def quote_requested(
        self,
        event: QuoteRequested,
        /,
        *,
        market: Literal["xetra", "nyse"] = "xetra",
        headers: QuoteRequestedHeaders,
    ) -> None:
        """Sends QuoteRequested."""
        self._send(REQUESTS.message(event, {"market": market}, headers))


def _ask_quote_reply(consumer: AskQuoteReply) -> Consumer:
    def handle(received: Received) -> None:
        match received.event:
            case QuoteGiven() as event:
                consumer.on_quote_given(
                    event, headers=received.told(QuoteGivenHeaders), correlation_id=received.correlation
                )

    return Consumer(
        name="askQuote reply",
        channel=REPLIES,
        handle=handle,
    )


fill_missing_handlers(ask_quote_reply, AskQuoteReply)
ASK_QUOTE_REPLY = _ask_quote_reply(ask_quote_reply)
