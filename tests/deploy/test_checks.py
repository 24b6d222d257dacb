"""Specs are untrusted: what may not reach an ARN, a policy, a prefix or an expression is refused, by name."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from specfold.deploy.checks import check
from specfold.deploy.errors import InvalidTopology
from specfold.model.topology import (
    Authorizer,
    EventSource,
    Function,
    Grant,
    Index,
    Ref,
    Route,
    Stream,
    Table,
    Topology,
)

from tests.deploy.sample_project import LEDGER, ORDERS, SHOP, SUMMARY, with_function


def problems(*topologies: Topology) -> str:
    with pytest.raises(InvalidTopology) as refused:
        check(topologies)
    return "\n".join(refused.value.problems)


def shop(**changes: Any) -> Topology:
    return dataclasses.replace(SHOP, **changes)


def table(**changes: Any) -> Topology:
    ledger, summary, *others = SHOP.tables
    return shop(tables=(ledger, dataclasses.replace(summary, **changes), *others))


def test_the_sample_is_fine() -> None:
    check([SHOP])


HOSTILE = [
    "*",
    "orders/*",
    "x:y",
    "${aws:username}",
    "a b",
    'a"',
    "Orders",
    "-orders",
    "orders\n",
    "ордеры",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_lower_case_words(name: str) -> None:
    stream = Stream(name=name, channel="c", archived=False)
    assert "name" in problems(shop(streams=(*SHOP.streams, stream)))
    assert "name" in problems(with_function(name=name))
    assert "name" in problems(table(name=name))


@pytest.mark.parametrize(
    "handler", ["os.system", "generated.shop.functions.api; x", "generated..api", "generated.api"]
)
def test_a_handler_is_a_generated_function(handler: str) -> None:
    assert "handler" in problems(with_function(handler=handler))


@pytest.mark.parametrize(
    "variable",
    ["AWS_LAMBDA_EXEC_WRAPPER", "LD_PRELOAD", "PYTHONPATH", "PATH", "orders", "A=B", "AWS_ENDPOINT_URL"],
)
def test_an_environment_variable_cannot_steer_the_process(variable: str) -> None:
    assert "environment variable" in problems(with_function(environment={variable: ORDERS}))


@pytest.mark.parametrize(
    ("action", "on"),
    [
        ("kinesis:*", ORDERS),
        ("*", ORDERS),
        ("kinesis:DeleteStream", ORDERS),
        ("kinesis:UpdateStreamRecordDistributionStrategy", ORDERS),
        ("dynamodb:DeleteTable", LEDGER),
        ("dynamodb:GetItem", ORDERS),
        ("s3:DeleteObject", Ref("bucket", "archive")),
        ("iam:PassRole", Ref("function", "shop-archive")),
        ("kinesis:PutRecords", ORDERS),  # its partial failures reorder
    ],
)
def test_only_listed_actions_are_granted(action: str, on: Ref) -> None:
    found = problems(with_function(grants=(Grant(actions=(action,), on=on),)))
    assert f"{action!r} may not be granted" in found


def test_references_must_exist() -> None:
    nowhere = Ref("table", "nowhere")
    grant = Grant(actions=("dynamodb:GetItem",), on=nowhere)
    assert "'nowhere'" in problems(with_function(environment={"X_TABLE": nowhere}))
    assert "'nowhere'" in problems(with_function(grants=(grant,)))
    assert "no function" in problems(shop(routes=(Route(method="GET", path="/", function="nowhere"),)))


def test_prefixes_are_plain_folders_of_the_bucket() -> None:
    for prefix in ("", "*", "events", "../", "events/*/", "${x}/"):
        grant = Grant(actions=("s3:GetObject",), on=Ref("bucket", "archive"), prefixes=(prefix,))
        assert "prefix" in problems(with_function(grants=(grant,)))
    misplaced = Grant(actions=("dynamodb:GetItem",), on=SUMMARY, prefixes=("events/",))
    assert "prefix" in problems(with_function(grants=(misplaced,)))


def test_a_reader_has_every_grant_its_poller_needs() -> None:
    reader = Function(
        name="shop-late",
        handler="generated.shop.functions.reader",
        purpose="reader",
        grants=(Grant(actions=("kinesis:GetRecords",), on=ORDERS),),
        reads=EventSource(stream="shop-orders"),
    )
    assert "kinesis:ListShards" in problems(shop(functions=(*SHOP.functions, reader)))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (EventSource(stream="nowhere"), "reads no stream"),
        (EventSource(stream="shop-orders", batch_size=10_001), "batch_size"),
        (EventSource(stream="shop-orders", batch_size=11, window_seconds=0), "window_seconds"),
        (EventSource(stream="shop-orders", parallelization=11), "parallelization"),
    ],
)
def test_a_mapping_is_within_lambda_s_limits(source: EventSource, what: str) -> None:
    assert what in problems(with_function(reads=source))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"attributes": {"orderId": "S"}}, "are not its key members"),
        ({"attributes": {"orderId": "S", "customerId": "S", "placedAt": "X"}}, "type is S, N or B"),
        ({"indexes": (Index(name="a b", partition="customerId", sort="placedAt"),)}, "index name"),
        ({"indexes": SHOP.tables[1].indexes * 2}, "more than once"),
        ({"ttl": "a b"}, "attribute 'a b'"),
        ({"recovery_days": 36}, "recovery_days"),
    ],
)
def test_a_table_is_one_that_dynamodb_takes(changes: dict[str, Any], what: str) -> None:
    assert what in problems(table(**changes))


@pytest.mark.parametrize(
    ("route", "what"),
    [
        (Route(method="QUERY", path="/", function="shop-api"), "not 'QUERY'"),
        (Route(method="GET", path="orders", function="shop-api"), "begins with /"),
        (Route(method="GET", path="/orders/{id}.json", function="shop-api"), "segment"),
        (Route(method="GET", path="/${stageVariables.x}", function="shop-api"), "segment"),
        (Route(method="GET", path="/a", function="shop-reader"), "no function of purpose 'api'"),
        (Route(method="GET", path="/a", function="shop-api", authorizer="stranger"), "no authorizer"),
        (Route(method="GET", path="/a", function="shop-api", scopes=("a",)), "scopes need"),
        (
            Route(method="GET", path="/a", function="shop-api", authorizer="customer", scopes=("a b",)),
            "scope 'a b'",
        ),
    ],
)
def test_a_route_is_one_that_api_gateway_takes(route: Route, what: str) -> None:
    assert what in problems(shop(routes=(route,)))


@pytest.mark.parametrize(
    "authorizer",
    [
        Authorizer(name="a/b", issuer="https://id.example", audience=("shop",)),
        Authorizer(name="a", issuer="http://id.example", audience=("shop",)),
        Authorizer(name="a", issuer="https://user@id.example/?x", audience=("shop",)),
        Authorizer(name="a", issuer="https://id.example", audience=("${shop}",)),
    ],
)
def test_an_authorizer_has_a_plain_issuer_and_audience(authorizer: Authorizer) -> None:
    assert "authorizer" in problems(shop(authorizers=(authorizer,), routes=()))


def test_names_are_unique_over_the_project() -> None:
    found = problems(SHOP, dataclasses.replace(SHOP, service="market"))
    assert "stream 'shop-orders' is defined more than once" in found
    assert "route 'POST /orders/{}' is defined more than once" in found
    twice = (
        Route(method="GET", path="/a/{x}", function="shop-api"),
        Route(method="GET", path="/a/{y}", function="shop-api"),
    )
    assert "route 'GET /a/{}'" in problems(shop(routes=twice))


def test_an_archived_stream_has_one_archive_function() -> None:
    without = tuple(one for one in SHOP.functions if one.purpose != "archive")
    assert "exactly one function of purpose 'archive'" in problems(shop(functions=without))


def test_every_problem_is_told_at_once() -> None:
    broken = shop(
        tables=(Table(name="A", purpose="rows", partition="p", attributes={}),),
        streams=(Stream(name="shop-orders", channel="o", retention_hours=1),),
    )
    found = problems(broken)
    assert "table name 'A'" in found
    assert "retention_hours" in found
    assert "shop-ledger" in found
