# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the ordering service are read: every version up to the latest."""

from __future__ import annotations

from typing import Protocol

from specfold import Catalog, fill_missing_handlers

from generated.ordering.events import (
    DeliveryAddressChanged,
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    OrderPlacedV1,
)
from handwritten.ordering import upcasters


class Upcasters(Protocol):
    """How facts of older versions read today, each as the next version.

    Written by hand in handwritten/ordering/upcasters.py.
    """

    def order_placed_v1(self, event: OrderPlacedV1, /) -> OrderPlaced: ...


def _catalog(upcasters: Upcasters) -> Catalog:
    return Catalog(
        DeliveryAddressChanged,
        OrderCancelled,
        OrderConfirmed,
        OrderPlacedV1,
        OrderPlaced,
        upcasts={OrderPlacedV1: upcasters.order_placed_v1},
    )


fill_missing_handlers(upcasters, Upcasters)
CATALOG = _catalog(upcasters)
