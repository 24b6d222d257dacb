# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/quotes provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Reply

from generated.quotes.events import Check, QuoteGiven, QuoteRefused, QuoteRequested, Result
from generated.quotes.headers import QuoteRequestedHeaders


class OnQuoteRequested(Protocol):
    """Answers at once.

    Called once or more for a message: repeating it must do no harm.

    Written by hand in handwritten/quotes/on_quote_requested.py.
    """

    def on_quote_requested(
        self, event: QuoteRequested, /, *, market: str, symbol: str, headers: QuoteRequestedHeaders | None
    ) -> QuoteGiven | Reply[QuoteGiven] | Reply[QuoteRefused]: ...


class OnCheck(Protocol):
    """Called once or more for a message: repeating it must do no harm.

    Written by hand in handwritten/quotes/on_check.py.
    """

    def on_check(self, event: Check, /) -> Result: ...
