"""When what happens, and when what is refused: a scenario for every event and every rejection.

The contract tests play them over HTTP and hold the answers against the specs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from specfold.testing import Scenario

from generated.ordering.commands import CancelOrder, ChangeDeliveryAddress, ConfirmOrder, PlaceOrder
from generated.ordering.events import DeliveryAddressChanged, OrderCancelled, OrderConfirmed, OrderPlaced
from generated.ordering.values import Address, CancellationReason, Money, MoneyCurrency, OrderLine

ORDER: Final = UUID("6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11")
CUSTOMER: Final = UUID("0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1")
PAYMENT: Final = UUID("2f0e2b1c-0f7e-4c62-8a2c-0ad0f1c43f7d")
NINE: Final = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
TEN: Final = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)
HOME: Final = Address(name="Ada Lovelace", street="12 St James's Square", city="London", country="GB")
OFFICE: Final = Address(name="Ada Lovelace", street="10 Saint James's Street", city="London", country="GB")


def euros(amount: int) -> Money:
    """An amount in cents."""
    return Money(amount=amount, currency=MoneyCurrency.EUR)


TEA: Final = OrderLine(sku="TEA-250", quantity=2, unit_price=euros(850))
POT: Final = OrderLine(sku="POT-1", quantity=1, unit_price=euros(2999))
TOTAL: Final = euros(4699)

PLACE: Final = PlaceOrder(
    order_id=ORDER, customer_id=CUSTOMER, email="ada@shop.example", deliver_to=HOME, lines=[TEA, POT]
)
MOVE: Final = ChangeDeliveryAddress(order_id=ORDER, deliver_to=OFFICE)
CONFIRM: Final = ConfirmOrder(order_id=ORDER, payment_id=PAYMENT, paid=TOTAL)
CANCEL: Final = CancelOrder(order_id=ORDER, reason=CancellationReason.CHANGED_MIND)

PLACED: Final = OrderPlaced(
    order_id=ORDER,
    customer_id=CUSTOMER,
    email="ada@shop.example",
    deliver_to=HOME,
    lines=[TEA, POT],
    total=TOTAL,
    placed_at=NINE,
)
MOVED: Final = DeliveryAddressChanged(order_id=ORDER, customer_id=CUSTOMER, deliver_to=OFFICE)
CONFIRMED: Final = OrderConfirmed(
    order_id=ORDER, customer_id=CUSTOMER, payment_id=PAYMENT, total=TOTAL, confirmed_at=TEN
)
CANCELLED: Final = OrderCancelled(
    order_id=ORDER, customer_id=CUSTOMER, reason=CancellationReason.CHANGED_MIND, cancelled_at=TEN
)


def place_order_emits_order_placed() -> Scenario:
    """The order costs what its lines cost together."""
    return Scenario(when=PLACE, at=NINE, then=[PLACED])


def place_order_is_refused_as_already_placed() -> Scenario:
    """Once is enough."""
    return Scenario(given=[PLACED], when=PLACE)


def place_order_is_refused_as_no_total() -> Scenario:
    """Tea in euros and a pot in pounds have no one price."""
    pot = OrderLine(sku="POT-1", quantity=1, unit_price=Money(amount=2499, currency=MoneyCurrency.GBP))
    mixed = PLACE.model_copy(update={"lines": [TEA, pot]})
    return Scenario(when=mixed)


def change_delivery_address_emits_delivery_address_changed() -> Scenario:
    """To the office, while it is not packed."""
    return Scenario(given=[PLACED], when=MOVE, then=[MOVED])


def change_delivery_address_is_refused_as_unknown_order() -> Scenario:
    """Nobody has placed it."""
    return Scenario(when=MOVE)


def change_delivery_address_is_refused_as_no_longer_open() -> Scenario:
    """It is packed."""
    return Scenario(given=[PLACED, CONFIRMED], when=MOVE)


def confirm_order_emits_order_confirmed() -> Scenario:
    """It is paid in full, wherever it goes."""
    return Scenario(given=[PLACED, MOVED], when=CONFIRM, at=TEN, then=[CONFIRMED])


def confirm_order_is_refused_as_unknown_order() -> Scenario:
    """Nobody has placed it."""
    return Scenario(when=CONFIRM)


def confirm_order_is_refused_as_no_longer_open() -> Scenario:
    """It is cancelled; the money has to go back."""
    return Scenario(given=[PLACED, CANCELLED], when=CONFIRM)


def confirm_order_is_refused_as_wrong_amount() -> Scenario:
    """A cent is missing."""
    return Scenario(given=[PLACED], when=CONFIRM.model_copy(update={"paid": euros(4698)}))


def cancel_order_emits_order_cancelled() -> Scenario:
    """The customer thinks better of it."""
    return Scenario(given=[PLACED], when=CANCEL, at=TEN, then=[CANCELLED])


def cancel_order_is_refused_as_unknown_order() -> Scenario:
    """Nobody has placed it."""
    return Scenario(when=CANCEL)


def cancel_order_is_refused_as_no_longer_open() -> Scenario:
    """It is packed."""
    return Scenario(given=[PLACED, CONFIRMED], when=CANCEL)
