# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the quotes service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path

from specfold import (
    Channel,
    Consumer,
    Handled,
    Received,
    ReplyTo,
    Schemas,
    fill_missing_handlers,
)

from generated.quotes.events import Check, QuoteRequested
from generated.quotes.handlers import OnCheck, OnQuoteRequested
from generated.quotes.headers import QuoteGivenHeaders, QuoteRefusedHeaders, QuoteRequestedHeaders
from generated.quotes.reading import CATALOG
from handwritten.quotes import on_check, on_quote_requested

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

CHECKS = Channel(
    name="checks",
    address="checks",
    types=("Check",),
    catalog=CATALOG,
    schemas=SCHEMAS,
    correlations={"Check": "$message.payload#/id"},
)

REPLIES = Channel(
    name="replies",
    address="",
    types=("QuoteGiven", "QuoteRefused"),
    catalog=CATALOG,
    schemas=SCHEMAS,
    headers={"QuoteGiven": QuoteGivenHeaders, "QuoteRefused": QuoteRefusedHeaders},
    correlations={
        "QuoteGiven": "$message.header#/correlationId",
        "QuoteRefused": "$message.header#/correlationId",
    },
)

REQUESTS = Channel(
    name="requests",
    address="quotes/{market}/{symbol}",
    types=("QuoteRequested",),
    catalog=CATALOG,
    schemas=SCHEMAS,
    headers={"QuoteRequested": QuoteRequestedHeaders},
    correlations={"QuoteRequested": "$message.header#/correlationId"},
    locations={"symbol": "$message.payload#/symbol"},
)

RESULTS = Channel(
    name="results",
    address="results",
    types=("Result",),
    catalog=CATALOG,
    schemas=SCHEMAS,
    correlations={"Result": "$message.payload#/id"},
)


def _on_quote_requested(consumer: OnQuoteRequested) -> Consumer:
    def handle(received: Received) -> Handled:
        match received.event:
            case QuoteRequested() as event:
                return consumer.on_quote_requested(
                    event,
                    market=received.parameters["market"],
                    symbol=received.parameters["symbol"],
                    headers=received.told(QuoteRequestedHeaders),
                )
        return None

    return Consumer(
        name="onQuoteRequested",
        channel=REQUESTS,
        handle=handle,
        reply=ReplyTo(channel=REPLIES, address="$message.header#/replyTo"),
    )


fill_missing_handlers(on_quote_requested, OnQuoteRequested)
ON_QUOTE_REQUESTED = _on_quote_requested(on_quote_requested)


def _on_check(consumer: OnCheck) -> Consumer:
    def handle(received: Received) -> Handled:
        match received.event:
            case Check() as event:
                return consumer.on_check(event)
        return None

    return Consumer(
        name="onCheck",
        channel=CHECKS,
        handle=handle,
        reply=ReplyTo(channel=RESULTS),
    )


fill_missing_handlers(on_check, OnCheck)
ON_CHECK = _on_check(on_check)
