"""Refusals by the embedded DynamoDB: what one item causes stops its key, what a table causes stops no key."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from specfold.aws import functions
from specfold.aws.clients import Clients
from specfold.aws.ledger_store import DynamoLedger
from specfold.aws.refusals import BLOCKING, REFUSALS, Scope, cause, refusal_of, weightiest
from specfold.aws.table_checks import ASKED
from specfold.aws.table_keys import key_types, storable, substitute
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.commit import padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CommandItem, CursorStep, LedgerItem, LedgerStep, RowWrite, ViewUnit
from specfold.model.errors import Blocked
from specfold.model.messages import Row
from specfold.model.service import Key, View

from tests.aws.conftest import Clock, create_table
from tests.aws.test_functions import ENVIRONMENT
from tests.runtime import shop


def at(version: int) -> Cursor:
    return Cursor(version=version, top=f"commit-{version}", seq=padded(str(version)))


def parcels(*, per_aggregate: bool, kinds: dict[str, Any] | None = None) -> View[Any]:
    return View(
        name="Parcels",
        row=Row,
        key=Key("id"),
        kinds=kinds or {},
        events=(),
        key_of=lambda _: (),
        fold=lambda row, _: row,
        indexes={"byDepot": Key("depot", "weight")},
        per_aggregate=per_aggregate,
    )


def unit(id: Any, key: str, **members: Any) -> ViewUnit:
    step = CursorStep(key=key, expected=None, cursor=at(1))
    return ViewUnit(steps=(step,), rows=(RowWrite(key=(id,), members={"id": id} | members),))


@pytest.fixture
def made(aws: Clients, clock: Clock, name: str) -> Any:
    """A function that makes a view over a table whose key and index have these types."""

    def make(view: View[Any], key: dict[str, str], depot: str = "S", weight: str = "N") -> DynamoViews:
        attributes = key | {"depot": depot, "weight": weight}
        create_table(aws, name, attributes, tuple(key), {"byDepot": ("depot", "weight")})
        create_table(aws, f"{name}-cursors", {"pk": "S"}, ("pk",))
        tables, cursors = {"Parcels": name}, {"Parcels": f"{name}-cursors"}
        return DynamoViews(aws.dynamodb, [view], tables, cursors, clock)

    return make


def signals(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, Any]]:
    return [vars(line)["facts"] for line in caplog.records if vars(line).get("signal") == name]


# -- the table of refusals


@pytest.mark.parametrize(
    ("service", "operations"),
    [
        (
            "dynamodb",
            "TransactWriteItems PutItem UpdateItem DeleteItem GetItem BatchGetItem Query Scan",
        ),
        ("kinesis", "PutRecord GetRecords GetShardIterator ListShards"),
    ],
)
def test_every_error_that_the_sdk_documents_for_a_call_is_in_the_table(
    aws: Clients, service: str, operations: str
) -> None:
    client = aws.dynamodb if service == "dynamodb" else aws.kinesis
    models = (client.meta.service_model.operation_model(name) for name in operations.split())
    documented = {shape.name for model in models for shape in model.error_shapes}
    assert documented <= REFUSALS.keys()


def test_every_refusal_has_its_source_and_a_blocking_one_what_to_do() -> None:
    for refusal in REFUSALS.values():
        assert refusal.source.startswith("https://docs.aws.amazon.com/")
        assert bool(refusal.help) == (refusal.scope in BLOCKING), refusal.code


def test_an_unlisted_code_never_stops_a_key() -> None:
    assert refusal_of("BrandNewException", 400).scope is Scope.ACCOUNT
    assert refusal_of("BrandNewException", 503).scope is Scope.SERVICE


def test_a_lost_condition_comes_before_what_else_is_wrong() -> None:
    found = [refusal_of(code) for code in ("ValidationError", "ConditionalCheckFailed", "ThrottlingError")]
    assert weightiest(found) == found[1]
    assert weightiest(found[::2]) == found[2]
    assert weightiest([]) is None


def test_a_reason_has_no_value_of_a_message() -> None:
    message = "One or more parameter values were invalid: Type mismatch for Index Key weight secret-payload"
    assert cause(message) == "a member has another type than the index that it is in"
    assert cause("secret-payload") == ""


# -- one item


@pytest.mark.parametrize("per_aggregate", [True, False])
def test_a_member_of_another_type_than_its_index_stops_its_key_alone(
    made: Any, caplog: pytest.LogCaptureFixture, per_aggregate: bool
) -> None:
    view = parcels(per_aggregate=per_aggregate)
    views = made(view, {"id": "S"})
    units = [unit(f"{n}", f"Parcel-{n}", depot="d") for n in range(20)]
    units.insert(7, unit("x", "Parcel-x", depot="d", weight="7"))  # text, and the table has numbers
    assert views.write(view, units) == {"Parcel-x"}
    keys = {f"Parcel-{id}": (f"{id}",) if per_aggregate else () for id in (*range(20), "x")}
    found = views.load(view, keys)
    stopped = found.pop("Parcel-x").cursor
    assert {item.cursor.status for item in found.values()} == {Status.OK}
    assert len(found) == 20
    assert (stopped.status, stopped.version) == (Status.PARKED, 0)
    assert "another type than the index" in stopped.error
    assert [one["key"] for one in signals(caplog, "parked")] == ["Parcel-x"]
    assert not signals(caplog, "blocked")


@pytest.mark.parametrize(
    ("kind", "wrong"), [("N", "no number"), ("N", 10**40 + 1), ("S", "x" * 2049), ("S", "")]
)
def test_a_row_key_that_the_table_cannot_hold_stops_its_key_alone(
    made: Any, kind: str, wrong: str | int
) -> None:
    """Reading such a key with others has DynamoDB refuse them all; a cursor for it is kept elsewhere."""
    view = parcels(per_aggregate=True, kinds={"id": "number"} if kind == "N" else {})
    views = made(view, {"id": kind})
    good = {f"Parcel-{n}": (n if kind == "N" else f"{n}",) for n in range(5)}
    keys: dict[str, Any] = good | {"Parcel-x": (wrong,)}
    for _ in range(2):
        assert views.load(view, keys) == {}
    units = [unit(row[0], key) for key, row in keys.items()]
    assert views.write(view, units) == {"Parcel-x"}
    found = views.load(view, keys)
    assert {key: item.cursor.status for key, item in found.items()} == dict.fromkeys(good, Status.OK) | {
        "Parcel-x": Status.PARKED
    }
    assert views.row("Parcels", (wrong,)) is None
    assert views.version("Parcels", (wrong,)) in (0, found["Parcel-x"].cursor.version)


def test_row_keys_of_another_type_than_the_table_stop_their_keys_alone(
    made: Any,
) -> None:
    """The view takes ids for text, and the table has numbers: nobody knows it before DynamoDB refuses."""
    view = parcels(per_aggregate=True)
    views = made(view, {"id": "N"})
    keys: Any = {f"Parcel-{n}": (f"{n}",) for n in range(5)}
    assert views.load(view, keys) == {}
    assert views.write(view, [unit(f"{n}", f"Parcel-{n}") for n in range(5)]) == set(keys)
    found = views.load(view, keys)
    assert {key: item.cursor.status for key, item in found.items()} == dict.fromkeys(keys, Status.PARKED)
    assert views.row("Parcels", ("1",)) is None


def test_a_partition_of_another_type_than_its_index_has_no_rows(made: Any) -> None:
    view = parcels(per_aggregate=True, kinds={"depot": "number"})
    views = made(view, {"id": "S"})
    page = views.rows("Parcels", "byDepot", 7, limit=5, after=None, newest_first=False)
    assert (page.rows, page.next) == ([], None)


def test_ids_that_no_key_can_hold_are_kept_under_their_digest(aws: Clients, clock: Clock, name: str) -> None:
    ledger = DynamoLedger(aws.dynamodb, create_table(aws, name, {"pk": "S"}, ("pk",)), clock)
    long = CommandItem(
        id="c" * 5000, commit="commit-1", version=1, epoch=0, seq=padded("1"), ttl=2_000_000_000
    )
    keys = ["Parcel-1", "Parcel-" + "é" * 2000, "Parcel-\ud800"]
    steps = [
        LedgerStep(key=key, expected=None, item=LedgerItem(cursor=at(1)), commands=(long,)) for key in keys
    ]
    assert ledger.write(steps) == frozenset()
    assert ledger.command(long.id) == long
    assert set(ledger.read_many(keys)) == set(keys)


# -- a table


def test_a_table_with_another_key_stops_no_key_and_is_reported(
    made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    view = parcels(per_aggregate=True)
    views = made(view, {"parcel": "S"})
    units = [unit(f"{n}", f"Parcel-{n}") for n in range(3)]
    assert views.write(view, units) == {f"Parcel-{n}" for n in range(3)}
    assert not signals(caplog, "parked")
    assert {one["error"] for one in signals(caplog, "blocked")} == {"ValidationException"}


def test_a_table_that_is_missing_is_reported_with_what_to_do(
    aws: Clients, clock: Clock, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    ledger = DynamoLedger(aws.dynamodb, name, clock)
    steps = [LedgerStep(key=f"Parcel-{n}", expected=None, item=LedgerItem(cursor=at(1))) for n in range(3)]
    assert ledger.write(steps) == {f"Parcel-{n}" for n in range(3)}
    with pytest.raises(Blocked, match="ResourceNotFoundException"):
        ledger.read_many(["Parcel-1"])
    (blocked,) = signals(caplog, "blocked")
    assert (blocked["tables"], blocked["error"]) == (name, "ResourceNotFoundException")
    assert "deploy" in blocked["help"].lower()


@pytest.mark.parametrize("types", [("S",), ("N",), ("S", "N"), ("N", "S")])
def test_the_types_of_a_key_are_found_by_reading(aws: Clients, name: str, types: tuple[str, ...]) -> None:
    names = ("a", "b")[: len(types)]
    create_table(aws, name, dict(zip(names, types, strict=True)), names)
    assert key_types(aws.dynamodb, name, names) == types
    assert key_types(aws.dynamodb, name, ("other",)) is None
    key = substitute(("x" * 9000, 1), names, types)
    aws.dynamodb.put_item(TableName=name, Item=key)
    assert aws.dynamodb.get_item(TableName=name, Key=key)["Item"] == key


def test_a_key_that_is_stored_as_it_is_is_never_a_digest() -> None:
    assert storable("Parcel-1") == "Parcel-1"
    assert storable("x" * 2048) == "x" * 2048
    assert storable("x" * 2049) != storable("x" * 2050)
    assert storable("") != ""


# -- what a function says of its own tables


def test_a_function_says_which_of_its_tables_refuse_it(
    aws: Clients, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_table(aws, name, {"pk": "S"}, ("pk",))
    create_table(aws, f"{name}-other", {"other": "S"}, ("other",))
    tables = {
        "LEDGER_TABLE": f"{name}-gone",
        "ORDER_SUMMARY_TABLE": create_table(aws, f"{name}-rows", {"orderId": "S"}, ("orderId",)),
        "CUSTOMER_TOTALS_TABLE": f"{name}-other",
        "CUSTOMER_TOTALS_CURSORS_TABLE": name,
        "POLICY_CURSORS_TABLE": name,
        "ORDERS_STREAM": "any",
        "PAYMENTS_STREAM": "any",
    }
    for variable, table in tables.items():
        monkeypatch.setenv(variable, table)
    reader = functions.reader(shop.SERVICE, ENVIRONMENT, "orders")
    found = {one["table"]: (one["code"], one["about"]) for one in reader(ASKED, None)["refused"]}
    assert found == {
        f"{name}-gone": ("ResourceNotFoundException", "table"),
        f"{name}-other": ("ValidationException", "table"),
    }
    policy = functions.policy(shop.SERVICE, ENVIRONMENT, "onPaymentCaptured")
    assert [one["table"] for one in policy(ASKED, None)["refused"]] == [f"{name}-gone"]
    monkeypatch.setenv("LEDGER_TABLE", name)
    late = replace(shop.SERVICE, policies=(replace(shop.POLICY, begins="now"),))
    policy = functions.policy(late, ENVIRONMENT, "onPaymentCaptured")
    (refused,) = policy(ASKED, None)["refused"]
    assert (refused["blocked"], "first deployed is not recorded" in refused["code"]) == (True, True)
    assert aws.dynamodb.scan(TableName=name)["Items"] == [], "asking writes nothing"
