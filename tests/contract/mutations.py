"""Faults that people make, each in one place of a copy of the project, and the promises each must break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutation:
    """A change of one text in one file. `breaks` are regular expressions of `module::test`: all that fail."""

    name: str
    file: str
    old: str
    new: str
    breaks: tuple[str, ...]
    says: str  # a sentence that must be among the failures


ORDER = "handwritten/ordering/order.py"
API = "generated/ordering/api.py"
EVENTS = "generated/ordering/events.py"
PLACE_ROUTE = """        body="",
        body_required=True,
        security=(Security(scheme="shop", scopes=("orders:write",)),),
    ),
    CommandRoute(
        name="changeDeliveryAddress","""

MUTATIONS = (
    Mutation(
        "an upcaster that loses a member",
        "handwritten/ordering/upcasters.py",
        "email=event.email,",
        'email="nobody@shop.example",',
        ("test_event_order_placed_v1::test_order_placed_v1_reads_as_v2",),
        "OrderPlaced v2 must say of `email` what OrderPlaced v1 said: both describe it alike",
    ),
    Mutation(
        "an upcaster that cannot read every old event",
        "handwritten/ordering/upcasters.py",
        "quantity=1,",
        "quantity=event.total.amount // 4699,",
        ("test_event_order_placed_v1::test_order_placed_v1_reads_as_v2",),
        "OrderPlaced v1 must read as OrderPlaced v2",
    ),
    Mutation(
        "a decision that drops its event",
        ORDER,
        "            return [cancelled]\n",
        "            return []\n",
        (r"test_command_cancel_order::test_cancel_order_(lets|tells|acts)_.*",),
        "cancelOrder must make OrderCancelled happen, and made nothing happen",
    ),
    Mutation(
        "a decision that emits an event it may not emit",
        ORDER,
        "            return [confirmed]\n",
        "            return [confirmed, DeliveryAddressChanged(order_id=command.order_id,"
        " customer_id=state.customer_id, deliver_to=state.deliver_to)]\n",
        (r"test_command_confirm_order::test_confirm_order_lets_order_confirmed_happen",),
        "confirmOrder may emit OrderConfirmed, and not DeliveryAddressChanged",
    ),
    Mutation(
        "a decision that records something else than it should",
        ORDER,
        "        total=total,\n        placed_at=at,",
        '        total=total.model_copy(update={"amount": 1}),\n        placed_at=at,',
        (r"test_command_place_order::test_place_order_lets_order_placed_happen",),
        "placeOrder must make the very events of its scenario happen",
    ),
    Mutation(
        "a decision that breaks down over a legal request",
        ORDER,
        "    if len(currencies) != 1 or amount > MOST:",
        "    if len(currencies) != 1:",
        (r"test_command_place_order::test_place_order_gives_any_valid_request_a_documented_answer",),
        "placeOrder must answer as documented, and 500 is not",
    ),
    Mutation(
        "a state that forgets",
        ORDER,
        "            return Closed(confirmed_by=event.payment_id)",
        "            return state",
        (
            r"test_command_change_delivery_address::.*_answers_409_no_longer_open",
            r"test_command_cancel_order::.*_answers_409_no_longer_open",
        ),
        "cancelOrder must answer 409 NoLongerOpen, and made OrderCancelled happen",
    ),
    Mutation(
        "a rejection with another status",
        "generated/ordering/commands.py",
        "class UnknownOrder(Rejection, status=404):",
        "class UnknownOrder(Rejection, status=410):",
        (
            r"test_command_\w+::.*_answers_404_unknown_order",
            r"test_command_\w+::.*_gives_any_valid_request_a_documented_answer",
        ),
        "confirmOrder must answer 404 UnknownOrder, and answered 410",
    ),
    Mutation(
        "a read model that depends on the order of aggregates",
        "handwritten/ordering/customer_totals.py",
        "    total = spent.get(money.currency, 0) + money.amount\n",
        "    total = money.amount\n",
        (
            r"test_projection_customer_totals::test_customer_totals_does_not_depend_on_the_order_of_aggregates",
            r"test_projection_customer_totals::test_customer_totals_commutes_for_any_valid_events",
        ),
        "CustomerTotals must give the same rows in whatever order aggregates take turns",
    ),
    Mutation(
        "a read model that remembers beside its rows",
        "handwritten/ordering/customer_totals.py",
        '    return before.model_copy(update={"placed": before.placed + 1})',
        '    SEEN.append(event)\n    return before.model_copy(update={"placed": len(SEEN)})\n\n\n'
        "SEEN: list[object] = []",
        (r"test_projection_customer_totals::.*", r"test_query_get_customer_totals::.*_row_that_events_made"),
        "CustomerTotals must give the same rows when it is replayed",
    ),
    Mutation(
        "a row that its schema does not allow",
        "handwritten/ordering/order_summary.py",
        "        email=event.email,",
        '        email="not an address",',
        (
            r"test_projection_order_summary::test_order_summary_folds_its_events_into_valid_rows",
            r"test_query_(get_order|list_customer_orders)::.*",
        ),
        "OrderSummary must make rows that its schema allows",
    ),
    Mutation(
        "a policy that issues what it may not",
        "handwritten/ordering/on_payment_captured.py",
        "    return [ConfirmOrder(order_id=event.order_id, payment_id=event.payment_id, paid=paid)]",
        "    from generated.ordering.commands import CancelOrder\n"
        '    return [CancelOrder.from_wire({"orderId": str(event.order_id), "reason": "out-of-stock"})]',
        (r"test_policy_on_payment_captured::.*",),
        "onPaymentCaptured may issue confirmOrder, and not CancelOrder",
    ),
    Mutation(
        "a class whose bound is looser than the schema's",
        "generated/ordering/values.py",
        "amount: Annotated[int, Field(ge=0, le=100000000)]",
        "amount: Annotated[int, Field(ge=0)]",
        (
            r"test_event_order_(placed|placed_v1|confirmed)::.*must_refuse\[a `.*amount` above 100000000\]",
            r"test_command_(place|confirm)_order::.*must_refuse\[a `.*amount` above 100000000\]",
        ),
        "OrderConfirmed v1 must refuse a `total.amount` above 100000000: its class lets it pass",
    ),
    Mutation(
        "a required member made optional",
        EVENTS,
        "    reason: CancellationReason\n",
        "    reason: CancellationReason | None = None\n",
        (r"test_event_order_cancelled::test_order_cancelled_v1_must_refuse\[a payload without `reason`\]",),
        "OrderCancelled v1 must refuse a payload without `reason`: its class lets it pass",
    ),
    Mutation(
        "a member under another wire name",
        EVENTS,
        'confirmed_at: Annotated[AwareDatetime, Field(alias="confirmedAt")]',
        'confirmed_at: Annotated[AwareDatetime | None, Field(alias="confirmed_at")] = None',
        (r"test_event_order_confirmed::.*", r"test_command_\w+::.*"),
        "OrderConfirmed v1 must write /confirmedAt as it was read",
    ),
    Mutation(
        "a choice that is gone",
        "generated/ordering/values.py",
        '    USD = "USD"\n',
        "",
        (
            r"test_event_\w+::test_any_valid_.*",
            r"test_event_order_placed_v1::.*reads_as_v2",
            r"test_projection_\w+::.*commutes_for_any.*",
            r"test_policy_\w+::.*",
        ),
        "OrderPlaced v2 must read what its schema allows",
    ),
    Mutation(
        "a reader that knows only today's members",
        EVENTS,
        'class OrderCancelled(Event, type="OrderCancelled", version=1):',
        'class OrderCancelled(Event, type="OrderCancelled", version=1, extra="forbid"):',
        (r"test_event_order_cancelled::test_order_cancelled_v1_ignores_members_it_does_not_know",),
        "OrderCancelled v1 must ignore members that it does not know",
    ),
    Mutation(
        "an event under another stored type",
        EVENTS,
        'class DeliveryAddressChanged(Event, type="DeliveryAddressChanged", version=1):',
        'class DeliveryAddressChanged(Event, type="AddressChanged", version=1):',
        (r"test_event_delivery_address_changed::.*", r"test_command_\w+::.*"),
        "DeliveryAddressChanged v1 must be stored as DeliveryAddressChanged.v1, forever",
    ),
    Mutation(
        "a published schema whose bound is gone",
        "generated/ordering/schemas.json",
        '"maximum": 100000000,',
        "",
        (
            r"test_event_\w+::.*must_refuse\[a `.*amount` above 100000000\]",
            r"test_command_\w+::.*must_refuse\[a `.*amount` above 100000000\]",
            r"test_\w+::.*(any_valid|for_any|reads_as|commands_it_may_issue).*",
        ),
        "the published schema of OrderPlaced v2 must refuse a `total.amount` above 100000000",
    ),
    Mutation(
        "a route without its security",
        API,
        PLACE_ROUTE,
        PLACE_ROUTE.replace('        security=(Security(scheme="shop", scopes=("orders:write",)),),\n', ""),
        (r"test_command_place_order::.*_refuses_(strangers|a_token_without_its_scopes)",),
        "placeOrder must answer 401 to a stranger, not 202",
    ),
    Mutation(
        "a route that asks for less",
        API,
        'scopes=("orders:admin",)',
        'scopes=("orders:write",)',
        (r"test_command_confirm_order::test_confirm_order_refuses_a_token_without_its_scopes",),
        "confirmOrder must answer 403 to a token without its scopes",
    ),
    Mutation(
        "a query that ignores the order of its index",
        API,
        "newest_first=True",
        "newest_first=False",
        (r"test_query_list_customer_orders::.*_lists_every_row_once_and_in_order",),
        "listCustomerOrders must list rows by `placedAt`, the latest first",
    ),
    Mutation(
        "a query that ignores how much is asked for",
        API,
        "limit=request.limit",
        "limit=100",
        (r"test_query_list_customer_orders::.*_lists_every_row_once_and_in_order",),
        "listCustomerOrders must keep to `limit`",
    ),
    Mutation(
        "a query that finds nothing",
        API,
        "    return OrderSummaryTable(rows).get(request.order_id)",
        "    return None",
        (r"test_query_get_order::test_get_order_(answers_with_the_row|waits_for_the_version).*",),
        "getOrder must answer 200, not 404",
    ),
    Mutation(
        "an operation under another path",
        API,
        'path="/orders/{orderId}/cancellation"',
        'path="/orders/{orderId}/cancelled"',
        (r"test_command_cancel_order::.*",),
        "cancelOrder must answer 400, not 404",
    ),
)


def copied(target: Path) -> Path:
    """A copy of what is generated and handwritten, to be broken."""
    for name in ("generated", "handwritten"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target / "pyproject.toml")
    return target


def mutated(project: Path, mutation: Mutation) -> None:
    """Make one fault; it must be one place that changes, or the fault is another than meant."""
    file = project / mutation.file
    text = file.read_text("utf-8")
    assert text.count(mutation.old) == 1, f"{mutation.name}: {text.count(mutation.old)} places"
    file.write_text(text.replace(mutation.old, mutation.new), "utf-8")
