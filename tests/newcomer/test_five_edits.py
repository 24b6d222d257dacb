"""Five edits of the specs, as a new user makes them: what is made, what is pointed at, what still works."""

from __future__ import annotations

import re
from typing import Any

from tests.newcomer.conftest import Desk, Said

ASYNCAPI, OPENAPI = "specs/asyncapi/ordering.yaml", "specs/openapi/ordering.yaml"
DECIDER, UPCASTERS = "handwritten/ordering/order.py", "handwritten/ordering/upcasters.py"
ORDER, CUSTOMER = "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11", "0b2f6c1e-6a3f-4a53-9d65-2a5ad2b2f0c1"
HOME = {"name": "Ada Lovelace", "street": "12 St James's Square", "city": "London", "country": "GB"}
NEW_ORDER: dict[str, Any] = {
    "orderId": ORDER,
    "customerId": CUSTOMER,
    "email": "ada@shop.example",
    "deliverTo": HOME,
    "lines": [{"sku": "TEA-250", "quantity": 2, "unitPrice": {"amount": 850, "currency": "EUR"}}],
}
PLACE = ("POST", "/orders", NEW_ORDER)
GET = ("GET", f"/orders/{ORDER}", None)
CANCEL = ("POST", f"/orders/{ORDER}/cancellation", {"reason": "changed-mind"})
SHIP = ("PUT", f"/orders/{ORDER}/shipment", None)
MOVE = ("PUT", f"/orders/{ORDER}/delivery-address", {"deliverTo": {**HOME, "city": "Bath"}})


def generated(desk: Desk, *codes: str) -> Said:
    """Generate: it ends well, says this of what is handwritten and nothing else, and touches none of it."""
    before = desk.by_hand()
    said = desk.specfold("generate")
    assert said.code == 0, said.err
    assert sorted(re.findall(r"^\w+\[(SPF7\d+)\]", said.err, re.MULTILINE)) == sorted(codes), said.err
    after = desk.by_hand()
    assert {path: after[path] for path in before} == before
    return said


def statuses(desk: Desk, *requests: tuple[str, str, Any]) -> list[int]:
    return [status for status, _ in desk.ask("ordering", *requests)]


def block(text: str, begin: str, end: str) -> str:
    return text[text.index(begin) : text.index(end, text.index(begin))]


def written(stub: str, body: str) -> str:
    """A stub with this in the place of its last line."""
    head, _, _ = stub.rpartition("    raise NotImplementedError")
    return head + body


# 1. a field


def test_a_field_that_nobody_must_give_is_there_at_once(desk: Desk) -> None:
    note = "        giftNote: { description: What to write on the card., type: string, maxLength: 200 }\n"
    desk.edit(
        ASYNCAPI, "    OrderPlacedV1:\n      type: object", f"{note}    OrderPlacedV1:\n      type: object"
    )
    said = generated(desk)
    assert "~ generated/ordering/events.py\n" in said.out
    assert '"""What to write on the card."""' in desk.read("generated/ordering/events.py")
    desk.edit(DECIDER, "        placed_at=at,\n", '        placed_at=at,\n        gift_note="with love",\n')
    assert statuses(desk, PLACE, GET) == [201, 200]


def test_a_field_that_must_be_given_is_a_new_version_with_an_upcaster(desk: Desk) -> None:
    with_a_third_version(desk)
    said = generated(desk, "SPF720", "SPF733")
    events = desk.read("generated/ordering/events.py")
    assert 'class OrderPlacedV2(Event, type="OrderPlaced", version=2)' in events
    assert 'class OrderPlaced(Event, type="OrderPlaced", version=3)' in events
    assert "`order_placed_v1` returns `OrderPlaced` and shall return `OrderPlacedV2`" in said.err
    assert "def order_placed_v2(event: OrderPlacedV2, /) -> OrderPlaced:" in said.pasted
    assert statuses(desk, CANCEL) == [404]  # the rest runs

    types = desk.types()
    assert f'{UPCASTERS}:11: error: Missing named argument "placed_via" for "OrderPlaced"' in types
    assert re.search(rf'{DECIDER}:\d+: error: Missing named argument "placed_via"', types)

    text = desk.read(UPCASTERS)
    for sign in ",:(":
        text = text.replace(f"OrderPlaced{sign}", f"OrderPlacedV2{sign}")
    desk.write(UPCASTERS, text)
    desk.append(UPCASTERS, written(said.pasted, UPCAST))
    desk.edit(DECIDER, "        placed_at=at,\n", "        placed_at=at,\n        placed_via=WEB,\n")
    desk.edit(DECIDER, "\n\n\n@dataclass(frozen=True, slots=True)\nclass NotPlaced", PLACED_VIA)
    assert generated(desk).out == "generated code is up to date\n"
    assert statuses(desk, PLACE, GET, CANCEL) == [201, 200, 200]


