"""Takes what answers askQuote."""

from __future__ import annotations

from generated.quotes.events import QuoteGiven
from generated.quotes.headers import QuoteGivenHeaders


def on_quote_given(
    event: QuoteGiven, /, *, headers: QuoteGivenHeaders | None, correlation_id: str | None
) -> None:
    """Nothing is bought here."""
    assert event.cents >= 0 or (headers, correlation_id) == (None, None)
