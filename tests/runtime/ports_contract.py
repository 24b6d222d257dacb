"""What every implementation of the ports (`specfold.eventlog.ports`) must do, over memory and AWS alike.

Subclass a contract in a test module, and give it the fixture that its docstring names:

    class TestMemoryLedger(LedgerContract):
        @pytest.fixture
        def ledger(self) -> LedgerStore:
            return MemoryLedger()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from msgspec import structs
from specfold.eventlog.commit import Position, padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import (
    CommandItem,
    CursorStep,
    CursorStore,
    LedgerItem,
    LedgerStep,
    LedgerStore,
    Log,
    RowWrite,
    StreamSource,
    TargetRow,
    ViewItem,
    ViewStore,
    ViewUnit,
)
from specfold.model.errors import InvalidPageToken
from specfold.model.messages import Row
from specfold.model.service import Key, View
from specfold.model.tables import StoredRow


def at(version: int, **other: Any) -> Cursor:
    """A cursor at a version."""
    defaults: dict[str, Any] = {
        "version": version,
        "top": f"c{version}" if version else None,
        "epoch": 1,
        "seq": padded(str(10 * version + 1)),
        "shard": "shardId-000000000000",
    }
    return Cursor(**defaults | other)


ALTERED = [
    structs.replace(at(7), version=6),
    at(7, top="other"),
    at(7, epoch=2),
    at(7, seq=padded("99")),
    at(7, status=Status.HELD),
    at(7, status=Status.PARKED),
    None,
]


class LogContract:
    """Fixtures: `log` (Log) and `stream` (StreamSource of the same channel)."""

    def test_a_put_says_where_the_record_stands(self, log: Log, stream: StreamSource) -> None:
        position = log.put("Order-1", b'[{"a": 1}]')
        (record,) = stream.records("Order-1")
        assert (record.epoch, record.shard, record.seq) == (position.epoch, position.shard, position.seq)
        assert len(position.seq) == 56
        assert (record.key, record.data) == ("Order-1", b'[{"a": 1}]')
        assert record.arrived > 1_000_000_000_000

    def test_positions_of_a_key_grow_in_the_order_of_the_puts(self, log: Log, stream: StreamSource) -> None:
        positions: list[Position] = [log.put("Order-1", str(n).encode()) for n in range(20)]
        assert positions == sorted(positions, key=lambda position: position.order)
        records = sorted(stream.records("Order-1"), key=lambda record: record.order)
        assert [record.data for record in records] == [str(n).encode() for n in range(20)]

    def test_the_same_bytes_put_twice_are_two_records(self, log: Log, stream: StreamSource) -> None:
        log.put("Order-1", b"x")
        log.put("Order-1", b"x")
        assert len({record.identity for record in stream.records("Order-1")}) == 2

    def test_keys_are_read_apart(self, log: Log, stream: StreamSource) -> None:
        for n in range(10):
            log.put(f"Order-{n}", str(n).encode())
        assert [record.data for record in stream.records("Order-3")] == [b"3"]
        assert list(stream.records("Order-none")) == []

    def test_data_of_any_kind_comes_back_byte_for_byte(self, log: Log, stream: StreamSource) -> None:
        data = bytes(range(256)) * 4
        log.put("Ordér-ü☃", data)
        assert [record.data for record in stream.records("Ordér-ü☃")] == [data]


def ledger_step(
    key: str,
    expected: Cursor | None,
    to: Cursor,
    commands: Sequence[CommandItem] = (),
    state: bytes = b'{"n":1}',
) -> LedgerStep:
    """A step that moves an aggregate."""
    item = LedgerItem(cursor=to, state=state, fingerprint="f00", folded=to.version, began=1_700_000_000_123)
    return LedgerStep(key=key, expected=expected, item=item, commands=tuple(commands))


def command(id: str, version: int = 1, commandhash: str = "") -> CommandItem:
    """The item of an accepted command."""
    return CommandItem(
        id=id,
        commit=f"c{version}",
        version=version,
        epoch=1,
        seq=padded("7"),
        ttl=4_000_000_000,
        commandhash=commandhash,
    )


class LedgerContract:
    """Fixture: `ledger` (LedgerStore), empty."""

    def test_nothing_is_there_at_first(self, ledger: LedgerStore) -> None:
        assert ledger.read("Order-1") is None
        assert ledger.read("Order-1", consistent=True) is None
        assert ledger.read_many(["Order-1", "Order-2"]) == {}
        assert ledger.read_many([]) == {}
        assert ledger.command("x") is None
        assert ledger.write([]) == frozenset()

    def test_an_item_comes_back_as_it_was_written(self, ledger: LedgerStore) -> None:
        told = {"error": "KeyError at handwritten.order:31", "by": "0/s/4", "since": 1_769_852_800_070}
        cursor = at(3, status=Status.PARKED, **told)
        item = LedgerItem(
            cursor=cursor, state=b'{"name":"\xc3\xa9 \\u0000","n":0.1}', fingerprint="abc", folded=2
        )
        assert ledger.write([LedgerStep(key="Order-ü", expected=None, item=item)]) == frozenset()
        assert ledger.read("Order-ü", consistent=True) == item
        assert ledger.read_many(["Order-ü"]) == {"Order-ü": item}

    def test_an_item_without_a_state_comes_back(self, ledger: LedgerStore) -> None:
        item = LedgerItem(cursor=Cursor(epoch=1, seq=padded("4"), shard="s"))
        ledger.write([LedgerStep(key="Order-1", expected=None, item=item)])
        assert ledger.read("Order-1", consistent=True) == item

    def test_a_step_writes_the_item_and_its_commands(self, ledger: LedgerStore) -> None:
        commands = [command("a", 1), command("b", 2, "0f" * 16)]
        assert not ledger.write([ledger_step("Order-1", None, at(2), commands)])
        assert [ledger.command("a"), ledger.command("b")] == commands

    @pytest.mark.parametrize("stored", ALTERED)
    def test_a_step_is_lost_unless_the_cursor_is_as_expected(
        self, ledger: LedgerStore, stored: Cursor | None
    ) -> None:
        if stored:
            ledger.write([ledger_step("Order-1", None, stored)])
        before = ledger.read("Order-1", consistent=True)
        assert ledger.write([ledger_step("Order-1", at(7), at(8), [command("a")])]) == {"Order-1"}
        assert ledger.read("Order-1", consistent=True) == before
        assert ledger.command("a") is None

    def test_a_first_step_is_lost_if_something_is_there(self, ledger: LedgerStore) -> None:
        ledger.write([ledger_step("Order-1", None, at(1))])
        assert ledger.write([ledger_step("Order-1", None, at(1), state=b"2")]) == {"Order-1"}
        found = ledger.read("Order-1", consistent=True)
        assert found
        assert found.state == b'{"n":1}'

    def test_a_step_that_repeats_itself_is_lost_the_second_time(self, ledger: LedgerStore) -> None:
        step = ledger_step("Order-1", None, at(1), [command("a")])
        assert not ledger.write([step])
        assert ledger.write([step]) == {"Order-1"}

    def test_the_shard_and_the_error_are_no_condition(self, ledger: LedgerStore) -> None:
        ledger.write([ledger_step("Order-1", None, at(1, shard="parent"))])
        assert not ledger.write([ledger_step("Order-1", at(1, shard="child", error="x"), at(2))])

    def test_one_lost_step_loses_no_other(self, ledger: LedgerStore) -> None:
        ledger.write([ledger_step("Order-3", None, at(1))])
        steps = [ledger_step(f"Order-{n}", None, at(1), [command(f"of-{n}")]) for n in range(150)]
        assert ledger.write(steps) == {"Order-3"}
        assert len(ledger.read_many([f"Order-{n}" for n in range(150)])) == 150
        assert ledger.command("of-3") is None
        assert ledger.command("of-4")
        assert ledger.command("of-149")

    def test_steps_of_one_key_stand_on_each_other(self, ledger: LedgerStore) -> None:
        steps = [ledger_step("Order-1", at(n) if n else None, at(n + 1), [command(f"{n}")]) for n in range(5)]
        assert not ledger.write(steps)
        found = ledger.read("Order-1", consistent=True)
        assert found
        assert found.cursor == at(5)

    def test_a_lost_step_loses_those_that_stand_on_it(self, ledger: LedgerStore) -> None:
        steps = [ledger_step("Order-1", at(1), at(2)), ledger_step("Order-1", at(2), at(3))]
        assert ledger.write(steps) == {"Order-1"}
        assert ledger.read("Order-1", consistent=True) is None

    def test_a_state_too_large_for_an_item_stops_its_key_and_keeps_the_verdict(
        self, ledger: LedgerStore
    ) -> None:
        large = b'"' + b"x" * 409_600 + b'"'
        ledger.write([ledger_step("Order-1", None, at(1), state=b'"small"')])
        steps = [
            ledger_step("Order-1", at(1), at(2), [command("a", 2)], large),
            ledger_step("Order-2", None, at(1), [command("b")], large),
        ]
        assert ledger.write(steps) == {"Order-1", "Order-2"}
        found = ledger.read_many(["Order-1", "Order-2"])
        assert [found[key].cursor.status for key in sorted(found)] == [Status.PARKED, Status.PARKED]
        assert [found[key].cursor.version for key in sorted(found)] == [2, 1]
        assert [found[key].state for key in sorted(found)] == [b'"small"', None]
        assert "too large" in found["Order-1"].cursor.error
        assert ledger.command("a")
        assert ledger.command("b")

    def test_a_step_may_hold_99_commands(self, ledger: LedgerStore) -> None:
        commands = [command(f"{n}") for n in range(99)]
        assert not ledger.write([ledger_step("Order-1", None, at(99), commands)])
        assert all(ledger.command(f"{n}") for n in range(99))

    def test_a_command_written_again_is_the_same(self, ledger: LedgerStore) -> None:
        ledger.write([ledger_step("Order-1", None, at(1), [command("a")])])
        assert not ledger.write([ledger_step("Order-1", at(1), at(2), [command("a")])])
        assert ledger.command("a") == command("a")


class _Row(Row):
    """Any row."""


def own_view(**other: Any) -> View[Any]:
    """A view of one row per aggregate."""
    given: dict[str, Any] = {
        "name": "Own",
        "row": _Row,
        "key": Key("id"),
        "events": (),
        "key_of": lambda _event: (),
        "fold": lambda row, _event: row,
        "per_aggregate": True,
        "indexes": {"byOwner": Key("owner", "placed"), "byTown": Key("town")},
    }
    return View(**given | other)


def gathered_view() -> View[Any]:
    """A view whose rows gather many aggregates, with a sort key."""
    return own_view(
        name="Gathered", key=Key("owner", "month"), per_aggregate=False, indexes={"byTown": Key("town")}
    )


def own(id: str, expected: Cursor | None, to: Cursor, members: dict[str, Any] | None) -> ViewUnit:
    """A unit of a per-aggregate view."""
    step = CursorStep(key=f"Order-{id}", expected=expected, cursor=to)
    return ViewUnit(steps=(step,), rows=(RowWrite(key=(id,), members=members),))


def cursor_step(key: str, expected: Cursor | None, to: Cursor) -> CursorStep:
    """A step of one source key."""
    return CursorStep(key=key, expected=expected, cursor=to)


MEMBERS: dict[str, Any] = {
    "text": "é\u0000\U0001f600",
    "empty": "",
    "whole": 2**53,
    "negative": -1,
    "tenth": 0.1,
    "yes": True,
    "nothing": None,
    "list": [1, [2.5, "x"], {}, []],
    "object": {"": 1, "a.b/c~d": {"deep": [None]}},
}


class ViewContract:
    """Fixture: `store_of`, a function of views that gives an empty ViewStore with their tables.

    The members `id`, `owner`, `month`, `placed` and `town` that stand in keys are text.
    """

    @pytest.fixture
    def views(self, store_of: Callable[..., ViewStore]) -> ViewStore:
        return store_of(own_view(), gathered_view())

    def test_nothing_is_there_at_first(self, views: ViewStore) -> None:
        assert views.load(own_view(), {"Order-1": ("1",)}) == {}
        assert views.load(gathered_view(), {"Order-1": ()}) == {}
        assert views.load(own_view(), {}) == {}
        assert views.targets(gathered_view(), [("o", "m")]) == {}
        assert views.row("Own", ("1",)) is None
        assert views.version("Own", ("1",)) == 0
        assert views.write(own_view(), []) == frozenset()

    def test_a_row_comes_back_as_it_was_written(self, views: ViewStore) -> None:
        members = MEMBERS | {"id": "1", "owner": "o", "placed": "p"}
        assert not views.write(own_view(), [own("1", None, at(4), members)])
        assert views.load(own_view(), {"Order-1": ("1",)}) == {"Order-1": ViewItem(cursor=at(4), row=members)}
        assert views.row("Own", ("1",)) == StoredRow(members, 4)

    def test_a_cursor_comes_back_with_its_error(self, views: ViewStore) -> None:
        parked = at(4, status=Status.PARKED, error="KeyError at x:1", by="1/s/5", since=7, missed=2)
        views.write(own_view(), [own("1", None, parked, {"id": "1"})])
        assert views.load(own_view(), {"Order-1": ("1",)})["Order-1"].cursor == parked

    @pytest.mark.parametrize("stored", ALTERED)
    def test_a_row_is_lost_unless_the_cursor_is_as_expected(
        self, views: ViewStore, stored: Cursor | None
    ) -> None:
        if stored:
            views.write(own_view(), [own("1", None, stored, {"id": "1", "n": 1})])
        before = views.load(own_view(), {"Order-1": ("1",)})
        assert views.write(own_view(), [own("1", at(7), at(8), {"id": "1", "n": 2})]) == {"Order-1"}
        assert views.load(own_view(), {"Order-1": ("1",)}) == before

    def test_a_row_that_goes_leaves_its_cursor(self, views: ViewStore) -> None:
        views.write(
            own_view(), [own("1", None, at(1), {"id": "1", "owner": "o", "placed": "p", "town": "t"})]
        )
        assert not views.write(own_view(), [own("1", at(1), at(2), None)])
        assert views.row("Own", ("1",)) is None
        assert views.version("Own", ("1",)) == 2
        assert views.load(own_view(), {"Order-1": ("1",)}) == {"Order-1": ViewItem(cursor=at(2), row=None)}
        for index, partition in (("byOwner", "o"), ("byTown", "t")):
            page = views.rows("Own", index, partition, limit=9, after=None, newest_first=False)
            assert (list(page.rows), page.next) == ([], None)

    def test_a_row_may_come_again(self, views: ViewStore) -> None:
        views.write(own_view(), [own("1", None, at(1), None)])
        assert not views.write(own_view(), [own("1", at(1), at(2), {"id": "1"})])
        assert views.row("Own", ("1",)) == StoredRow({"id": "1"}, 2)

    def test_members_that_are_gone_do_not_stay(self, views: ViewStore) -> None:
        views.write(own_view(), [own("1", None, at(1), {"id": "1", "owner": "o", "placed": "p"})])
        views.write(own_view(), [own("1", at(1), at(2), {"id": "1"})])
        assert views.row("Own", ("1",)) == StoredRow({"id": "1"}, 2)

    def test_one_lost_unit_loses_no_other(self, views: ViewStore) -> None:
        views.write(own_view(), [own("3", None, at(1), {"id": "3"})])
        units = [own(f"{n}", None, at(1), {"id": f"{n}", "n": n}) for n in range(120)]
        assert views.write(own_view(), units) == {"Order-3"}
        keys = {f"Order-{n}": (f"{n}",) for n in range(120)}
        assert len(views.load(own_view(), keys)) == 120

    def test_pages_of_an_index(self, views: ViewStore) -> None:
        rows = [{"id": f"{n}", "owner": "o", "placed": f"2026-01-{n:02d}"} for n in range(1, 8)]
        others = [{"id": "x", "owner": "p", "placed": "2026"}, {"id": "y", "owner": "o"}]
        views.write(own_view(), [own(row["id"], None, at(1), row) for row in [*rows, *others]])
        for newest_first in (False, True):
            after, got = None, []
            for _ in range(3):
                page = views.rows("Own", "byOwner", "o", limit=3, after=after, newest_first=newest_first)
                got.append([row.members["id"] for row in page.rows])
                after = page.next
            order = (
                ["7", "6", "5", "4", "3", "2", "1"] if newest_first else ["1", "2", "3", "4", "5", "6", "7"]
            )
            assert (got, after) == ([order[:3], order[3:6], order[6:]], None)

    def test_a_page_that_is_just_full_is_the_last(self, views: ViewStore) -> None:
        views.write(own_view(), [own(f"{n}", None, at(1), {"id": f"{n}", "town": "t"}) for n in range(3)])
        page = views.rows("Own", "byTown", "t", limit=3, after=None, newest_first=False)
        assert ({row.members["id"] for row in page.rows}, page.next) == ({"0", "1", "2"}, None)

    def test_gathered_rows_and_cursors_are_written_together(self, views: ViewStore) -> None:
        view, row = (
            gathered_view(),
            RowWrite(key=("o", "m"), members={"owner": "o", "month": "m"}, revision="r1"),
        )
        unit = ViewUnit(steps=(cursor_step("A-1", None, at(1)), cursor_step("B-1", None, at(2))), rows=(row,))
        assert not views.write(view, [unit])
        assert views.load(view, {"A-1": (), "B-1": (), "C-1": ()}) == {
            "A-1": ViewItem(cursor=at(1)),
            "B-1": ViewItem(cursor=at(2)),
        }
        found = TargetRow(members={"owner": "o", "month": "m"}, revision="r1")
        assert views.targets(view, [("o", "m"), ("o", "n")]) == {("o", "m"): found}
        assert views.row("Gathered", ("o", "m")) == StoredRow({"owner": "o", "month": "m"}, 0)
        assert views.version("Gathered", ("o", "m")) == 0

    def test_a_gathered_unit_is_all_or_nothing(self, views: ViewStore) -> None:
        view = gathered_view()
        first = RowWrite(key=("o", "m"), members={"owner": "o", "month": "m"}, revision="r1")
        views.write(view, [ViewUnit(steps=(cursor_step("A-1", None, at(1)),), rows=(first,))])
        other = RowWrite(key=("o", "n"), members={"owner": "o", "month": "n"}, revision="r2")
        stale = structs.replace(first, expected="r0", revision="r2")
        lost = [
            ViewUnit(
                steps=(cursor_step("A-1", at(1), at(2)), cursor_step("B-1", None, at(1))), rows=(other, stale)
            ),
            ViewUnit(steps=(cursor_step("C-1", at(1), at(2)),), rows=(other,)),
        ]
        assert views.write(view, lost) == {"A-1", "B-1", "C-1"}
        assert views.targets(view, [("o", "m"), ("o", "n")]) == {
            ("o", "m"): TargetRow(members={"owner": "o", "month": "m"}, revision="r1")
        }
        assert views.load(view, {"A-1": (), "B-1": ()}) == {"A-1": ViewItem(cursor=at(1))}

    def test_a_gathered_row_that_goes_is_gone(self, views: ViewStore) -> None:
        view = gathered_view()
        row = RowWrite(key=("o", "m"), members={"owner": "o", "month": "m"}, revision="r1")
        views.write(view, [ViewUnit(steps=(cursor_step("A-1", None, at(1)),), rows=(row,))])
        gone = structs.replace(row, members=None, expected="r1", revision="r2")
        assert not views.write(view, [ViewUnit(steps=(cursor_step("A-1", at(1), at(2)),), rows=(gone,))])
        assert views.targets(view, [("o", "m")]) == {}
        again = structs.replace(row, revision="r3")
        assert not views.write(view, [ViewUnit(steps=(cursor_step("A-1", at(2), at(3)),), rows=(again,))])

    def test_taking_away_what_is_not_there_asks_only_that_it_is_not_there(self, views: ViewStore) -> None:
        view = gathered_view()
        nothing = RowWrite(key=("o", "m"), members=None, revision="r1")
        assert not views.write(view, [ViewUnit(steps=(cursor_step("A-1", None, at(1)),), rows=(nothing,))])
        row = structs.replace(nothing, members={"owner": "o", "month": "m"})
        views.write(view, [ViewUnit(steps=(cursor_step("A-1", at(1), at(2)),), rows=(row,))])
        unit = ViewUnit(steps=(cursor_step("A-1", at(2), at(3)),), rows=(nothing,))
        assert views.write(view, [unit]) == {"A-1"}

    def test_units_that_share_a_row_stand_on_each_other(self, views: ViewStore) -> None:
        view, units, before = gathered_view(), [], None
        for n in range(5):
            row = RowWrite(
                key=("o", "m"),
                members={"owner": "o", "month": "m", "n": n},
                expected=before,
                revision=f"r{n}",
            )
            units.append(ViewUnit(steps=(cursor_step(f"A-{n}", None, at(1)),), rows=(row,)))
            before = f"r{n}"
        assert not views.write(view, units)
        assert views.targets(view, [("o", "m")])["o", "m"].members["n"] == 4

    def test_a_unit_may_hold_100_items(self, views: ViewStore) -> None:
        row = RowWrite(key=("o", "m"), members={"owner": "o", "month": "m"}, revision="r")
        steps = tuple(cursor_step(f"A-{n}", None, at(1)) for n in range(99))
        assert not views.write(gathered_view(), [ViewUnit(steps=steps, rows=(row,))])
        assert len(views.load(gathered_view(), {f"A-{n}": () for n in range(99)})) == 99


SHELVES = own_view(
    name="Shelves",
    indexes={
        "byRank": Key("owner", "rank"),
        "byMoment": Key("owner", "at"),
        "byTitle": Key("owner", "title"),
    },
    kinds={"rank": "number", "at": "date-time"},
)
NUMBERED = own_view(
    name="Numbered",
    key=Key("number", "at"),
    per_aggregate=False,
    indexes={},
    kinds={"number": "number", "at": "date-time"},
)


class KeyContract:
    """Fixture: `store_of`, as for `ViewContract`. What a key holds, how it is ordered, what it refuses."""

    @pytest.fixture
    def views(self, store_of: Callable[..., ViewStore]) -> ViewStore:
        return store_of(SHELVES, NUMBERED)

    def lost(self, views: ViewStore, *rows: dict[str, Any]) -> frozenset[str]:
        """Write rows of one owner, each of an aggregate of its own; the keys that were not written."""
        made = [{"id": f"{n}", "owner": "o"} | row for n, row in enumerate(rows)]
        return views.write(SHELVES, [own(row["id"], None, at(1), row) for row in made])

    def listed(self, views: ViewStore, index: str, member: str, *, newest: bool = False) -> list[Any]:
        page = views.rows("Shelves", index, "o", limit=99, after=None, newest_first=newest)
        return [row.members[member] for row in page.rows]

    def test_numbers_are_ordered_by_value(self, views: ViewStore) -> None:
        numbers = [10, 9.5, -3, 10**37, -0.25, 1e-07, 2.5, 1e30]
        assert not self.lost(views, *({"rank": number} for number in numbers))
        assert self.listed(views, "byRank", "rank") == sorted(numbers)
        assert self.listed(views, "byRank", "rank", newest=True) == sorted(numbers, reverse=True)

    def test_moments_are_ordered_by_time_and_rows_keep_their_text(self, views: ViewStore) -> None:
        moments = [
            "2025-12-31T23:59:58-00:01",
            "2026-01-01T02:01:00+02:00",
            "2026-01-01T00:01:00.000000000001Z",
            "2026-01-01T00:01:00.1Z",
            "2026-06-30T23:59:60Z",
            "2026-07-01T00:00:00Z",
        ]
        assert not self.lost(views, *({"at": text} for text in reversed(moments)))
        assert self.listed(views, "byMoment", "at") == moments

    def test_text_is_ordered_by_its_bytes(self, views: ViewStore) -> None:
        texts = ["Z", "a", "aa", "é", "\ue000", "\ufffd", "\U0001f600"]
        assert not self.lost(views, *({"title": text} for text in reversed(texts)))
        assert self.listed(views, "byTitle", "title") == texts

    @pytest.mark.parametrize(
        "row", [{"rank": None}, {}, {"rank": 1, "owner": None}, {"rank": 1, "owner": ""}]
    )
    def test_a_row_without_a_member_of_an_index_is_kept_and_not_in_it(
        self, views: ViewStore, row: dict[str, Any]
    ) -> None:
        assert not self.lost(views, row)
        assert self.listed(views, "byRank", "id") == []
        found = views.row("Shelves", ("0",))
        assert found is not None
        assert found.members == {"id": "0", "owner": "o"} | row

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ({"rank": 10**40 + 1}, "'rank' of its row, in the index 'byRank', has 41 digits"),
            ({"rank": 1e126}, "'rank' of its row, in the index 'byRank', is outside of the numbers"),
            ({"rank": 5e-324}, "is outside of the numbers"),
            ({"owner": "x" * 2049}, "has 2,049 bytes; DynamoDB takes 2,048"),
            ({"title": "é" * 513}, "has 1,026 bytes; DynamoDB takes 1,024"),
            ({"title": "\ud800"}, "has a lone surrogate"),
            ({"notes": "x" * 409_600}, "too large"),
        ],
    )
    def test_what_no_item_can_hold_stops_its_own_key(
        self, views: ViewStore, row: dict[str, Any], why: str
    ) -> None:
        assert self.lost(views, row, {"rank": 1}) == {"Order-0"}
        found = views.load(SHELVES, {"Order-0": ("0",), "Order-1": ("1",)})
        assert found["Order-0"].cursor.status is Status.PARKED
        assert why in found["Order-0"].cursor.error
        assert found["Order-0"].row is None
        assert found["Order-1"].cursor.status is Status.OK
        assert self.listed(views, "byRank", "id") == ["1"]

    @pytest.mark.parametrize(
        "row",
        [
            {"rank": 10**38 - 1},
            {"rank": -(10**125)},
            {"rank": 1e-130},
            {"owner": "x" * 2048},
            {"title": "é" * 512},
            {"notes": "x" * 409_000},
        ],
    )
    def test_the_largest_that_an_item_holds_is_kept(self, views: ViewStore, row: dict[str, Any]) -> None:
        assert not self.lost(views, row)
        found = views.row("Shelves", ("0",))
        assert found is not None
        assert found.members == {"id": "0", "owner": "o"} | row

    def test_a_key_is_found_in_every_spelling(self, views: ViewStore) -> None:
        key = NUMBERED.row_key(("2.50", "2026-01-01T02:00:00.500+02:00"))
        row = RowWrite(key=key, members={"number": 2.5, "at": "2026-01-01T02:00:00.500+02:00"}, revision="r")
        assert not views.write(NUMBERED, [ViewUnit(steps=(cursor_step("A-1", None, at(1)),), rows=(row,))])
        for number, text in (("2.5", "2026-01-01T00:00:00.5Z"), ("25e-1", "2025-12-31t23:00:00.50-01:00")):
            found = views.row("Numbered", (number, text))
            assert found is not None
            assert found.members == row.members
        assert views.row("Numbered", ("2.5", "2026-01-01T00:00:00Z")) is None
        assert views.row("Numbered", ("x", "2026-01-01T00:00:00.5Z")) is None
        assert views.row("Numbered", (10**40 + 1, "")) is None

    def test_pages_go_on_behind_equal_sort_values(self, views: ViewStore) -> None:
        assert not self.lost(views, *({"rank": n // 3} for n in range(9)))
        for newest in (False, True):
            after, found = None, list[str]()
            for _ in range(5):
                page = views.rows("Shelves", "byRank", "o", limit=2, after=after, newest_first=newest)
                found += [row.members["id"] for row in page.rows]
                after = page.next
            assert sorted(found) == [f"{n}" for n in range(9)]
            assert after is None

    def test_a_page_holds_more_than_dynamodb_answers_at_once(self, views: ViewStore) -> None:
        """A query answers at most 1 MB; a page of rows has as many as were asked for."""
        assert not self.lost(views, *({"rank": n, "notes": "x" * 300_000} for n in range(8)))
        page = views.rows("Shelves", "byRank", "o", limit=7, after=None, newest_first=False)
        assert [row.members["rank"] for row in page.rows] == list(range(7))
        last = views.rows("Shelves", "byRank", "o", limit=7, after=page.next, newest_first=False)
        assert ([row.members["rank"] for row in last.rows], last.next) == ([7], None)

    def test_a_token_is_of_its_query_alone(self, views: ViewStore) -> None:
        self.lost(views, *({"rank": n, "title": f"{n}"} for n in range(3)))
        token = views.rows("Shelves", "byRank", "o", limit=1, after=None, newest_first=False).next
        for index, owner, newest in (("byTitle", "o", False), ("byRank", "p", False), ("byRank", "o", True)):
            with pytest.raises(InvalidPageToken):
                views.rows("Shelves", index, owner, limit=1, after=token, newest_first=newest)

    def test_numbers_come_back_without_zeros_at_the_end(self, views: ViewStore) -> None:
        self.lost(views, {"rank": 2.0, "notes": [2.50, -0.0, 1e2]})
        found = views.row("Shelves", ("0",))
        assert found is not None
        assert repr([found.members["rank"], *found.members["notes"]]) == "[2, 2.5, 0, 100]"


class CursorContract:
    """Fixture: `cursors` (CursorStore), empty."""

    def test_cursors_come_back_by_policy_and_key(self, cursors: CursorStore) -> None:
        assert cursors.load("p", ["A-1"]) == {}
        assert cursors.load("p", []) == {}
        held = at(1, status=Status.HELD, error="a gap")
        assert not cursors.write("p", [cursor_step("A-1", None, held)])
        assert cursors.load("p", ["A-1", "A-2"]) == {"A-1": held}
        assert cursors.load("q", ["A-1"]) == {}

    @pytest.mark.parametrize("stored", ALTERED)
    def test_a_step_is_lost_unless_the_cursor_is_as_expected(
        self, cursors: CursorStore, stored: Cursor | None
    ) -> None:
        if stored:
            cursors.write("p", [cursor_step("A-1", None, stored)])
        assert cursors.write("p", [cursor_step("A-1", at(7), at(8)), cursor_step("A-2", None, at(1))]) == {
            "A-1"
        }
        assert cursors.load("p", ["A-1", "A-2"]) == ({"A-1": stored} if stored else {}) | {"A-2": at(1)}

    def test_many_keys_at_once(self, cursors: CursorStore) -> None:
        assert not cursors.write("p", [cursor_step(f"A-{n}", None, at(1)) for n in range(230)])
        assert len(cursors.load("p", [f"A-{n}" for n in range(230)])) == 230
