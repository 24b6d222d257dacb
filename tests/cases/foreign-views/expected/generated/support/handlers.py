# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/support provides. A plain module satisfies a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from generated.sales.events import Closed as SalesClosed
from generated.sales.events import Won
from generated.support.commands import CloseTicket
from generated.support.events import Closed, TicketEvent
from generated.support.read_models import Month

S = TypeVar("S")


class TicketDecider(Protocol[S]):
    """Decisions of the Ticket aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/support/ticket.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: TicketEvent, /) -> S: ...

    def close_ticket(self, command: CloseTicket, state: S, at: datetime, /) -> Sequence[Closed]: ...


class MonthProjection(Protocol):
    """The read model Month: a pure fold over many aggregates, so it must commute between them. None is no
    row.

    Written by hand in handwritten/support/month.py.
    """

    def on_won(self, row: Month | None, event: Won, /) -> Month | None: ...

    def on_closed(self, row: Month | None, event: Closed, /) -> Month | None: ...


class OnDealClosed(Protocol):
    """Whenever a deal is closed, close its ticket.

    Pure: event in, commands out.

    Written by hand in handwritten/support/on_deal_closed.py.
    """

    def on_sales_closed(self, event: SalesClosed, /) -> Sequence[CloseTicket]: ...
