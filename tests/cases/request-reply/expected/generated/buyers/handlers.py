# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/buyers provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from generated.quotes.events import QuoteGiven
from generated.quotes.headers import QuoteGivenHeaders


class AskQuoteReply(Protocol):
    """Takes what answers askQuote.

    Called once or more for a message: repeating it must do no harm.

    Written by hand in handwritten/buyers/ask_quote_reply.py.
    """

    def on_quote_given(
        self, event: QuoteGiven, /, *, headers: QuoteGivenHeaders | None, correlation_id: str | None
    ) -> None: ...
