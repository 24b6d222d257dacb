"""What is particular to DynamoDB: packed transactions, sparse indexes, page tokens, items too large."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec import structs
from specfold.aws.clients import Clients
from specfold.aws.ledger_store import DynamoCursors, DynamoLedger
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.commit import padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CommandItem, CursorStep, LedgerItem, LedgerStep, RowWrite, ViewUnit
from specfold.model.errors import InvalidPageToken, Unavailable
from specfold.model.messages import Row
from specfold.model.service import Key, View
from specfold.model.tables import key_value
from specfold.storage.page_tokens import paging_of

from tests.aws.conftest import Clock, create_table


class Summary(Row):
    """A row."""


def view(name: str, *, per_aggregate: bool, **more: Any) -> View[Any]:
    made: dict[str, Any] = {"key": Key("id"), "indexes": {"byOwner": Key("owner", "placed")}} | more
    return View(
        name=name, row=Summary, events=(), key_of=lambda _: (), fold=lambda row, _: row,
        per_aggregate=per_aggregate, **made,
    )  # fmt: skip


def at(version: int, **more: Any) -> Cursor:
    top = f"commit-{version}" if version else None
    return Cursor(version=version, top=top, seq=padded(str(version)), shard="shardId-0", **more)


TYPES = {"id": "S", "owner": "S", "placed": "S"}


@pytest.fixture
def own(aws: Clients, clock: Clock, name: str) -> tuple[View[Any], DynamoViews]:
    """A view of one row per aggregate."""
    made = view("Own", per_aggregate=True)
    table = create_table(aws, f"{name}-own", TYPES, ("id",), {"byOwner": ("owner", "placed")})
    return made, DynamoViews(aws.dynamodb, [made], {"Own": table}, {}, clock)


@pytest.fixture
def gathered(aws: Clients, clock: Clock, name: str) -> tuple[View[Any], DynamoViews]:
    """A view whose rows gather many aggregates."""
    made = view("All", per_aggregate=False)
    table = create_table(aws, f"{name}-all", TYPES, ("id",), {"byOwner": ("owner", "placed")})
    cursors = create_table(aws, f"{name}-cursors", {"pk": "S"}, ("pk",))
    return made, DynamoViews(aws.dynamodb, [made], {"All": table}, {"All": cursors}, clock)


@pytest.fixture
def ledger(aws: Clients, clock: Clock, name: str) -> DynamoLedger:
    return DynamoLedger(aws.dynamodb, create_table(aws, name, {"pk": "S"}, ("pk",)), clock)


def put(
    id: str, members: Mapping[str, Any] | None, *, to: int = 1, expected: Cursor | None = None
) -> ViewUnit:
    step = CursorStep(key=f"Order-{id}", expected=expected, cursor=at(to))
    return ViewUnit(steps=(step,), rows=(RowWrite(key=(id,), members=members),))


def listed(views: DynamoViews, owner: str = "ann", **more: Any) -> list[str]:
    asked: dict[str, Any] = {"limit": 100, "after": None, "newest_first": False} | more
    return [row.members["id"] for row in views.rows("Own", "byOwner", owner, **asked).rows]


# -- packing


def test_one_lost_condition_among_a_hundred_loses_one_key(ledger: DynamoLedger) -> None:
    ledger.write([LedgerStep(key="Order-37", expected=None, item=LedgerItem(cursor=at(9)))])
    steps = [
        LedgerStep(key=f"Order-{n}", expected=None, item=LedgerItem(cursor=at(1), state=b"{}"))
        for n in range(100)
    ]
    assert ledger.write(steps) == {"Order-37"}
    found = ledger.read_many([f"Order-{n}" for n in range(100)])
    assert {key: item.cursor.version for key, item in found.items()} == {
        f"Order-{n}": 9 if n == 37 else 1 for n in range(100)
    }


def test_many_units_take_few_requests(aws: Clients, ledger: DynamoLedger) -> None:
    sent = count_requests(aws)
    steps = [LedgerStep(key=f"Order-{n}", expected=None, item=LedgerItem(cursor=at(1))) for n in range(250)]
    assert ledger.write(steps) == frozenset()
    assert sent == ["TransactWriteItems"] * 3
    assert len(ledger.read_many([f"Order-{n}" for n in range(250)])) == 250


def test_heavy_units_stay_below_the_bound_of_a_transaction(aws: Clients, ledger: DynamoLedger) -> None:
    state = json.dumps("x" * 300_000).encode()
    steps = [
        LedgerStep(key=f"Order-{n}", expected=None, item=LedgerItem(cursor=at(1), state=state))
        for n in range(30)
    ]
    sent = count_requests(aws)
    assert ledger.write(steps) == frozenset()
    assert sent == ["TransactWriteItems"] * 3


def count_requests(aws: Clients) -> list[str]:
    sent: list[str] = []
    aws.dynamodb.meta.events.register(
        "before-call.dynamodb", lambda model, **_: sent.append(model.name) or None
    )
    return sent


def test_steps_of_one_key_stand_on_each_other(ledger: DynamoLedger) -> None:
    chain = [
        LedgerStep(key="Order-1", expected=at(n) if n else None, item=LedgerItem(cursor=at(n + 1)))
        for n in range(5)
    ]
    assert ledger.write([*chain, structs.replace(chain[0], key="Order-2")]) == frozenset()
    found = ledger.read("Order-1", consistent=True)
    assert found is not None
    assert found.cursor == at(5)


def test_what_stands_on_a_lost_step_is_lost_too(ledger: DynamoLedger) -> None:
    ledger.write([LedgerStep(key="Order-1", expected=None, item=LedgerItem(cursor=at(1, epoch=1)))])
    steps = [
        LedgerStep(key="Order-1", expected=None, item=LedgerItem(cursor=at(1))),
        LedgerStep(key="Order-1", expected=at(1, epoch=1), item=LedgerItem(cursor=at(2))),
    ]
    assert ledger.write(steps) == {"Order-1"}
    found = ledger.read("Order-1", consistent=True)
    assert found is not None
    assert found.cursor.version == 1


def test_a_step_and_its_99_commands_are_one_unit(ledger: DynamoLedger) -> None:
    commands = tuple(
        CommandItem(
            id=f"c{n}", commit=f"commit-{n}", version=n, epoch=0, seq=padded(str(n)), ttl=2_000_000_000
        )
        for n in range(99)
    )
    step = LedgerStep(key="Order-1", expected=None, item=LedgerItem(cursor=at(99)), commands=commands)
    assert ledger.write([step]) == frozenset()
    assert ledger.command("c98") == commands[98]
    assert ledger.write(
        [structs.replace(step, commands=(structs.replace(commands[0], commit="other"),))]
    ) == {"Order-1"}
    assert ledger.command("c0") == commands[0]


# -- cursors


@pytest.mark.parametrize(
    "other",
    [
        {"version": 2},
        {"top": None},
        {"top": "another"},
        {"epoch": 1},
        {"seq": padded("2")},
        {"status": Status.HELD},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_part_of_a_cursor_counts(
    own: tuple[View[Any], DynamoViews], ledger: DynamoLedger, other: dict[str, Any]
) -> None:
    made, views = own
    views.write(made, [put("1", {"id": "1"})])
    ledger.write([LedgerStep(key="Order-1", expected=None, item=LedgerItem(cursor=at(1)))])
    wrong = structs.replace(at(1), **other)
    assert views.write(made, [put("1", {"id": "1"}, to=3, expected=wrong)]) == {"Order-1"}
    item = LedgerItem(cursor=at(3))
    assert ledger.write([LedgerStep(key="Order-1", expected=wrong, item=item)]) == {"Order-1"}
    harmless = structs.replace(at(1), shard="shardId-9", error="forgotten")
    assert not views.write(made, [put("1", {"id": "1"}, to=3, expected=harmless)])
    assert not ledger.write([LedgerStep(key="Order-1", expected=harmless, item=item)])


def test_policies_that_share_a_table_do_not_meet(aws: Clients, clock: Clock, name: str) -> None:
    cursors = DynamoCursors(aws.dynamodb, create_table(aws, name, {"pk": "S"}, ("pk",)), clock)
    keys = [f"Order-{n}" for n in range(130)]
    for policy, version in (("ship", 1), ("bill", 2)):
        steps = [CursorStep(key=key, expected=None, cursor=at(version)) for key in keys]
        assert cursors.write(policy, steps) == frozenset()
    assert cursors.load("ship", [*keys, "Order-none"]) == dict.fromkeys(keys, at(1))
    assert cursors.load("bill", keys[:1]) == {keys[0]: at(2)}


# -- rows


ROWS = [
    {"id": "1", "owner": "ann", "placed": "2026-01-01", "total": 12.5, "lines": [{"n": 1, "note": ""}]},
    {"id": "1", "owner": None, "placed": ""},
    {"id": "1", "owner": "", "placed": {"odd": True}},
    {"id": "1", "big": 10**60, "tiny": 5e-324, "zero": 0, "yes": True, "none": None, "text": "", "é": "🦊"},
    {"id": 7, "owner": "ann"},
    {"total": 1},
    {"id": "1", "_cursor": {"live": False}, "_revision": "mine", "_aside": 1, "_absent": ["id"]},
    {},
]


@pytest.mark.parametrize("members", ROWS, ids=",".join)
def test_a_row_comes_back_as_it_was(
    own: tuple[View[Any], DynamoViews], gathered: tuple[View[Any], DynamoViews], members: dict[str, Any]
) -> None:
    made, views = own
    assert views.write(made, [put("1", members)]) == frozenset()
    stored = views.row("Own", ("1",))
    assert stored is not None
    assert stored.members == members
    assert views.load(made, {"Order-1": ("1",)})["Order-1"].row == members
    made, views = gathered
    step = CursorStep(key="Order-1", expected=None, cursor=at(1))
    row = RowWrite(key=("1",), members=members, revision="r1")
    assert views.write(made, [ViewUnit(steps=(step,), rows=(row,))]) == frozenset()
    assert views.targets(made, [("1",), ("1",), ("2",)])[("1",)].members == members


def test_an_index_is_sparse(own: tuple[View[Any], DynamoViews]) -> None:
    made, views = own
    rows = {
        "1": {"id": "1", "owner": "ann", "placed": "b"},
        "2": {"id": "2", "owner": "ann", "placed": None},
        "3": {"id": "3", "owner": "ann"},
        "4": {"id": "4", "owner": None, "placed": "a"},
        "5": {"id": "5", "owner": "ann", "placed": "a"},
    }
    assert views.write(made, [put(id, row) for id, row in rows.items()]) == frozenset()
    assert listed(views) == ["5", "1"]


def test_members_of_an_index_are_found_as_keys_are_written(own: tuple[View[Any], DynamoViews]) -> None:
    """Where the index has text, a number with a fraction is text, as is a truth value."""
    made, views = own
    rows = {
        "1": {"id": "1", "owner": 1.5, "placed": True},
        "2": {"id": "2", "owner": 1.5, "placed": False},
        "3": {"id": "3", "owner": True, "placed": 2.0},
    }
    assert views.write(made, [put(id, row) for id, row in rows.items()]) == frozenset()
    for value, ids in ((1.5, ["2", "1"]), (True, ["3"])):
        page = views.rows("Own", "byOwner", key_value(value), limit=9, after=None, newest_first=False)
        assert [row.members for row in page.rows] == [rows[id] for id in ids]


def test_a_row_that_went_is_nowhere_but_its_cursor_stays(own: tuple[View[Any], DynamoViews]) -> None:
    made, views = own
    views.write(made, [put("1", {"id": "1", "owner": "ann", "placed": "a"})])
    assert views.write(made, [put("1", None, to=2, expected=at(1))]) == frozenset()
    assert views.row("Own", ("1",)) is None
    assert listed(views) == []
    assert views.version("Own", ("1",)) == 2
    item = views.load(made, {"Order-1": ("1",)})["Order-1"]
    assert (item.cursor, item.row) == (at(2), None)


def test_an_index_over_key_members_alone_does_not_show_what_went(
    aws: Clients, clock: Clock, name: str
) -> None:
    made = view(
        "Pair",
        per_aggregate=True,
        key=Key("id", "part"),
        indexes={"byPart": Key("part", "id")},
        kinds={"part": "number"},
    )
    create_table(aws, name, {"id": "S", "part": "N"}, ("id", "part"), {"byPart": ("part", "id")})
    views = DynamoViews(aws.dynamodb, [made], {"Pair": name}, {}, clock)
    for n in range(6):
        members = {"id": f"{n}", "part": 1} if n % 2 else None
        step = CursorStep(key=f"Order-{n}", expected=None, cursor=at(1))
        assert not views.write(
            made, [ViewUnit(steps=(step,), rows=(RowWrite(key=(f"{n}", 1), members=members),))]
        )
    first = views.rows("Pair", "byPart", 1, limit=2, after=None, newest_first=False)
    assert [row.members["id"] for row in first.rows] == ["1", "3"]
    second = views.rows("Pair", "byPart", 1, limit=2, after=first.next, newest_first=False)
    assert ([row.members["id"] for row in second.rows], second.next) == (["5"], None)


def test_a_gathered_row_that_others_changed_is_not_overwritten(
    gathered: tuple[View[Any], DynamoViews],
) -> None:
    made, views = gathered

    def unit(key: str, expected: str | None, revision: str, members: Any) -> ViewUnit:
        row = RowWrite(key=("t",), members=members, expected=expected, revision=revision)
        return ViewUnit(steps=(CursorStep(key=key, expected=None, cursor=at(1)),), rows=(row,))

    assert not views.write(made, [unit("Order-1", None, "r1", {"id": "t", "n": 1})])
    assert views.write(made, [unit("Order-2", None, "r2", {"id": "t", "n": 1})]) == {"Order-2"}
    assert views.load(made, {"Order-2": ()}) == {}
    assert views.write(made, [unit("Order-3", "r0", "r2", None)]) == {"Order-3"}
    assert not views.write(made, [unit("Order-4", "r1", "r2", None)])
    assert views.targets(made, [("t",)]) == {}


# -- pages


@pytest.fixture
def filled(own: tuple[View[Any], DynamoViews]) -> DynamoViews:
    """Seven rows of ann, two of them of one day, and one of bob."""
    made, views = own
    days = ["a", "b", "c", "c", "d", "e", "f"]
    rows = [{"id": f"{n}", "owner": "ann", "placed": day} for n, day in enumerate(days)]
    rows.append({"id": "b", "owner": "bob", "placed": "c"})
    assert not views.write(made, [put(row["id"], row) for row in rows])
    return views


def pages(views: DynamoViews, limit: int, *, newest_first: bool) -> list[list[str]]:
    found: list[list[str]] = []
    after = None
    while True:
        page = views.rows("Own", "byOwner", "ann", limit=limit, after=after, newest_first=newest_first)
        found.append([row.members["placed"] for row in page.rows])
        after = page.next
        if after is None:
            return found


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_pages_are_whole_and_the_last_one_says_so(
    filled: DynamoViews, limit: int, *, newest_first: bool
) -> None:
    found = pages(filled, limit, newest_first=newest_first)
    days = sorted("abccdef", reverse=newest_first)
    assert [day for page in found for day in page] == days
    assert [len(page) for page in found] == [limit] * (7 // limit) + ([7 % limit] if 7 % limit else [])


def a_token(views: DynamoViews, **more: Any) -> str:
    asked: dict[str, Any] = {"limit": 2, "after": None, "newest_first": False} | more
    token = views.rows("Own", "byOwner", "ann", **asked).next
    assert token is not None
    return token


def refused(views: DynamoViews, token: str, owner: str = "ann", *, newest_first: bool = False) -> None:
    with pytest.raises(InvalidPageToken):
        views.rows("Own", "byOwner", owner, limit=2, after=token, newest_first=newest_first)


def test_a_token_of_another_query_is_refused(filled: DynamoViews) -> None:
    refused(filled, a_token(filled), "bob")
    refused(filled, a_token(filled), newest_first=True)


@pytest.mark.parametrize(
    "token", ["", "x", "é", "=", "AAAA", "A" * 9000, base64.b64encode(b"{}").decode(), "\ud800", "a b"]
)
def test_a_token_that_is_none_is_refused(filled: DynamoViews, token: str) -> None:
    refused(filled, token)


def test_every_changed_character_of_a_token_is_noticed(filled: DynamoViews) -> None:
    token = a_token(filled)
    for place in range(len(token) - 1):
        refused(filled, token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :])


def test_a_forged_token_stays_within_its_query(
    filled: DynamoViews, own: tuple[View[Any], DynamoViews]
) -> None:
    """Whoever reckons the check sum anew may name a place, but never a partition."""
    paging = paging_of(own[0], "byOwner", "ann", newest_first=False)
    forged = paging.token({"placed": {"S": "c"}, "id": {"S": "no such row"}, "owner": {"S": "bob"}})
    page = filled.rows("Own", "byOwner", "ann", limit=9, after=forged, newest_first=False)
    assert {row.members["owner"] for row in page.rows} == {"ann"}
    refused(filled, paging.token({"placed": {"S": ""}, "id": {"S": "x"}}))
    for place in (b'["\\ud800","x"]', b'["c",["1"]]', b'{"placed":"c"}', b"[" * 5_000):
        refused(filled, base64.urlsafe_b64encode(paging._check(place) + place).decode())


# -- what DynamoDB can never take


IMPOSSIBLE = ["", "x" * 2049, "é" * 1025]


@pytest.mark.parametrize("key", [*IMPOSSIBLE, "\ud800"], ids=lambda key: repr(key)[:8])
def test_a_key_that_can_not_be_is_not_there(
    own: tuple[View[Any], DynamoViews], gathered: tuple[View[Any], DynamoViews], key: str
) -> None:
    _, views = own
    assert views.row("Own", (key,)) is None
    assert views.version("Own", (key,)) == 0
    assert views.rows("Own", "byOwner", key, limit=1, after=None, newest_first=False).rows == []
    made, views = gathered
    assert views.targets(made, [(key,)]) == {}


@pytest.mark.parametrize("key", IMPOSSIBLE, ids=lambda key: repr(key)[:8])
def test_a_row_of_an_impossible_key_parks_its_source_where_that_is_known(
    gathered: tuple[View[Any], DynamoViews], key: str
) -> None:
    made, views = gathered
    row = RowWrite(key=(key,), members={"id": key}, revision="r")
    steps = tuple(CursorStep(key=f"Order-{n}", expected=None, cursor=at(1)) for n in range(3))
    assert len(views.write(made, [ViewUnit(steps=steps, rows=(row,))])) == 3
    assert views.load(made, {step.key: () for step in steps}) == {}, "nobody knows which of them it was"
    assert views.write(made, [ViewUnit(steps=steps[:1], rows=(row,))]) == {"Order-0"}
    assert views.load(made, {"Order-0": ()})["Order-0"].cursor.status is Status.PARKED


def test_a_row_that_is_too_large_parks_its_key_and_no_other(
    own: tuple[View[Any], DynamoViews], caplog: pytest.LogCaptureFixture
) -> None:
    made, views = own
    views.write(made, [put("2", {"id": "2", "n": 1})])
    large = {"id": "x", "text": "x" * 500_000}
    units = [put(f"{n}", {"id": f"{n}"}) for n in range(10, 20)]
    units += [put("1", large | {"id": "1"}), put("2", large | {"id": "2"}, to=2, expected=at(1))]
    assert views.write(made, units) == {"Order-1", "Order-2"}
    found = views.load(made, {f"Order-{n}": (f"{n}",) for n in range(20)})
    assert len(found) == 12
    assert found["Order-1"].cursor.status is Status.PARKED
    assert "too large" in found["Order-1"].cursor.error
    assert found["Order-1"].cursor.by == f"0/shardId-0/{padded('1')}"
    signals = [
        vars(record)["facts"]["key"] for record in caplog.records if vars(record).get("signal") == "parked"
    ]
    assert signals == ["Order-1", "Order-2"]
    assert (found["Order-1"].cursor.version, found["Order-1"].row) == (0, None)
    assert found["Order-2"].cursor.status is Status.PARKED
    assert (found["Order-2"].cursor.version, found["Order-2"].row) == (1, {"id": "2", "n": 1})


def test_a_member_that_is_too_long_for_its_index_parks_its_key(own: tuple[View[Any], DynamoViews]) -> None:
    made, views = own
    long = {"owner": "é" * 1025, "placed": "é" * 513}
    units = [put(name, {"id": name, "owner": "ann", "placed": "a", name: long[name]}) for name in long]
    assert views.write(made, [*units, put("2", {"id": "2"})]) == {"Order-owner", "Order-placed"}
    found = views.load(made, {f"Order-{id}": (id,) for id in (*long, "2")})
    assert [found[f"Order-{id}"].cursor.status.value for id in (*long, "2")] == ["parked", "parked", "ok"]
    assert "'owner'" in found["Order-owner"].cursor.error
    assert "é" not in found["Order-owner"].cursor.error


def test_a_state_that_is_too_large_parks_it_but_the_verdict_stands(ledger: DynamoLedger) -> None:
    small = LedgerItem(cursor=at(1), state=b'"small"', fingerprint="f", folded=1)
    ledger.write([LedgerStep(key="Order-1", expected=None, item=small)])
    command = CommandItem(id="c", commit="commit-2", version=2, epoch=0, seq=padded("2"), ttl=2_000_000_000)
    large = LedgerItem(cursor=at(2), state=json.dumps("x" * 500_000).encode(), fingerprint="f", folded=2)
    step = LedgerStep(key="Order-1", expected=at(1), item=large, commands=(command,))
    assert ledger.write([step]) == {"Order-1"}
    found = ledger.read("Order-1", consistent=True)
    assert found is not None
    assert (found.cursor.version, found.cursor.top, found.cursor.status) == (2, "commit-2", Status.PARKED)
    assert (found.state, found.folded) == (b'"small"', 1)
    assert ledger.command("c") == command


def test_a_table_that_is_not_there_is_unavailable(aws: Clients, clock: Clock, name: str) -> None:
    ledger = DynamoLedger(aws.dynamodb, name, clock)
    with pytest.raises(Unavailable, match="ResourceNotFoundException"):
        ledger.read("Order-1")
    with pytest.raises(Unavailable):
        ledger.read_many(["Order-1"])
    assert ledger.write([LedgerStep(key="Order-1", expected=None, item=LedgerItem(cursor=at(1)))]) == {
        "Order-1"
    }
