# Generated from specs/. Do not edit: change the spec, then generate again.
"""The commands of the sales service, each with the function that decides it."""

from __future__ import annotations

from typing import TypeVar

from specfold import Aggregate, fill_missing_handlers

from generated.sales.events import Closed, Won
from generated.sales.handlers import DealDecider
from handwritten.sales import deal

S = TypeVar("S")


def _deal(decider: DealDecider[S]) -> Aggregate[S]:
    """The Deal aggregate."""
    return Aggregate(
        name="Deal",
        identity="dealId",
        channel="deals",
        initial=decider.initial,
        evolve=decider.evolve,
        events=(Closed, Won),
    )


fill_missing_handlers(deal, DealDecider)
DEAL = _deal(deal)
