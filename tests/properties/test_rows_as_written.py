"""Rows of any members are read back exactly as they were written, whatever form an item keeps them in.

A member of a key or of an index is stored in the form of its kind: a date-time in UTC and without zeros at
its end, a number by its value, an empty text not at all. Queries, folds, repairs and replays get what was
written.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from pydantic import ConfigDict, JsonValue
from specfold.aws.clients import Clients
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CursorStep, RowKey, RowWrite, ViewStore, ViewUnit
from specfold.model.key_values import KeyKind
from specfold.model.messages import Catalog, Event, Row
from specfold.model.service import Aggregate, Key, Reader, View
from specfold.model.tables import key_value
from specfold.operations.changes import row_change
from specfold.operations.dry_run_stores import Notes, WitnessedViews
from specfold.projections.channel_reader import ChannelReader
from specfold.recovery.head_audit import departures
from specfold.recovery.repair import History, Repair
from specfold.recovery.replay import replay
from specfold.storage.memory_ports import MemoryClock, MemoryLedger, MemoryLog, MemoryRepairs, MemoryViews
from specfold.storage.row_items import row_of
from specfold.testing import commit_data

from tests.aws.conftest import Clock, clock, create_view_tables  # noqa: F401  # fixtures
from tests.properties import depth

Members = dict[str, Any]
KINDS: Mapping[str, KeyKind] = {"price": "number", "rank": "number", "at": "date-time", "clock": "time"}


class Document(Row):
    """A row of any members."""

    model_config = ConfigDict(extra="allow")

    id: str


class Written(Event, type="Written", version=1):
    """A document was written, and replaces the one before."""

    id: str
    members: dict[str, JsonValue]


@dataclass(frozen=True)
class State:
    """Decisions need none."""


def initial() -> State:
    return State()


def document(row: Document | None, event: Event) -> Document:
    """The latest of the document with the greatest id: of several in one row, in whatever order they come."""
    assert isinstance(event, Written)
    later = row is not None and row.id > event.id
    return row if row is not None and later else Document.from_wire(event.members)


def view(name: str, *key: str, per_aggregate: bool = False, **indexes: Key) -> View[Any]:
    return View(
        name=name,
        row=Document,
        key=Key(*key),
        events=(Written,),
        key_of=lambda event: tuple(key_value(event.members.get(part)) for part in key),  # type: ignore[attr-defined]  # the one event has it
        fold=document,
        per_aggregate=per_aggregate,
        indexes=indexes,
        kinds=KINDS,
    )


INDEXES = {
    "byPrice": Key("owner", "price"),
    "byTime": Key("owner", "at"),
    "byClock": Key("owner", "clock"),
    "byRank": Key("rank", "title"),
    "byMoment": Key("at"),
}
OWN = view("Own", "id", per_aggregate=True, **INDEXES)
PLAIN = view("Plain", "id", per_aggregate=True)  # the same members, none of them indexed
MOMENTS = view("Moments", "at", "rank", byPrice=Key("owner", "price"))
CLOCKS = view("Clocks", "clock", "title", byMoment=Key("at", "id"))
VIEWS = (OWN, PLAIN, MOMENTS, CLOCKS)
DOCUMENT = Aggregate(
    name="Document",
    identity="id",
    channel="documents",
    initial=initial,
    evolve=lambda state, _: state,
    events=(Written,),
)
READER = Reader(channel="documents", catalog=Catalog(Written), aggregates=(DOCUMENT,), views=VIEWS)

# -- what is written

DIGITS = [
    "",
    ".5",
    ".500000",
    ".522364",
    ".000",
    ".120",
    ".123456789",
    ".1234567890",
    ".000000000000000000010",
]
ZONES = ["Z", "z", "+00:00", "-00:00", "+02:00", "-11:45", "+05:30"]
CLOCK_PARTS = (["00:00:00", "23:59:59", "12:30:07", "23:59:60"], DIGITS, ZONES)
DAYS = ["2026-11-30T", "2024-02-29t", "0001-01-01T", "9999-12-31T", "2026-11-30 "]
NUMBERS = [
    0,
    -0.0,
    1,
    2,
    2.0,
    2.5,
    0.1,
    1e22,
    1.5e-7,
    1e-130,
    9.9e125,
    2**53,
    2.0**53,
    10**37,
    10**38,
    10**40 + 1,
]
TEXTS = ["", "a", "é", "😀", "\x00", "2026-11-30T05:42:39.500Z", "12:30:07.50Z", "2.0", "null", "x" * 300]

PLANTED: Members = {
    "owner": "o",
    "at": "2026-11-30T05:42:39.500000+02:00",
    "when": "2026-11-30T05:42:39.500000+02:00",
    "clock": "12:30:07.50Z",
    "price": 2.5,
    "rank": None,
    "title": "",
    "_aside": {"": [True, 1, 10**40]},
}


def text(dice: Random) -> str:
    if dice.random() < 0.7:
        return dice.choice(TEXTS)
    return "".join(chr(dice.choice((dice.randint(0, 127), dice.randint(0xA0, 0xD7FF)))) for _ in range(4))


def number(dice: Random) -> int | float:
    drawn = (dice.choice(NUMBERS), dice.randint(-9, 9), dice.getrandbits(120), dice.gauss(0, 9))
    return dice.choice(drawn)


def clock_time(dice: Random) -> str:
    return "".join(map(dice.choice, CLOCK_PARTS))


def moment(dice: Random) -> str:
    return dice.choice(DAYS) + clock_time(dice)


def anything(dice: Random, depth: int = 0) -> Any:
    kind = dice.randrange(6 if depth > 2 else 8)
    if kind == 6:
        return [anything(dice, depth + 1) for _ in range(dice.randrange(4))]
    if kind == 7:
        return {text(dice): anything(dice, depth + 1) for _ in range(dice.randrange(4))}
    scalars = (lambda _: None, lambda _: dice.random() < 0.5, number, text, moment, clock_time)
    return scalars[kind](dice)


MEMBERS: Mapping[str, Callable[[Random], Any]] = {
    "owner": lambda dice: dice.choice("op"),
    "title": text,
    "price": number,
    "rank": number,
    "at": moment,
    "clock": clock_time,
    "when": lambda dice: dice.choice((moment, clock_time))(dice),  # as `at` and `clock`, and in no key
}
NAMES = ("owner", "title", "notes", "_aside", "_absent", "_cursor", "_revision", "live", "", "é")


def row(dice: Random) -> Members:
    """Members are of their kind, and now and then of any other, or not there; with others beside them."""
    made = {name: draw(dice) for name, draw in MEMBERS.items() if dice.random() < 0.85}
    made |= {name: anything(dice) for name in dice.sample(NAMES, dice.randrange(4))}
    return made | {name: anything(dice) for name in made if dice.random() < 0.08}


def rows(seed: int, dice: Random) -> list[Members]:
    """The rows of one case; of the first, also those that were once compared in the form of keys."""
    return [*([PLANTED] if not seed else []), *(row(dice) for _ in range(dice.randint(1, 20)))]


def exact(value: Any) -> Any:
    """A JSON value so that only equal ones are equal: `1` is not `true`. A whole number is whole."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return "int", int(value)
    if isinstance(value, Mapping):
        return {name: exact(member) for name, member in value.items()}
    if isinstance(value, list):
        return [exact(element) for element in value]
    return type(value).__name__, value


