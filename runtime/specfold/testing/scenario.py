"""Given these events, when this is asked: what people write so that a contract test can reach an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from specfold.model.messages import Command, Event

A_MORNING: Final = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A history of one aggregate and a command to it. What must come of it, the name of the function says.

    `then` pins the very events that a decision makes, where their type alone would say too little.
    """

    when: Command
    given: Sequence[Event] = ()
    then: Sequence[Event] | None = None
    at: datetime = A_MORNING  # the time that the decision is given
