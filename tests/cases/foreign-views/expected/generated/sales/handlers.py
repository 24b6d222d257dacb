# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/sales provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol, TypeVar

from generated.sales.events import DealEvent

S = TypeVar("S")


class DealDecider(Protocol[S]):
    """Decisions of the Deal aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/sales/deal.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: DealEvent, /) -> S: ...