# -- stores: what is written is read


@dataclass
class Counted:
    """How much was compared."""

    rows: int = 0
    listed: int = 0
    commits: int = 0

    def __str__(self) -> str:
        return f"{self.rows:,} rows, {self.listed:,} more from indexes, {self.commits:,} commits"


def units_of(made: View[Any], found: Sequence[Members]) -> dict[RowKey, ViewUnit]:
    """A unit for each key: of rows of one key the first."""
    units: dict[RowKey, ViewUnit] = {}
    for n, members in enumerate(found):
        key = made.row_key(key_value(members.get(name)) for name in made.key.names)
        cursor = Cursor(version=1, top=f"c{n}", seq=padded("1"), shard="shardId-0")
        step = CursorStep(key=f"Document-{members['id']}", expected=None, cursor=cursor)
        write = RowWrite(key=key, members=members, revision=f"r{n}")
        units.setdefault(key, ViewUnit(steps=(step,), rows=(write,)))
    return units


def check_reads(store: ViewStore, made: View[Any], found: Sequence[Members], counted: Counted) -> Any:
    """Write the rows and read each in every way that there is; returns the source keys that were refused."""
    units = units_of(made, found)
    refused = store.write(made, list(units.values()))
    kept = {key: unit.rows[0].members for key, unit in units.items() if unit.steps[0].key not in refused}
    quoted = {key: row.members for key in units if (row := store.row(made.name, key))}
    assert exact(quoted) == exact(kept)
    assert exact(folded_from(store, made, units)) == exact(kept)
    for key, members in kept.items():
        assert row_change(made.row, key, quoted[key], members).members == (), "a repair reports no change"
    counted.rows += len(kept)
    counted.listed += check_indexes(store, made, {row["id"]: row for row in kept.values() if row})
    return refused


