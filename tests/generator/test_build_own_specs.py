"""The example services of this repository, as the model has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specfold_generator.cli.explain import explain
from specfold_generator.model import ir
from specfold_generator.services.build import Built, build_services
from specfold_generator.source.references import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built() -> Built:
    return build_services(Workspace(ROOT))


@pytest.fixture(scope="module")
def ordering(built: Built) -> ir.Service:
    return built.services[0]


@pytest.fixture(scope="module")
def payments(built: Built) -> ir.Service:
    return built.services[1]


def test_two_services_and_nothing_to_complain_of(built: Built) -> None:
    assert [service.name for service in built.services] == ["ordering", "payments"]
    assert built.diagnostics == ()


def test_a_service_says_what_its_documents_say(ordering: ir.Service) -> None:
    assert (ordering.title, ordering.version) == ("Ordering", "1.4.0")
    assert ordering.source == "//shop.example/ordering"
    assert ordering.documents == (
        "specs/asyncapi/ordering.yaml",
        "specs/openapi/ordering.yaml",
        "specs/asyncapi/payments.yaml",
        "specs/common/shop.yaml",
    )


def test_an_aggregate_has_its_events_and_its_channel(ordering: ir.Service) -> None:
    (order,) = ordering.aggregates
    assert (order.name, order.identity, order.channel) == ("Order", "orderId", "orders")
    assert order.events == ("DeliveryAddressChanged", "OrderCancelled", "OrderConfirmed", "OrderPlaced")
    assert order.pointer == "specs/asyncapi/ordering.yaml#/x-event-sourcing/aggregates/Order"


def test_versions_of_an_event_ascend_and_the_latest_has_the_plain_name(ordering: ir.Service) -> None:
    placed = next(event for event in ordering.events if event.name == "OrderPlaced")
    assert [(v.number, v.name, v.deprecated) for v in placed.versions] == [
        (1, "OrderPlacedV1", True),
        (2, "OrderPlaced", False),
    ]
    assert placed.latest.shape.required == ("orderId", "customerId", "email", "lines", "total", "placedAt")
    assert [example.name for example in placed.latest.shape.examples] == ["two-lines"]
    assert (placed.aggregate, placed.channel, placed.service) == ("Order", "orders", "ordering")
    assert placed.doc == "A customer placed an order."


def test_shapes_refer_to_definitions_by_their_own_names(ordering: ir.Service) -> None:
    placed = next(event for event in ordering.events if event.name == "OrderPlaced")
    assert isinstance(placed.latest.shape.schema, dict)
    assert placed.latest.shape.schema["properties"]["total"] == {"$ref": "#/$defs/Money"}
    assert sorted(ordering.definitions) == [
        *("Address", "CancellationReason", "CustomerId", "CustomerTotals", "Money", "NewOrder", "OrderId"),
        *("OrderLine", "OrderPage", "OrderSummary", "PaymentId", "Problem"),
    ]
    assert ordering.definitions["Money"].pointer == "specs/common/shop.yaml#/$defs/Money"


def test_personal_data_is_found_through_references(ordering: ir.Service) -> None:
    placed = next(event for event in ordering.events if event.name == "OrderPlaced")
    assert placed.latest.shape.personal_data == (
        "/deliverTo/city",
        "/deliverTo/name",
        "/deliverTo/street",
        "/email",
    )
    assert set(placed.latest.shape.subjects.values()) == {"customerId"}


def test_a_command_is_one_object_of_path_and_body(ordering: ir.Service) -> None:
    change = next(command for command in ordering.commands if command.name == "changeDeliveryAddress")
    assert change.shape.schema == {
        "type": "object",
        "properties": {"orderId": {"$ref": "#/$defs/OrderId"}, "deliverTo": {"$ref": "#/$defs/Address"}},
        "required": ["orderId", "deliverTo"],
    }
    assert (change.identity_from, change.creates, change.emits) == (
        "path",
        False,
        ("DeliveryAddressChanged",),
    )
    assert [(r.name, r.status) for r in change.rejections] == [("UnknownOrder", 404), ("NoLongerOpen", 409)]
    (example,) = change.shape.examples
    assert example.value["orderId"] == "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"
    assert example.value["deliverTo"]["street"] == "10 Saint James's Street"


def test_a_creating_command_takes_its_identity_from_the_body(ordering: ir.Service) -> None:
    place = next(command for command in ordering.commands if command.name == "placeOrder")
    assert (place.identity_from, place.creates) == ("body", True)
    assert place.route.body is not None
    assert place.route.body.contents[0].shape is not None
    assert place.route.body.contents[0].shape.schema == {"$ref": "#/$defs/NewOrder"}
    assert {r.name: r.rejection for r in place.route.responses}["409"] == "AlreadyPlaced"


def test_security_is_inherited_unless_an_operation_says_otherwise(ordering: ir.Service) -> None:
    place = next(command for command in ordering.commands if command.name == "placeOrder")
    get = next(query for query in ordering.queries if query.name == "getOrder")
    assert place.route.security == ((ir.Requirement(scheme="shop", scopes=("orders:write",)),),)
    assert get.route.security == ((ir.Requirement(scheme="shop", scopes=("orders:read",)),),)
    (scheme,) = ordering.security_schemes
    assert (scheme.kind, scheme.issuer, scheme.audience) == (
        "openIdConnect",
        "https://id.shop.example",
        ("shop",),
    )


def test_a_read_model_knows_its_key_its_indexes_and_its_sources(ordering: ir.Service) -> None:
    totals, summary = ordering.read_models
    assert summary.key == ir.Key(partition="orderId")
    assert [(i.name, i.key) for i in summary.indexes] == [
        ("byCustomer", ir.Key(partition="customerId", sort="placedAt"))
    ]
    assert summary.per_aggregate
    assert not totals.per_aggregate
    assert [(s.event, s.service, s.key) for s in totals.sources] == [
        ("OrderPlaced", "ordering", ("customerId",)),
        ("OrderConfirmed", "ordering", ("customerId",)),
        ("OrderCancelled", "ordering", ("customerId",)),
    ]


def test_queries_are_one_row_or_pages(ordering: ir.Service, payments: ir.Service) -> None:
    get, customers, _ = ordering.queries
    assert (get.read_model, get.index, get.page) == ("OrderSummary", None, None)
    assert (customers.index, customers.newest_first) == ("byCustomer", True)
    assert customers.page == ir.Page(items="items", next="next", limit="limit", after="after")
    listed = next(query for query in payments.queries if query.name == "listOrderPayments")
    assert listed.page == ir.Page(items="items", next="next", limit="limit", after="after")


def test_channels_are_own_ones_and_those_that_are_read(payments: ir.Service) -> None:
    own, foreign = payments.channels
    assert (own.name, own.service, own.kinesis, own.shards) == ("payments", "payments", True, 1)
    assert (own.publishes, own.consumes) == (True, False)
    assert (foreign.name, foreign.service, foreign.shards) == ("orders", "ordering", None)
    assert (foreign.publishes, foreign.consumes) == (False, True)


def test_a_policy_reads_foreign_events_and_issues_own_commands(payments: ir.Service) -> None:
    (policy,) = payments.policies
    assert (policy.name, policy.channel, policy.channel_service) == ("onOrderPlaced", "orders", "ordering")
    assert (policy.events, policy.issues) == (("OrderPlaced",), ("requestPayment",))
    (placed,) = payments.foreign_events
    assert (placed.service, placed.channel, len(placed.versions)) == ("ordering", "orders", 2)
    assert isinstance(placed.latest.shape.schema, dict)
    target = placed.latest.shape.schema["properties"]["lines"]["items"]["$ref"]
    assert target == "#/$defs/OrderLine"
    assert "OrderLine" in payments.definitions


def test_every_node_knows_its_place(ordering: ir.Service) -> None:
    place = next(command for command in ordering.commands if command.name == "placeOrder")
    lines = (ROOT / place.origin.file).read_text("utf-8").splitlines()
    assert lines[place.origin.line - 1].strip() == "post:"
    assert place.pointer == "specs/openapi/ordering.yaml#/paths/~1orders/post"


def test_explaining_gives_the_same_text_every_time(built: Built) -> None:
    again = build_services(Workspace(ROOT))
    first = [json.dumps(explain(service)) for service in built.services]
    assert first == [json.dumps(explain(service)) for service in again.services]
    assert json.loads(first[0])["aggregates"][0]["identity"] == "orderId"
