# Generated from specs/. Do not edit: change the spec, then generate again.
"""The policies of the support service: whenever this has happened, ask for that."""

from __future__ import annotations

from collections.abc import Sequence

from specfold import Command, Event, Policy, fill_missing_handlers

from generated.sales.events import Closed
from generated.sales.reading import CATALOG as SALES_CATALOG
from generated.support.decisions import CLOSE_TICKET
from generated.support.handlers import OnDealClosed
from handwritten.support import on_deal_closed


def _on_deal_closed(policy: OnDealClosed) -> Policy:
    """Whenever a deal is closed, close its ticket."""

    def react(event: Event) -> Sequence[Command]:
        match event:
            case Closed():
                return policy.on_sales_closed(event)
        return ()

    return Policy(
        name="onDealWon",
        channel="sales.deals",
        catalog=SALES_CATALOG,
        events=(Closed,),
        react=react,
        issues=(CLOSE_TICKET,),
        begins="beginning",
    )


fill_missing_handlers(on_deal_closed, OnDealClosed)
ON_DEAL_CLOSED = _on_deal_closed(on_deal_closed)