def folded_from(store: ViewStore, made: View[Any], units: Mapping[RowKey, ViewUnit]) -> dict[RowKey, Any]:
    """The rows as folds and repairs read them."""
    if not made.per_aggregate:
        return {key: target.members for key, target in store.targets(made, units).items()}
    loaded = store.load(made, {unit.steps[0].key: key for key, unit in units.items()})
    rows = {key: loaded[unit.steps[0].key].row for key, unit in units.items()}
    return {key: row for key, row in rows.items() if row is not None}


def check_indexes(store: ViewStore, made: View[Any], by_id: Mapping[str, Mapping[str, Any]]) -> int:
    """Every row that an index lists is as it was written; returns how many were listed."""
    count = 0
    for index, key in made.indexes.items():
        members = [row.get(key.partition) for row in by_id.values()]
        for member in {repr(m): m for m in members if isinstance(m, str | int | float) and m != ""}.values():
            page = store.rows(made.name, index, key_value(member), limit=100, after=None, newest_first=False)
            listed = [row.members for row in page.rows]
            assert exact(listed) == exact([by_id[row["id"]] for row in listed])
            count += len(listed)
    return count


# -- histories: what is read is what a replay gives, and a repair has nothing to do


def history(found: Sequence[Members], dice: Random) -> list[Record]:
    """Each row is a document's, or replaces the one that a document had."""
    heads: dict[str, Head] = {}
    records = []
    for n, members in enumerate(found):
        id = f"d{dice.randint(0, len(found))}"
        head, commit = heads.get(id, Head()), f"c{n}"
        event = Written(id=id, members=members | {"id": id})
        data = commit_data(f"Document-{id}", head, event, commit=commit)
        heads[id] = Head(head.version + 1, commit)
        records.append(
            Record(1, "shardId-0", padded(str(n + 1)), 1_700_000_000_000 + n, f"Document-{id}", data)
        )
    return records


def check_history(
    store: ViewStore, records: list[Record], found: Sequence[Members], counted: Counted
) -> None:
    """Read the records, and compare the rows with what was sent, with a replay, and by a repair."""
    log, ledger = MemoryLog(entries=records), MemoryLedger()
    reader = ChannelReader(READER, ledger=ledger, views=store, repairs=MemoryRepairs())
    left = records
    for _ in range(len(VIEWS) + 2):  # a key that a view stops comes again, for the views after that one
        left = reader.read(left)
    assert left == []
    again = replay(READER, records)
    sent = {record.key: members for record, members in zip(records, found, strict=True)}  # the last of each
    stopped = stopped_in(store, sent)
    assert stopped == {(name, _source(key)) for name, key in again.stopped}
    for made in VIEWS:
        wanted = again.tables[made.name]
        rows = {key: row.members for key in wanted if (row := store.row(made.name, key))}
        assert exact(rows) == exact(wanted)
        if made.per_aggregate:
            last = {
                (k.removeprefix("Document-"),): m for k, m in sent.items() if (made.name, k) not in stopped
            }
            assert exact({key: rows[key] for key in last}) == exact(
                {key: members | {"id": key[0]} for key, members in last.items()}
            )
        counted.rows += len(rows)
    assert list(departures(records, {key: item.cursor.head for key, item in ledger.items.items()})) == []
    notes = Notes(rehearsal=True)
    views = WitnessedViews(store, notes)
    repair = Repair(reader=READER, history=History(log, log), ledger=ledger, views=views, clock=MemoryClock())
    for key in sent:
        repair.repair(key)
    changed = {(change.reader, change.key) for change in notes.changes if change.any}
    assert changed <= stopped, "a repair changes what is as it was written"
    counted.commits += len(records)


