"""Decisions of the Event aggregate: pure functions; the time is an argument.

A decision returns events, none if nothing changes, or the reason why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from generated.traps.commands import Def, KeyRejection, RejectionModel
from generated.traps.events import EventModelEvent, Key, View
from generated.traps.events import Sequence as TrapsSequence


@dataclass(frozen=True, slots=True)
class EventModel:
    """What decisions need to know, folded from events. The ledger keeps it as JSON."""


def initial() -> EventModel:
    """The state before the first event."""
    return EventModel()


def evolve(state: EventModel, event: EventModelEvent, /) -> EventModel:
    """The state after an event. It never refuses: an event is a fact."""
    match event:
        case Key():
            raise NotImplementedError("how Key changes the state")
        case TrapsSequence():
            raise NotImplementedError("how Sequence changes the state")
        case View():
            raise NotImplementedError("how View changes the state")
        case _:
            assert_never(event)


def def_(
    command: Def, state: EventModel, at: datetime, /
) -> Sequence[Key | View | TrapsSequence] | RejectionModel | KeyRejection:
    """Define

    something \"\"\"

    May emit `Key`, `View` or `Sequence`.

    May refuse with:
    - Rejection (409): Why \"\"\" not\\
    - Key (410): Gone
    """
    raise NotImplementedError("decide def")