UPCAST = '    return OrderPlaced.from_wire({**event.to_wire(), "placedVia": "web"})'
PLACED_VIA = """
from generated.ordering.values import OrderPlacedPlacedVia

WEB = OrderPlacedPlacedVia.WEB


@dataclass(frozen=True, slots=True)
class NotPlaced"""


def with_a_third_version(desk: Desk) -> None:
    """OrderPlaced says where it was placed; what was version 2 stays as it is, under another key."""
    text = desk.read(ASYNCAPI)
    message = block(text, "    OrderPlaced:\n      title", "    OrderPlacedV1:\n      title")
    schema = block(text, "    OrderPlaced:\n      type", "    OrderPlacedV1:\n      type")
    older = message.replace("    OrderPlaced:\n", "    OrderPlacedV2:\n")
    older = older.replace("version: 2 }", "event: OrderPlaced, version: 2, deprecated: true }")
    older = older.replace("/OrderPlaced' }", "/OrderPlacedV2' }")
    newer = message.replace("version: 2 }", "version: 3 }")
    newer = newer.replace("            coupon: WINTER10\n", "            placedVia: web\n")
    changed = schema.replace("total, placedAt]", "total, placedAt, placedVia]")
    changed += "        placedVia: { type: string, enum: [web, phone] }\n"
    listed = "      OrderPlacedV1: { $ref: '#/components/messages/OrderPlacedV1' }\n"
    text = text.replace(listed, listed + listed.replace("V1", "V2"))
    text = text.replace(message, newer + older)
    text = text.replace(schema, changed + schema.replace("    OrderPlaced:\n", "    OrderPlacedV2:\n"))
    desk.write(ASYNCAPI, text)


# 2. an event


def with_an_event(desk: Desk) -> None:
    """OrderShipped, which nothing emits yet."""
    listed = "      OrderCancelled: { $ref: '#/components/messages/OrderCancelled' }\n"
    desk.edit(ASYNCAPI, listed, listed + listed.replace("OrderCancelled", "OrderShipped"))
    desk.edit(ASYNCAPI, "  schemas:\n    OrderPlaced:\n", SHIPPED)


SHIPPED = """    OrderShipped:
      summary: The parcel has left.
      x-event-sourcing: { aggregate: Order, version: 1 }
      payload: { $ref: '#/components/schemas/OrderShipped' }
  schemas:
    OrderShipped:
      type: object
      required: [orderId, shippedAt]
      properties:
        orderId: { $ref: '../common/shop.yaml#/$defs/OrderId' }
        shippedAt: { type: string, format: date-time }
    OrderPlaced:
"""


def paste_the_case(desk: Desk, said: Said) -> None:
    case, statement = said.pasted.split("\n\n")
    desk.edit(
        DECIDER,
        "        case _:\n            assert_never",
        f"{case}\n        case _:\n            assert_never",
    )
    desk.edit(
        DECIDER, "\n\n\n@dataclass(frozen=True, slots=True)\nclass NotPlaced", f"\n{statement}{NOT_PLACED}"
    )


NOT_PLACED = "\n\n\n@dataclass(frozen=True, slots=True)\nclass NotPlaced"


def test_a_new_event_wants_a_case_and_takes_nothing_down(desk: Desk) -> None:
    with_an_event(desk)
    said = generated(desk, "SPF732")
    assert "+ generated/ordering/contract/test_event_order_shipped.py\n" in said.out
    assert 'class OrderShipped(Event, type="OrderShipped", version=1):' in desk.read(
        "generated/ordering/events.py"
    )
    assert re.search(rf"--> {DECIDER}:\d+:5\n.*\n.*def evolve", said.err)
    assert said.pasted.startswith("        case OrderShipped():\n")
    assert statuses(desk, PLACE, GET, CANCEL) == [201, 200, 200]

    paste_the_case(desk, said)
    left = generated(desk, "SPF730")
    assert "to be filled in: `evolve`" in left.err
    assert statuses(desk, PLACE, GET) == [201, 200]


