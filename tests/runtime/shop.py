"""A small service written by hand, as generated and handwritten code would bind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, Field
from specfold.commands.decider import States, states_of
from specfold.model.messages import Catalog, Command, Event, Query, Rejection, Row
from specfold.model.schemas import Schemas
from specfold.model.service import (
    Aggregate,
    Answer,
    CommandRoute,
    Decision,
    Key,
    OperationRoute,
    Parameter,
    Policy,
    QueryRoute,
    Reader,
    Security,
    Service,
    View,
)
from specfold.model.tables import Found, RowPage, RowStore, RowTable, key_value

OrderId = Annotated[str, Field(alias="orderId")]
CustomerId = Annotated[str, Field(alias="customerId")]

broken: set[str] = set()  # names of handlers that raise; tests add to it and take away again


def _works(name: str) -> None:
    if name in broken:
        raise ZeroDivisionError("secret-payload")


# events


class OrderPlacedV1(Event, type="OrderPlaced", version=1):
    """As it was."""

    order_id: OrderId
    customer_id: CustomerId


class OrderPlaced(Event, type="OrderPlaced", version=2):
    """As it is."""

    order_id: OrderId
    customer_id: CustomerId
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]


class LineAdded(Event, type="LineAdded", version=1):
    """One more article."""

    order_id: OrderId
    customer_id: CustomerId
    cents: int


class OrderCancelled(Event, type="OrderCancelled", version=1):
    """Off."""

    order_id: OrderId
    customer_id: CustomerId


class PaymentCaptured(Event, type="PaymentCaptured", version=1):
    """Another service's."""

    order_id: OrderId


def order_placed_v1(event: OrderPlacedV1) -> OrderPlaced:
    return OrderPlaced(
        order_id=event.order_id, customer_id=event.customer_id, placed_at=datetime(2020, 1, 1, tzinfo=UTC)
    )


CATALOG = Catalog(
    OrderPlacedV1, OrderPlaced, LineAdded, OrderCancelled, upcasts={OrderPlacedV1: order_placed_v1}
)
PAYMENTS = Catalog(PaymentCaptured)

# commands


class PlaceOrder(Command):
    order_id: OrderId
    customer_id: CustomerId


class OpenOrder(Command):
    """Its id is made for it."""

    order_id: OrderId
    customer_id: CustomerId


class AddLine(Command):
    order_id: OrderId
    cents: int
    note: Annotated[str | None, Field()] = None


class AddLines(Command):
    order_id: OrderId
    cents: list[int]


class CancelOrder(Command):
    order_id: OrderId


class ShipOrder(Command):
    order_id: OrderId


class AlreadyPlaced(Rejection, status=409):
    """There is an order of that id already."""


class UnknownOrder(Rejection, status=404):
    """There is no such order."""


class TooMuch(Rejection, status=422):
    """That is more than anybody may order."""

    most: int = 0


# handwritten


class Status(Enum):
    NEW = "new"
    OPEN = "open"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Order:
    status: Status = Status.NEW
    customer: str = ""
    cents: int = 0
    placed: datetime | None = None


def initial() -> Order:
    return Order()


def evolve(state: Order, event: Any) -> Order:
    _works("evolve")
    match event:
        case OrderPlaced():
            return replace(state, status=Status.OPEN, customer=event.customer_id, placed=event.placed_at)
        case LineAdded():
            return replace(state, cents=state.cents + event.cents)
        case OrderCancelled():
            return replace(state, status=Status.CANCELLED)
    raise AssertionError(event)


def place_order(command: PlaceOrder | OpenOrder, state: Order, at: datetime) -> Sequence[Event] | Rejection:
    if state.status is not Status.NEW:
        return AlreadyPlaced(detail=command.order_id)
    return [OrderPlaced(order_id=command.order_id, customer_id=command.customer_id, placed_at=at)]


def add_line(command: AddLine, state: Order, at: datetime) -> Sequence[Event] | Rejection:
    if state.status is not Status.OPEN:
        return UnknownOrder()
    if state.cents + command.cents > 1_000_000:
        return TooMuch(most=1_000_000)
    return [LineAdded(order_id=command.order_id, customer_id=state.customer, cents=command.cents)]


def add_lines(command: AddLines, state: Order, at: datetime) -> Sequence[Event] | Rejection:
    return [
        LineAdded(order_id=command.order_id, customer_id=state.customer, cents=cents)
        for cents in command.cents
    ]


