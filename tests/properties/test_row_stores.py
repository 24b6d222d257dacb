"""Rows in memory and in DynamoDB: what is written, what is refused, what is in an index, and in which order.

Memory is compared with a model of what DynamoDB documents, and with the emulator; the items that are sent to
the emulator are judged by the documented limits too.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specfold.aws.clients import Clients
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.commit import padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CursorStep, RowWrite, ViewStore, ViewUnit
from specfold.model.messages import Row
from specfold.model.service import Key, View
from specfold.model.tables import key_value
from specfold.storage.memory_ports import MemoryViews

from tests.aws.conftest import Clock, clock, create_view_tables  # noqa: F401  # fixtures
from tests.properties import depth
from tests.properties.dynamodb_rules import (
    PARTITION,
    SORT,
    Order,
    Table,
    number_violations,
    order,
    violations,
)

Members = dict[str, Any]
MOST = 12  # rows of one case
KINDS: Mapping[str, Any] = {"price": "number", "rank": "number", "at": "date-time"}


class Any_(Row):
    """A row."""


def view(name: str, key: Key, *, per_aggregate: bool, indexes: Mapping[str, Key]) -> View[Any]:
    return View(
        name=name, row=Any_, key=key, events=(), key_of=lambda _: (), fold=lambda row, _: row,
        per_aggregate=per_aggregate, indexes=indexes, kinds=KINDS,
    )  # fmt: skip


OWN = view(
    "Own",
    Key("id"),
    per_aggregate=True,
    indexes={
        "byTitle": Key("owner", "title"),
        "byPrice": Key("owner", "price"),
        "byTime": Key("owner", "at"),
        "byRank": Key("rank"),
        "byMoment": Key("at", "owner"),
    },
)
PAIRS = view("Pairs", Key("rank", "at"), per_aggregate=False, indexes={"byOwner": Key("owner", "price")})

LONG = ["x" * PARTITION, "x" * (PARTITION + 1), "é" * 512, "é" * 513, "é" * 1024, "é" * 1025, "x" * SORT]
SHORT = ["", "a", "aa", "Z", "é", "\ue000", "\ufffd", "😀", "\x00"]
TEXTS = st.sampled_from([*SHORT, *LONG]) | st.text(max_size=4)
OWNERS = st.sampled_from([*["o"] * 20, "p", "p", "", None, *LONG])
EDGES = [10**37, 10**38 - 1, 10**38, 10**38 + 1, 10**40 + 1, -(10**38) - 1, 10**125, 10**126, 1e125, 9.9e125]
EDGES += [1e126, 1e-130, 1e-131, 2, 2.0, 2.5, 0.1, -0.0, 0, 1e22, 1.5e-7]
NUMBERS = (
    st.sampled_from(EDGES)
    | st.integers(-20, 20)
    | st.floats(-20, 20)
    | st.floats(allow_nan=False, allow_infinity=False)
)


TIMES = (
    ["2024-02-29", "2024-02-29", "2024-03-01", "1999-12-31", "9998-12-31", "0002-01-01"],
    "Tt",
    ["00:00", "23:59", "12:30", "10:30", "14:30"],
    [":00", ":59", ":07"],
    ["", ".5", ".500000", ".000001", ".123456789", ".1234567891", ".0"],
    ["Z", "z", "+00:00", "-00:00", "+02:00", "-02:00", "+23:59"],
)


@st.composite
def times(draw: st.DrawFn) -> str:
    """RFC 3339 date-times, many of them of one moment in different words."""
    return "".join(draw(st.sampled_from(choices)) for choices in TIMES)


ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "owner": OWNERS,
            "title": TEXTS | st.none(),
            "price": NUMBERS | st.none(),
            "rank": st.integers(0, 2) | NUMBERS | st.none(),
            "at": times() | times() | times() | st.none(),
            "notes": st.lists(NUMBERS | TEXTS, max_size=2),
        },
    ),
    min_size=2,
    max_size=MOST,
)


def at(version: int) -> Cursor:
    return Cursor(version=version, top=f"c{version}", seq=padded(str(version)), shard="shardId-0")


def own_units(rows: list[Members]) -> list[ViewUnit]:
    return [
        ViewUnit(
            steps=(CursorStep(key=f"A-{n}", expected=None, cursor=at(1)),),
            rows=(RowWrite(key=(f"{n}",), members={"id": f"{n}"} | row),),
        )
        for n, row in enumerate(rows)
    ]


def pair_units(rows: list[Members]) -> list[ViewUnit]:
    """Each row under its own key; of rows with one key the first, as the others lose their condition."""
    units = []
    for n, row in enumerate(rows):
        key = PAIRS.row_key(key_value(row.get(name)) for name in PAIRS.key.names)
        step = CursorStep(key=f"A-{n}", expected=None, cursor=at(1))
        units.append(
            ViewUnit(steps=(step,), rows=(RowWrite(key=key, members={"id": f"{n}"} | row, revision=f"r{n}"),))
        )
    return units


# -- the model


def part(name: str, value: Any, most: int) -> Order | str | None:
    """What a member of a key sorts by; None: it is in no key; a text: why no key can be it."""
    if value is None or value == "":
        return None
    kind = KINDS.get(name, "text")
    if kind == "number":
        why = number_violations(repr(value))
        return "number" if why else order(kind, value)
    made = order(kind, value)
    return "long" if kind == "text" and isinstance(made, bytes) and len(made) > most else made


def parts(key: Key, row: Members) -> list[Order | str | None]:
    return [part(name, row.get(name), most) for name, most in zip(key.names, (PARTITION, SORT), strict=False)]


@dataclass
class Model:
    """The rows of one view as DynamoDB documents them."""

    view: View[Any]
    rows: dict[Any, Members] = field(default_factory=dict)  # by what the key is ordered by
    lost: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)

    def write(self, source: str, row: Members) -> None:
        key = parts(self.view.key, row)
        indexed = [one for index in self.view.indexes.values() for one in parts(index, row)]
        if None in key or any(isinstance(one, str) for one in (*key, *indexed)):
            self.lost.add(source)
            self.stopped.add(source)
        elif tuple(key) in self.rows:
            self.lost.add(source)
        else:
            self.rows[tuple(key)] = row

    def listed(self, index: str, partition: Any) -> list[tuple[Any, Members]]:
        """The rows of a partition of an index, each with its place there."""
        key = self.view.indexes[index]
        found = []
        for place, row in self.rows.items():
            made = parts(key, row)
            if None not in made and made[0] == partition:
                found.append(((*made[1:], *place), row))
        return sorted(found, key=lambda entry: entry[0])


def modelled(made: View[Any], units: list[ViewUnit]) -> Model:
    model = Model(made)
    for unit in units:
        members = unit.rows[0].members
        model.write(unit.steps[0].key, dict(members or {}))
    return model


def plain(members: Mapping[str, Any]) -> Any:
    """Members as they come back: a whole number is whole, however it was written."""
    return {
        name: int(one) if isinstance(one, float) and one.is_integer() and abs(one) < 2**53 else one
        for name, one in members.items()
    } | ({"notes": [plain({"": one})[""] for one in members["notes"]]} if "notes" in members else {})


def quoted(members: Mapping[str, Any]) -> str:
    return repr(sorted(plain(members).items()))


def walked(
    store: ViewStore, made: View[Any], index: str, partition: Any, *, newest: bool, limit: int
) -> list[Any]:
    """All rows of a partition, page by page."""
    found: list[Any] = []
    after = None
    while True:
        page = store.rows(
            made.name, index, key_value(partition), limit=limit, after=after, newest_first=newest
        )
        found += [row.members for row in page.rows]
        after = page.next
        if after is None:
            return found
        assert len(page.rows) == limit


def partitions(made: View[Any], rows: list[Members]) -> Iterator[tuple[str, Any]]:
    """Every partition of every index that a row names, and one that none does."""
    for index, key in made.indexes.items():
        named = {repr(v): v for row in rows if (v := row.get(key.partition)) is not None}
        yield from ((index, value) for value in named.values())
        yield index, {"owner": "nobody", "rank": 77, "at": "1970-01-01T00:00:00Z"}[key.partition]


def check_against_model(store: ViewStore, made: View[Any], units: list[ViewUnit], limit: int) -> int:
    """Write the units and compare everything that can be read with the model; returns the lists compared."""
    model = modelled(made, units)
    assert store.write(made, units) == model.lost
    loaded = store.load(made, {u.steps[0].key: u.rows[0].key for u in units})
    assert {k for k, item in loaded.items() if item.cursor.status is Status.PARKED} == model.stopped
    rows = [dict(unit.rows[0].members or {}) for unit in units]
    kept = [plain(row) for row in model.rows.values()]
    for unit in units:
        found = store.row(made.name, unit.rows[0].key)
        assert found is None or plain(found.members) in kept
        place = parts(made.key, dict(unit.rows[0].members or {}))
        assert (found is None) == (tuple(place) not in model.rows)
    count = 0
    for index, value in partitions(made, rows):
        name = made.indexes[index].partition
        ordered = model.listed(index, part(name, value, PARTITION))
        forward = walked(store, made, index, value, newest=False, limit=limit)
        backward = walked(store, made, index, value, newest=True, limit=limit)
        # Among rows of one sort value DynamoDB documents no order: there, any.
        places_of = {quoted(row): at[: -len(made.key.names)] for at, row in ordered}
        assert sorted(map(quoted, forward)) == sorted(quoted(row) for _, row in ordered)
        assert sorted(map(quoted, backward)) == sorted(map(quoted, forward))
        places = [places_of[quoted(row)] for row in forward]
        assert places == sorted(places)
        places = [places_of[quoted(row)] for row in backward]
        assert places == sorted(places, reverse=True)
        count += 2
    return count


COUNTED = {"rows": 0, "lists": 0}


def count(kind: str, rows: int, lists: int) -> None:
    COUNTED["rows"] += rows
    COUNTED["lists"] += lists


@pytest.fixture
def counts() -> Iterator[None]:
    """Print how many rows and lists were compared; no lines of the many keys that are stopped."""
    COUNTED.update(rows=0, lists=0)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    if depth.DEEP:
        print(f"\n{COUNTED['rows']:,} rows, {COUNTED['lists']:,} lists")  # the deep form reports


SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.usefixtures("counts")
def test_memory_is_as_dynamodb_documents() -> None:
    @settings(SETTINGS, max_examples=depth.cases(bounded=100, deep=10_000))
    @given(ROWS, st.sampled_from([1, 2, 5, 100]))
    def holds(rows: list[Members], limit: int) -> None:
        lists = check_against_model(MemoryViews([OWN]), OWN, own_units(rows), limit)
        lists += check_against_model(MemoryViews([PAIRS]), PAIRS, pair_units(rows), limit)
        count("model", 2 * len(rows), lists)

    holds()


def test_every_edge_is_ordered_or_refused_as_dynamodb_documents() -> None:
    edges = [{"owner": "o", "price": sign * number} for number in EDGES for sign in (1, -1)]
    moments = [{"owner": "o", "at": "".join(words)} for words in islice(product(*TIMES), 0, None, 89)]
    texts = [{"owner": "o", "title": text} for text in (*SHORT, *LONG)]
    for rows in (edges, moments, texts, [{"owner": text, "price": 1} for text in LONG]):
        assert check_against_model(MemoryViews([OWN]), OWN, own_units(rows), 100)


@dataclass
class Judged:
    """The items that are put into tables, judged by what DynamoDB documents."""

    tables: dict[str, Table] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def __call__(self, params: dict[str, Any], **_: Any) -> None:
        actions = params.get("TransactItems", [{"Put": params}])
        for put in (action["Put"] for action in actions if "Put" in action):
            if "Item" in put and put["TableName"] in self.tables:
                self.wrong += violations(self.tables[put["TableName"]], put["Item"])


@pytest.mark.usefixtures("counts")
def test_memory_is_as_the_emulator(aws: Clients, clock: Clock) -> None:  # noqa: F811  # fixtures
    judged = Judged()
    for operation in ("PutItem", "TransactWriteItems"):
        aws.dynamodb.meta.events.register(f"provide-client-params.dynamodb.{operation}", judged)

    @settings(SETTINGS, max_examples=depth.cases(bounded=8, deep=600))
    @given(ROWS, st.sampled_from([1, 2, 5, 100]))
    def holds(rows: list[Members], limit: int) -> None:
        prefix = f"p-{uuid.uuid4().hex[:12]}"
        tables, cursors = create_view_tables(aws, prefix, [OWN, PAIRS])
        for made in (OWN, PAIRS):
            judged.tables[tables[made.name]] = documented(made)
        try:
            for made, units in ((OWN, own_units(rows)), (PAIRS, pair_units(rows))):
                store = DynamoViews(aws.dynamodb, [OWN, PAIRS], tables, cursors, clock)
                lists = check_against_model(store, made, units, limit)
                memory = MemoryViews([OWN, PAIRS])
                memory.write(made, units)
                keys = {u.steps[0].key: u.rows[0].key for u in units}
                assert memory.load(made, keys) == store.load(made, keys)
                count("emulator", len(rows), lists)
            assert not judged.wrong
        finally:
            for name in (*tables.values(), *cursors.values()):
                aws.dynamodb.delete_table(TableName=name)

    holds()


def documented(made: View[Any]) -> Table:
    keys = [made.key, *made.indexes.values()]
    types = {name: "N" if KINDS.get(name) == "number" else "S" for key in keys for name in key.names}
    return Table(types, made.key.names, {name: key.names for name, key in made.indexes.items()})
