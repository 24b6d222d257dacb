"""Answers on a stream; the id of the answer is that of the question."""

from __future__ import annotations

from generated.quotes.events import Check, Result


def on_check(event: Check, /) -> Result:
    """Sound, if it has an id."""
    return Result(id=event.id, sound=bool(event.id))