def cancel_order(command: CancelOrder, state: Order, at: datetime) -> Sequence[Event] | Rejection:
    if state.status is Status.NEW:
        return UnknownOrder()
    if state.status is Status.CANCELLED:
        return []
    return [OrderCancelled(order_id=command.order_id, customer_id=state.customer)]


def ship_order(command: ShipOrder, state: Order, at: datetime) -> Sequence[Event] | Rejection:
    raise NotImplementedError


EVENTS = (OrderPlaced, LineAdded, OrderCancelled)
ORDER = Aggregate(
    name="Order", identity="orderId", channel="orders", initial=initial, evolve=evolve, events=EVENTS
)
PLACE_ORDER = Decision(
    name="placeOrder", command=PlaceOrder, aggregate=ORDER, decide=place_order, creates=True
)
OPEN_ORDER = Decision(
    name="openOrder",
    command=OpenOrder,
    aggregate=ORDER,
    decide=place_order,
    creates=True,
    generates_identity=True,
)
ADD_LINE = Decision(name="addLine", command=AddLine, aggregate=ORDER, decide=add_line)
ADD_LINES = Decision(name="addLines", command=AddLines, aggregate=ORDER, decide=add_lines)
CANCEL_ORDER = Decision(name="cancelOrder", command=CancelOrder, aggregate=ORDER, decide=cancel_order)
SHIP_ORDER = Decision(name="shipOrder", command=ShipOrder, aggregate=ORDER, decide=ship_order)

# read models


class OrderSummary(Row):
    order_id: OrderId
    customer_id: CustomerId
    status: str
    cents: int
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]


class CustomerTotals(Row):
    customer_id: CustomerId
    orders: int = 0
    cents: int = 0


def summary(row: OrderSummary | None, event: Event) -> OrderSummary | None:
    _works("summary")
    match event:
        case OrderPlaced():
            return OrderSummary(
                order_id=event.order_id,
                customer_id=event.customer_id,
                status="open",
                cents=0,
                placed_at=event.placed_at,
            )
        case LineAdded():
            return row and row.model_copy(update={"cents": row.cents + event.cents})
        case OrderCancelled():
            return None
    return row


def totals(row: CustomerTotals | None, event: Event) -> CustomerTotals | None:
    _works("totals")
    assert isinstance(event, OrderPlaced | LineAdded)
    before = row or CustomerTotals(customer_id=event.customer_id, orders=0, cents=0)
    if isinstance(event, OrderPlaced):
        return before.model_copy(update={"orders": before.orders + 1})
    return before.model_copy(update={"cents": before.cents + event.cents})


SUMMARIES = View(
    name="OrderSummary",
    row=OrderSummary,
    key=Key("orderId"),
    events=EVENTS,
    key_of=lambda event: (key_value(event.order_id),),  # type: ignore[attr-defined]  # all three have it
    fold=summary,
    per_aggregate=True,
    indexes={"byCustomer": Key("customerId", "placedAt")},
)
TOTALS = View(
    name="CustomerTotals",
    row=CustomerTotals,
    key=Key("customerId"),
    events=(OrderPlaced, LineAdded),
    key_of=lambda event: (key_value(event.customer_id),),  # type: ignore[attr-defined]  # both have it
    fold=totals,
    per_aggregate=False,
)
READER = Reader(channel="orders", catalog=CATALOG, aggregates=(ORDER,), views=(SUMMARIES, TOTALS))


def on_payment_captured(event: Event) -> Sequence[Command]:
    _works("policy")
    assert isinstance(event, PaymentCaptured)
    return [CancelOrder(order_id=event.order_id)]


POLICY = Policy(
    name="onPaymentCaptured",
    channel="payments",
    catalog=PAYMENTS,
    events=(PaymentCaptured,),
    react=on_payment_captured,
    issues=(CANCEL_ORDER,),
    begins="beginning",
)

# queries and routes


class GetOrder(Query):
    order_id: OrderId


class GetTotals(Query):
    customer_id: CustomerId


class ListOrders(Query):
    customer_id: CustomerId
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    after: str | None = None


class Echo(Query):
    tags: list[str] | None = None
    size: int | None = None
    deep: dict[str, int] | None = None
    text: str | None = None


class OrderSummaryTable(RowTable[OrderSummary]):
    view = "OrderSummary"
    row = OrderSummary

    def get(self, order_id: str) -> Found[OrderSummary] | None:
        return self._find(order_id)

    def by_customer(self, customer_id: str, *, limit: int, after: str | None) -> RowPage[OrderSummary]:
        return self._page("byCustomer", customer_id, limit=limit, after=after, newest_first=True)


