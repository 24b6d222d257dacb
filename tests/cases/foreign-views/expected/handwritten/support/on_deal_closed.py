"""Whenever a deal is closed, close its ticket.

Pure: event in, commands out.
"""

from __future__ import annotations

from collections.abc import Sequence

from generated.sales.events import Closed
from generated.support.commands import CloseTicket


def on_sales_closed(event: Closed, /) -> Sequence[CloseTicket]:
    """A deal is done."""
    raise NotImplementedError("what to do about Closed")
