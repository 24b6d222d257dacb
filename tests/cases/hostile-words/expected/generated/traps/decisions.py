# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the traps service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, Decision, fill_missing_handlers

from generated.traps.commands import Def
from generated.traps.events import Key, Sequence, View
from generated.traps.handlers import EventModelDecider
from handwritten.traps import event

S = TypeVar("S")


def _event(decider: EventModelDecider[S]) -> Aggregate[S]:
    """The Event aggregate."""
    return Aggregate(
        name="Event",
        identity="class",
        channel="import os",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(Key, Sequence, View),
    )


fill_missing_handlers(event, EventModelDecider)
EVENT = _event(event)

DEF = Decision(name="def", command=Def, aggregate=EVENT, decide=event.def_)