# 3. a command


def with_a_command(desk: Desk) -> None:
    desk.edit(OPENAPI, "  /customers/{customerId}/orders:\n", SHIPMENT)


SHIPMENT = """  /orders/{orderId}/shipment:
    parameters:
      - $ref: '#/components/parameters/OrderId'
    put:
      operationId: shipOrder
      tags: [orders]
      summary: Say that the parcel has left.
      security: [{ shop: [orders:admin] }]
      x-event-sourcing: { aggregate: Order, emits: [OrderShipped] }
      responses:
        '200': { description: It is on its way. }
        '404':
          description: There is no such order.
          x-event-sourcing: { rejection: UnknownOrder }
          content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
  /customers/{customerId}/orders:
"""
SHIPS = """    if isinstance(state, NotPlaced):
        return UnknownOrder()
    return [OrderShipped(order_id=command.order_id, shipped_at=at)]"""


def test_a_new_command_answers_501_until_it_is_written_and_the_rest_works(desk: Desk) -> None:
    with_an_event(desk)
    paste_the_case(desk, generated(desk, "SPF732"))
    with_a_command(desk)
    said = generated(desk, "SPF720", "SPF720", "SPF720", "SPF730")  # the decision, and its two scenarios
    assert 'path="/orders/{orderId}/shipment"' in desk.read("generated/ordering/topology.py")
    assert f"to be written by hand: {DECIDER}: def ship_order\n" in said.err
    assert re.search(rf"::: {OPENAPI}:\d+:5\n.*\n.* put:\n.*the specs ask for it here", said.err)
    decision = said.paste("def ship_order(")
    assert "state: Order, at: datetime, /) -> Sequence[OrderShipped] | UnknownOrder:" in " ".join(
        decision.split()
    )
    assert statuses(desk, PLACE, SHIP, GET, CANCEL) == [201, 501, 200, 200]

    desk.append(DECIDER, written(decision, SHIPS))
    assert statuses(desk, SHIP, PLACE, SHIP, GET) == [404, 201, 501, 200]  # `evolve` has an empty case
    desk.edit(DECIDER, "raise NotImplementedError('how OrderShipped changes the state')", "return state")
    assert statuses(desk, SHIP, PLACE, SHIP, GET) == [404, 201, 200, 200]


def test_contract_tests_name_what_is_not_written_yet(desk: Desk) -> None:
    with_an_event(desk)
    with_a_command(desk)
    said = generated(desk, "SPF720", "SPF720", "SPF720", "SPF732")
    for scenario in ("ship_order_emits_order_shipped", "ship_order_is_refused_as_unknown_order"):
        desk.append("handwritten/ordering/scenarios.py", said.paste(f"def {scenario}("))
    tests = "generated/ordering/contract/test_command_ship_order.py"
    run = desk.python("-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", tests)
    assert run.returncode == 0, run.stdout
    told = re.findall(r"SKIPPED .*: written by hand: (.*)", run.stdout)
    assert "decide shipOrder" in told
    assert "a scenario in which shipOrder makes OrderShipped happen" in told


# 4. a read model


def test_a_new_read_model_has_its_table_and_its_stub(desk: Desk) -> None:
    desk.edit(OPENAPI, "  /customers/{customerId}/totals:\n", CANCELLED_BY_REASON)
    desk.edit(OPENAPI, "    Problem:\n      description: RFC 9457", CANCELLED_ORDER)
    said = generated(desk, "SPF730")
    module = "handwritten/ordering/cancelled_order.py"
    assert f"+ {module}\n" in said.out
    assert f"to be filled in: `on_order_cancelled`\n --> {module}:" in said.err.replace("  -->", " -->")
    assert 'name="ordering-cancelled-order"' in desk.read("generated/ordering/topology.py")
    assert "def by_reason(" in desk.read("generated/ordering/tables.py")
    look = ("GET", "/cancellations/changed-mind", None)
    asked = desk.ask("ordering", PLACE, CANCEL, GET, look)
    assert [status for status, _ in asked] == [201, 200, 200, 200]
    assert asked[3][1] == []

    text = desk.read(module)
    desk.write(module, written(text, FOLDS))
    generated(desk)
    [*_, (status, rows)] = desk.ask("ordering", PLACE, CANCEL, look)
    assert (status, [row["orderId"] for row in rows]) == (200, [ORDER])


