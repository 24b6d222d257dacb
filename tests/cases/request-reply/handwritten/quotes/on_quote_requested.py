"""Answers at once."""

from __future__ import annotations

from specfold import Reply

from generated.quotes.events import QuoteGiven, QuoteRefused, QuoteRequested
from generated.quotes.headers import QuoteRefusedHeaders, QuoteRequestedHeaders


def on_quote_requested(
    event: QuoteRequested, /, *, market: str, symbol: str, headers: QuoteRequestedHeaders | None
) -> QuoteGiven | Reply[QuoteGiven] | Reply[QuoteRefused]:
    """A price, or why there is none."""
    if headers is not None and headers.timeout == 1:
        return Reply(QuoteRefused(), QuoteRefusedHeaders(reason=f"{market} is too slow"))
    return QuoteGiven(cents=100 * len(symbol) + len(event.symbol))