class CustomerTotalsTable(RowTable[CustomerTotals]):
    view = "CustomerTotals"
    row = CustomerTotals

    def get(self, customer_id: str) -> Found[CustomerTotals] | None:
        return self._find(customer_id)


def get_order(request: GetOrder, rows: RowStore) -> Found[OrderSummary] | None:
    return OrderSummaryTable(rows).get(request.order_id)


def get_totals(request: GetTotals, rows: RowStore) -> Found[CustomerTotals] | None:
    return CustomerTotalsTable(rows).get(request.customer_id)


def list_orders(request: ListOrders, rows: RowStore) -> RowPage[OrderSummary]:
    return OrderSummaryTable(rows).by_customer(request.customer_id, limit=request.limit, after=request.after)


def echo(request: Echo) -> Answer:
    _works("echo")
    return Answer(status=200, body=request, headers={"X-Echo": "yes"})


def stub(request: Echo) -> Answer:
    raise NotImplementedError


WRITE = (Security(scheme="shop", scopes=("orders:write",)),)
READ = (Security(scheme="shop", scopes=("orders:read",)),)
BY_ID = (Parameter("orderId", "path", "orderId"),)
ROUTES = (
    CommandRoute(
        name="placeOrder",
        method="POST",
        path="/orders",
        decision=PLACE_ORDER,
        success=201,
        body="",
        body_required=True,
        security=WRITE,
    ),
    CommandRoute(
        name="openOrder",
        method="POST",
        path="/open-orders",
        decision=OPEN_ORDER,
        success=201,
        body="",
        body_required=True,
        security=WRITE,
    ),
    CommandRoute(
        name="addLine",
        method="POST",
        path="/orders/{orderId}/lines",
        decision=ADD_LINE,
        parameters=BY_ID,
        body="",
        body_required=True,
        security=WRITE,
    ),
    CommandRoute(
        name="addLines",
        method="PUT",
        path="/orders/{orderId}/lines",
        decision=ADD_LINES,
        parameters=BY_ID,
        body="cents",
        body_required=True,
        security=WRITE,
    ),
    CommandRoute(
        name="cancelOrder",
        method="DELETE",
        path="/orders/{orderId}",
        decision=CANCEL_ORDER,
        success=204,
        parameters=BY_ID,
        security=WRITE,
    ),
    CommandRoute(
        name="shipOrder",
        method="POST",
        path="/orders/{orderId}/shipment",
        decision=SHIP_ORDER,
        parameters=BY_ID,
        security=WRITE,
    ),
    QueryRoute(
        name="getOrder",
        method="GET",
        path="/orders/{orderId}",
        request=GetOrder,
        answer=get_order,
        view="OrderSummary",
        parameters=BY_ID,
        security=READ,
    ),
    QueryRoute(
        name="getTotals",
        method="GET",
        path="/customers/{customerId}/totals",
        request=GetTotals,
        answer=get_totals,
        view="CustomerTotals",
        parameters=(Parameter("customerId", "path", "customerId"),),
        security=READ,
    ),
    QueryRoute(
        name="listOrders",
        method="GET",
        path="/customers/{customerId}/orders",
        request=ListOrders,
        answer=list_orders,
        view="OrderSummary",
        items="items",
        next="next",
        parameters=(
            Parameter("customerId", "path", "customerId"),
            Parameter("limit", "query", "limit", style="form", explode=True),
            Parameter("after", "query", "after", style="form", explode=True),
        ),
        security=READ,
    ),
    OperationRoute(
        name="echo",
        method="GET",
        path="/echo",
        request=Echo,
        handle=echo,
        parameters=(
            Parameter("tag", "query", "tags", style="form", explode=True),
            Parameter("X-Size", "header", "size"),
            Parameter("deep", "query", "deep", style="deepObject", explode=True),
        ),
    ),
    OperationRoute(
        name="say",
        method="POST",
        path="/echo",
        request=Echo,
        handle=echo,
        body="text",
        content_types=("text/plain", "application/vnd.shop+json"),
    ),
    OperationRoute(name="stub", method="GET", path="/stub", request=Echo, handle=stub),
)

SERVICE = Service(
    name="shop",
    source="//shop.test/orders",
    catalog=CATALOG,
    schemas=Schemas(Path(__file__).with_name("shop_schemas.json")),
    decisions=(PLACE_ORDER, OPEN_ORDER, ADD_LINE, ADD_LINES, CANCEL_ORDER, SHIP_ORDER),
    readers=(READER,),
    policies=(POLICY,),
    routes=ROUTES,
)


def states() -> States[Order]:
    return states_of(ORDER)
