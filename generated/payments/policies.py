# Generated from specs/. Do not edit: change the spec, then generate again.
"""The policies of the payments service: whenever this has happened, ask for that."""

from __future__ import annotations

from collections.abc import Sequence

from specfold import Command, Event, Policy, fill_missing_handlers

from generated.ordering.events import OrderPlaced
from generated.ordering.reading import CATALOG as ORDERING_CATALOG
from generated.payments.decisions import REQUEST_PAYMENT
from generated.payments.handlers import OnOrderPlaced
from handwritten.payments import on_order_placed


def _on_order_placed(policy: OnOrderPlaced) -> Policy:
    """Whenever an order is placed, ask for its payment."""

    def react(event: Event) -> Sequence[Command]:
        match event:
            case OrderPlaced():
                return policy.on_order_placed(event)
        return ()

    return Policy(
        name="onOrderPlaced",
        channel="orders",
        catalog=ORDERING_CATALOG,
        events=(OrderPlaced,),
        react=react,
        issues=(REQUEST_PAYMENT,),
    )


fill_missing_handlers(on_order_placed, OnOrderPlaced)
ON_ORDER_PLACED = _on_order_placed(on_order_placed)