def _source(key: str | RowKey) -> str:
    return key if isinstance(key, str) else f"Document-{key[0]}"


def stopped_in(store: ViewStore, keys: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The keys that stopped, by view: DynamoDB can hold no row of theirs."""
    found = set()
    for made in VIEWS:
        own = {key: (key.removeprefix("Document-"),) if made.per_aggregate else () for key in keys}
        loaded = store.load(made, own)
        found |= {(made.name, key) for key, item in loaded.items() if item.cursor.status is not Status.OK}
    return found


# -- the tests


@pytest.fixture
def counted() -> Iterator[Counted]:
    """Counts, printed in the deep form; no lines of the many keys that are stopped."""
    made = Counted()
    logging.disable(logging.CRITICAL)
    yield made
    logging.disable(logging.NOTSET)
    if depth.DEEP:
        print(f"\n{made}")


def with_ids(found: Sequence[Members]) -> list[Members]:
    return [members | {"id": f"d{n}"} for n, members in enumerate(found)]


def seeds(bounded: int, deep: int) -> Iterator[tuple[list[Members], Random]]:
    """The rows of each case, and the dice for what is drawn besides."""
    for seed in range(depth.cases(bounded=bounded, deep=deep)):
        dice = Random(seed)
        yield rows(seed, dice), dice


def test_memory_gives_rows_back_as_they_were_written(counted: Counted) -> None:
    for found, _ in seeds(bounded=60, deep=10_000):
        for made in VIEWS:
            check_reads(MemoryViews(VIEWS), made, with_ids(found), counted)
    assert counted.rows > 1_000
    assert counted.listed > 1_000


@contextmanager
def dynamodb(aws: Clients, clock: Clock) -> Iterator[tuple[DynamoViews, Callable[[View[Any]], list[Any]]]]:  # noqa: F811  # fixtures
    """Empty tables of all views, and a scan of the items in one."""
    tables, cursors = create_view_tables(aws, f"w-{uuid.uuid4().hex[:12]}", VIEWS)

    def items(made: View[Any]) -> list[Any]:
        pages = aws.dynamodb.get_paginator("scan").paginate(TableName=tables[made.name])
        return [item for page in pages for item in page["Items"]]

    try:
        yield DynamoViews(aws.dynamodb, VIEWS, tables, cursors, clock), items
    finally:
        for name in (*tables.values(), *cursors.values()):
            aws.dynamodb.delete_table(TableName=name)


def test_dynamodb_gives_rows_back_as_they_were_written(aws: Clients, clock: Clock, counted: Counted) -> None:  # noqa: F811  # fixtures
    for found, _ in seeds(bounded=4, deep=1_000):
        written = with_ids(found)
        by_id = {row["id"]: row for row in written}
        with dynamodb(aws, clock) as (store, items):
            for made in VIEWS:
                refused = check_reads(store, made, written, counted)
                units = units_of(made, written).values()
                assert refused == MemoryViews(VIEWS).write(made, list(units))
                read = [row for item in items(made) if (row := row_of(item)) is not None]
                assert exact(read) == exact([by_id[row["id"]] for row in read])
                assert len(read) == len(units) - len(refused)
    assert counted.rows > 50


def test_a_replay_a_repair_and_an_audit_find_rows_of_memory_as_they_were_written(counted: Counted) -> None:
    for found, dice in seeds(bounded=40, deep=10_000):
        check_history(MemoryViews(VIEWS), history(found, dice), found, counted)
    assert counted.commits > 200


def test_a_replay_a_repair_and_an_audit_find_rows_of_dynamodb_as_they_were_written(
    aws: Clients,  # fixtures
    clock: Clock,  # noqa: F811  # fixtures
    counted: Counted,
) -> None:
    for found, dice in seeds(bounded=4, deep=1_000):
        with dynamodb(aws, clock) as (store, _):
            check_history(store, history(found, dice), found, counted)
    assert counted.commits > 20