CANCELLED_BY_REASON = """  /cancellations/{reason}:
    get:
      operationId: listCancelledOrders
      summary: Orders that were cancelled for a reason.
      x-event-sourcing: { readModel: CancelledOrder, index: byReason }
      parameters:
        - name: reason
          in: path
          required: true
          schema: { $ref: '../common/shop.yaml#/$defs/CancellationReason' }
      responses:
        '200':
          description: They.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/CancelledOrder' } }
  /customers/{customerId}/totals:
"""
CANCELLED_ORDER = """    CancelledOrder:
      description: An order that was cancelled.
      x-event-sourcing:
        readModel:
          key: orderId
          indexes:
            byReason: { partition: reason, sort: cancelledAt }
          from: [OrderCancelled]
          perAggregate: true
      type: object
      required: [orderId, reason, cancelledAt]
      properties:
        orderId: { $ref: '../common/shop.yaml#/$defs/OrderId' }
        reason: { $ref: '../common/shop.yaml#/$defs/CancellationReason' }
        cancelledAt: { type: string, format: date-time }
    Problem:
      description: RFC 9457"""
FOLDS = """    return CancelledOrder(
        order_id=event.order_id, reason=event.reason, cancelled_at=event.cancelled_at
    )
"""


# 5. a renamed operation


def test_a_renamed_operation_names_both_sides_and_what_cannot_be_imported(desk: Desk) -> None:
    desk.edit(OPENAPI, "operationId: changeDeliveryAddress", "operationId: redirectOrder")
    before = desk.by_hand()
    said = desk.specfold("generate")
    assert said.code == 0
    assert desk.by_hand() == before
    assert "- generated/ordering/contract/test_command_change_delivery_address.py\n" in said.out
    assert "+ generated/ordering/contract/test_command_redirect_order.py\n" in said.out
    assert "`change_delivery_address` is no longer called; `redirect_order` is asked for" in said.err
    assert f"to be written by hand: {DECIDER}: def redirect_order\n" in said.err
    place = re.search(rf"warning\[SPF731\]: `ChangeDeliveryAddress`.*\n +--> {DECIDER}:(\d+):5\n", said.err)
    assert place
    assert desk.read(DECIDER).splitlines()[int(place[1]) - 1] == "    ChangeDeliveryAddress,"
    assert "= help: now there is `RedirectOrder`\n" in said.err

    for path in (DECIDER, "handwritten/ordering/scenarios.py"):
        text = desk.read(path).replace("change_delivery_address", "redirect_order")
        desk.write(path, text.replace("ChangeDeliveryAddress", "RedirectOrder"))
    generated(desk)
    assert statuses(desk, PLACE, MOVE, GET) == [201, 200, 200]


def test_an_operation_that_others_name_cannot_be_renamed_alone(desk: Desk) -> None:
    desk.edit(OPENAPI, "operationId: cancelOrder", "operationId: abandonOrder")
    said = desk.specfold("generate")
    assert said.code == 1
    assert "`cancelOrder`" in said.err
    assert f"--> {ASYNCAPI}:" in said.err
    assert said.out == "nothing was written\n"


# and back


def test_what_is_taken_back_leaves_nothing_behind(desk: Desk) -> None:
    specs, before = desk.read(OPENAPI), desk.read("generated/manifest.json")
    desk.edit(OPENAPI, "  /customers/{customerId}/totals:\n", CANCELLED_BY_REASON)
    desk.edit(OPENAPI, "    Problem:\n      description: RFC 9457", CANCELLED_ORDER)
    generated(desk, "SPF730")
    desk.write(OPENAPI, specs)
    said = generated(desk, "SPF721", "SPF731")
    assert "`on_order_cancelled` is no longer called" in said.err
    assert "--> handwritten/ordering/cancelled_order.py:" in said.err
    assert "- generated/ordering/contract/test_query_list_cancelled_orders.py\n" in said.out
    assert desk.read("generated/manifest.json") == before
    (desk.root / "handwritten/ordering/cancelled_order.py").unlink()
    generated(desk)
