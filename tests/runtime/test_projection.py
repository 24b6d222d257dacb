"""Views: folded in memory, written in units that fit a transaction, and never a wrong row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field
from specfold.eventlog.batching import packed
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import START, Status, grouped
from specfold.eventlog.ports import MAX_ACTIONS, CursorStep, ViewUnit
from specfold.model.errors import HandlerFault
from specfold.model.messages import Catalog, Event, Row
from specfold.model.service import Aggregate, Key, Reader, View
from specfold.model.tables import key_value
from specfold.projections.projection import ViewFold, follows, row_key
from specfold.storage.memory_ports import MemoryClock, MemoryViews
from specfold.testing import commit_data

NOW = int(MemoryClock().now().timestamp() * 1000)


class Moved(Event, type="Moved", version=1):
    """An amount came to a place."""

    id: str
    place: str = "p"
    amount: int = 1


class Renamed(Event, type="Renamed", version=1):
    """Of no interest."""

    id: str


class Place(Row):
    place: str
    amount: int = 0
    last: str = ""


class Thing(Row):
    id: Annotated[UUID, Field()]
    amount: int = 0


class Numbered(Row):
    number: Annotated[int, Field(alias="no")]


CATALOG = Catalog(Moved, Renamed)


def fold_place(row: Place | None, event: Event) -> Place | None:
    assert isinstance(event, Moved)
    before = row or Place(place=event.place, amount=0, last="")
    after = before.model_copy(update={"amount": before.amount + event.amount, "last": event.id})
    return after if after.amount else None


PLACES = View(
    name="Places",
    row=Place,
    key=Key("place"),
    events=(Moved,),
    key_of=lambda event: (key_value(event.place),),  # type: ignore[attr-defined]  # a Moved
    fold=fold_place,
    per_aggregate=False,
)


def records(id: str, *commits: Event | Sequence[Event], first: int = 1) -> list[Record]:
    head, made = Head(), []
    for n, events in enumerate(commits):
        commit = f"{id}-{n}"
        data = commit_data(
            f"T-{id}", head, *([events] if isinstance(events, Event) else events), commit=commit
        )
        made.append(Record(1, "s", padded(str(first + n * 1000)), NOW, f"T-{id}", data))
        head = Head(head.version + 1, commit)
    return made


def units(view: View[Any], store: MemoryViews, given: Sequence[Record]) -> list[ViewUnit]:
    fold = ViewFold(view, store, lambda _entry, _cursor: True)
    return list(fold.units(grouped(given, CATALOG)))


def size(unit: ViewUnit) -> int:
    return len(unit.steps) + len(unit.rows)


@pytest.fixture
def store() -> MemoryViews:
    return MemoryViews([PLACES])


def test_many_commits_of_a_key_are_one_write(store: MemoryViews) -> None:
    (unit,) = units(PLACES, store, records("1", *[Moved(id="1")] * 50))
    assert (len(unit.steps), unit.steps[0].expected, unit.steps[0].cursor.version) == (1, None, 50)
    assert [(row.key, row.members) for row in unit.rows] == [
        (("p",), {"place": "p", "amount": 50, "last": "1"})
    ]


def test_a_row_of_many_keys_is_written_in_units_that_fit(store: MemoryViews) -> None:
    """Five hundred orders of one customer in one batch: each unit stands on the row of the one before."""
    given = [r for n in range(500) for r in records(f"{n}", Moved(id=f"{n}"), first=n)]
    made = units(PLACES, store, given)
    assert all(size(unit) <= MAX_ACTIONS for unit in made)
    assert len(made) == 6  # 99 keys and the row each
    assert store.write(PLACES, made) == frozenset()
    assert store.tables()["Places"][("p",)]["amount"] == 500


def test_a_commit_of_many_rows_is_all_or_nothing(store: MemoryViews) -> None:
    most = [Moved(id="1", place=f"{n}") for n in range(MAX_ACTIONS - 1)]
    other = records("2", Moved(id="2", place="x"), first=5)
    made = units(PLACES, store, [*records("1", most), *other])
    assert [size(unit) for unit in made] == [MAX_ACTIONS, 2]
    assert store.write(PLACES, made) == frozenset()
    assert len(store.tables()["Places"]) == MAX_ACTIONS


def test_a_commit_of_more_rows_than_a_transaction_holds_is_parked(store: MemoryViews) -> None:
    most = [Moved(id="1", place=f"{n}") for n in range(MAX_ACTIONS)]
    (unit,) = units(PLACES, store, records("1", Moved(id="1"), most, Moved(id="1")))
    (step,) = unit.steps
    assert (step.cursor.status, step.cursor.version) == (Status.PARKED, 1)
    assert "more than 99 rows" in step.cursor.error
    assert [row.key for row in unit.rows] == [("p",)]


def test_a_key_with_many_commits_of_many_rows_is_written_step_by_step(store: MemoryViews) -> None:
    commits = [[Moved(id="1", place=f"{n}-{m}") for m in range(60)] for n in range(5)]
    made = units(PLACES, store, records("1", *commits))
    assert [size(unit) for unit in made] == [61] * 5
    assert made[1].steps[0].expected == made[0].steps[0].cursor
    assert store.write(PLACES, made) == frozenset()
    assert len(store.tables()["Places"]) == 300


def test_a_lost_unit_loses_those_that_stand_on_it(store: MemoryViews) -> None:
    commits = [[Moved(id="1", place=f"{n}-{m}") for m in range(60)] for n in range(5)]
    made = units(PLACES, store, records("1", *commits))
    assert store.write(PLACES, [made[0], *made[2:]]) == {"T-1"}
    assert len(store.tables()["Places"]) == 60


def test_a_row_that_went_and_came_again_within_a_batch(store: MemoryViews) -> None:
    given = records("1", Moved(id="1"), Moved(id="1", amount=-1), Moved(id="1", amount=5))
    for record in given:
        assert store.write(PLACES, units(PLACES, store, [record])) == frozenset()
    one_by_one = store.tables()
    at_once = MemoryViews([PLACES])
    at_once.write(PLACES, units(PLACES, at_once, given))
    assert at_once.tables() == one_by_one == {"Places": {("p",): {"place": "p", "amount": 5, "last": "1"}}}


def test_a_commit_folds_whole_or_not_at_all(store: MemoryViews) -> None:
    def fold(row: Any, event: Event) -> Any:
        if isinstance(event, Moved) and event.amount == 13:
            raise KeyError("secret")
        return fold_place(row, event)

    view = replace(PLACES, fold=fold)
    given = [
        *records("1", Moved(id="1"), [Moved(id="1", amount=100), Moved(id="1", amount=13)], Moved(id="1")),
        *records("2", Moved(id="2"), first=5),
    ]
    assert store.write(view, units(view, store, given)) == frozenset()
    assert store.tables()["Places"][("p",)] == {"place": "p", "amount": 2, "last": "2"}
    cursors = {key: cursor for (_, key), cursor in store.cursors().items()}
    assert [(cursors[key].version, cursors[key].status) for key in ("T-1", "T-2")] == [
        (1, Status.PARKED),
        (1, Status.OK),
    ]


def test_events_of_no_interest_move_the_cursor_alone(store: MemoryViews) -> None:
    (unit,) = units(PLACES, store, records("1", Renamed(id="1"), Renamed(id="1")))
    assert (unit.steps[0].cursor.version, unit.rows) == (2, ())


# rows that must not be written


@pytest.mark.parametrize(
    "wrong",
    [
        Place(place="another"),
        Place(place="p").model_copy(update={"amount": "many"}),
        Place(place="p").model_copy(update={"amount": None}),
        "no row at all",
    ],
    ids=["another key", "a wrong type", "null", "no row"],
)
def test_a_wrong_row_parks_its_key(store: MemoryViews, wrong: Any) -> None:
    """And no warning quotes it."""
    view = replace(PLACES, fold=lambda _row, _event: wrong)
    (unit,) = units(view, store, records("1", Moved(id="1")))
    assert (unit.steps[0].cursor.status, unit.rows) == (Status.PARKED, ())


def test_a_stored_row_that_no_longer_reads_parks_its_key_and_no_other(store: MemoryViews) -> None:
    store.write(PLACES, units(PLACES, store, records("1", Moved(id="1"))))

    class Wider(Place):
        new: str  # required, and not in what is stored

    def fold(row: Any, event: Any) -> Any:
        return row or Wider(place=event.place, new="x")

    view: View[Any] = replace(PLACES, row=Wider, fold=fold)
    given = [*records("2", Moved(id="2"), first=5), *records("3", Moved(id="3", place="q"), first=6)]
    store.write(view, units(view, store, given))
    cursors = {key: cursor for (_, key), cursor in store.cursors().items()}
    assert [cursors[key].status for key in ("T-2", "T-3")] == [Status.PARKED, Status.OK]


class Spot(Row):
    place: str
    id: str


def test_a_row_is_found_again_by_both_parts_of_its_key() -> None:
    view: View[Any] = replace(
        PLACES,
        row=Spot,
        key=Key("place", "id"),
        key_of=lambda event: (event.place, event.id),  # type: ignore[attr-defined]  # a Moved
        fold=lambda _, event: Spot(place=event.place, id="2" if event.amount == 2 else event.id),  # type: ignore[attr-defined]  # a Moved
    )
    spots = MemoryViews([view])
    given = [*records("1", Moved(id="1"), Moved(id="1", amount=2)), *records("3", Moved(id="3"), first=5)]
    assert spots.write(view, units(view, spots, given)) == frozenset()
    assert sorted(spots.tables()["Places"]) == [("p", "1"), ("p", "3")]
    stopped = spots.cursors()["Places", "T-1"]
    assert (stopped.version, stopped.status) == (1, Status.PARKED)
    assert "made a row of another key" in stopped.error


# one row per aggregate


def fold_thing(row: Thing | None, event: Event) -> Thing:
    assert isinstance(event, Moved)
    before = row or Thing(id=UUID(event.id), amount=0)
    return before.model_copy(update={"amount": before.amount + event.amount})


THINGS: View[Any] = View(
    name="Things",
    row=Thing,
    key=Key("id"),
    events=(Moved,),
    key_of=lambda event: (key_value(event.id),),  # type: ignore[attr-defined]  # a Moved
    fold=fold_thing,
    per_aggregate=True,
)
UUID1 = "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11"


def test_the_row_of_an_aggregate_is_found_by_its_source_key() -> None:
    numbered = replace(THINGS, row=Numbered, key=Key("no"), kinds={"no": "number"})
    assert row_key(THINGS, f"T-{UUID1}") == (UUID1,)
    assert row_key(THINGS, f"T-{UUID1.upper()}") == (UUID1,)
    assert row_key(numbered, "T-5") == (5,)
    assert row_key(numbered, "T-five") == ("five",)
    with pytest.raises(HandlerFault, match="Numbered has no member 'number'"):
        row_key(replace(numbered, key=Key("number")), "T-5")  # a wire name is asked for


def test_an_event_of_another_row_parks_its_key() -> None:
    store = MemoryViews([THINGS])
    (unit,) = units(THINGS, store, records(UUID1, Moved(id="6f1c2a34-4b1f-4d0c-9a53-000000000000")))
    assert unit.steps[0].cursor.status is Status.PARKED
    assert unit.rows[0].members is None


def test_a_cursor_stands_in_the_row_even_before_there_is_one() -> None:
    store = MemoryViews([THINGS])
    assert store.write(THINGS, units(THINGS, store, records(UUID1, Renamed(id=UUID1)))) == frozenset()
    assert (store.row("Things", (UUID1,)), store.version("Things", (UUID1,))) == (None, 1)


def test_a_view_follows_only_the_aggregates_whose_events_it_folds() -> None:
    def aggregate(name: str, *events: type[Event]) -> Aggregate[int]:
        return Aggregate(
            name=name, identity="id", channel="c", initial=lambda: 0, evolve=lambda s, _: s, events=events
        )

    both = (aggregate("T", Moved, Renamed), aggregate("U", Renamed))
    reader = Reader(channel="c", catalog=CATALOG, aggregates=both, views=(PLACES,))
    assert [name for name in "TU" if follows(reader, PLACES, name)] == ["T"]


def test_on_a_channel_of_another_service_a_view_follows_every_aggregate() -> None:
    reader = Reader(channel="c", catalog=CATALOG, views=(PLACES,))
    assert follows(reader, PLACES, "T")
    assert follows(reader, PLACES, "Stranger")


# packing


def pack(sizes: Sequence[Sequence[str]], limit: int, **bounds: Any) -> list[list[str]]:
    return [
        ["".join(unit) for unit in found] for found in packed(sizes, lambda unit: unit, limit=limit, **bounds)
    ]


def test_units_are_packed_in_order_and_no_item_twice() -> None:
    assert pack(["ab", "c", "d", "ea", "f"], 4) == [["ab", "c", "d"], ["ea", "f"]]
    assert pack(["a", "a", "b"], 4) == [["a"], ["a", "b"]]
    assert pack(["abcdef", "g"], 4) == [["abcdef"], ["g"]]
    assert pack([], 4) == []
    assert pack(["a", "b", "c"], 9, weight=lambda unit: 5, heaviest=10) == [["a", "b"], ["c"]]
    assert pack(["a", "b"], 9, weight=lambda unit: 50, heaviest=10) == [["a"], ["b"]]


def test_a_fold_from_nothing_writes_over_what_is_there() -> None:
    store = MemoryViews([THINGS])
    given = records(UUID1, Moved(id=UUID1), Moved(id=UUID1))
    store.write(THINGS, units(THINGS, store, given))
    (found,) = store.cursors().values()
    fold = ViewFold(THINGS, store, lambda _entry, _cursor: True, {f"T-{UUID1}": START})
    (unit,) = fold.units(grouped(given, CATALOG))
    assert (unit.steps[0].expected, unit.steps[0].cursor) == (found, found)
    assert unit.rows[0].members == {"id": UUID1, "amount": 2}
    assert fold.found == {f"T-{UUID1}": found}


def test_a_restart_is_written_even_if_nothing_follows(store: MemoryViews) -> None:
    given = records("1", Moved(id="1"))
    store.write(PLACES, units(PLACES, store, given))
    (found,) = store.cursors().values()
    held = found.stopped(Status.HELD, "a false alarm")
    store.write(PLACES, [ViewUnit(steps=(CursorStep(key="T-1", expected=found, cursor=held),))])
    fold = ViewFold(PLACES, store, lambda _entry, _cursor: True, {"T-1": found})
    assert store.write(PLACES, list(fold.units(grouped(given, CATALOG)))) == frozenset()
    assert list(store.cursors().values()) == [found]
    assert store.tables()["Places"][("p",)]["amount"] == 1


def test_a_row_that_went_in_one_unit_and_came_again_in_the_next(store: MemoryViews) -> None:
    def many(n: int, *amounts: int) -> Sequence[Event]:
        return [Moved(id="1", place=f"{n}-{m}") for m in range(60)] + [
            Moved(id="1", amount=a) for a in amounts
        ]

    made = units(PLACES, store, records("1", many(0, 1), many(1, -1), many(2, 5)))
    assert len(made) == 3
    assert store.write(PLACES, made) == frozenset()
    assert store.tables()["Places"][("p",)]["amount"] == 5
