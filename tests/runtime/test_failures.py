"""The table "What can go wrong, and what must then be true", row by row."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from specfold.commands.handler import Commands
from specfold.commands.outcomes import (
    Accepted,
    Conflict,
    Pending,
    PreconditionFailed,
    Request,
    Stub,
    Uncertain,
)
from specfold.eventlog.commit import Head, Position, Record, padded
from specfold.eventlog.cursor import Status
from specfold.eventlog.ports import MAX_COMMANDS, LedgerStep
from specfold.model.errors import HandlerFault, OutcomeUnknown, Unavailable
from specfold.model.messages import Event
from specfold.model.service import QueryRoute, View
from specfold.model.tables import Found
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.queries import Queries
from specfold.recovery.repair import History, Repair
from specfold.recovery.replay import differences, replay
from specfold.storage.memory_ports import (
    MemoryClock,
    MemoryIds,
    MemoryLedger,
    MemoryLog,
    MemoryRepairs,
    MemoryViews,
)
from specfold.testing import commit_data, folded, interleavings

from tests.runtime import shop
from tests.runtime.shop import (
    ADD_LINE,
    PLACE_ORDER,
    READER,
    SERVICE,
    AddLine,
    LineAdded,
    OrderPlaced,
    PlaceOrder,
)

NOW = MemoryClock().now()


class Shop:
    """The service over memory; the reader runs when it is told to, or when a client waits."""

    def __init__(self) -> None:
        self.clock = MemoryClock(on_sleep=self.read)
        self.log = MemoryLog(clock=self.clock)
        self.ledger, self.views, self.repairs = MemoryLedger(), MemoryViews(READER.views), MemoryRepairs()
        self.at = 0
        self.commands = Commands(
            SERVICE,
            ledger=self.ledger,
            logs={"orders": self.log},
            repairs=self.repairs,
            clock=self.clock,
            ids=MemoryIds(),
            jitter=lambda: 0.5,
        )

    def reader(self) -> ChannelReader:
        return ChannelReader(READER, ledger=self.ledger, views=self.views, repairs=self.repairs)

    def read(self) -> None:
        failed = self.reader().read(self.log.entries[self.at :])
        self.at = len(self.log.entries) if not failed else self.log.entries.index(failed[0])

    def place(self, id: str = "1", command_id: str = "place", wait: float = 5) -> Any:
        command = PlaceOrder(order_id=id, customer_id="c")
        return self.commands.handle(PLACE_ORDER, command, Request(command_id=command_id, wait=wait))

    def line(
        self, cents: int = 1, id: str = "1", command_id: str = "line", wait: float = 5, **more: Any
    ) -> Any:
        command = AddLine(order_id=id, cents=cents)
        return self.commands.handle(ADD_LINE, command, Request(command_id=command_id, wait=wait, **more))

    def versions(self) -> dict[str, int]:
        return {key: item.cursor.version for key, item in self.ledger.items.items()}

    def cents(self, id: str = "1") -> int:
        return shop.states().decode(self.ledger.items[f"Order-{id}"]).cents

    def tables(self) -> Any:
        return self.views.tables()

    def repair(self, key: str = "Order-1") -> dict[str, Any]:
        repair = Repair(
            reader=READER,
            history=History(self.log, self.log),
            ledger=self.ledger,
            views=self.views,
            clock=self.clock,
        )
        return dict(repair.repair(key))


@pytest.fixture
def here() -> Shop:
    return Shop()


@pytest.fixture(autouse=True)
def _whole() -> Any:
    shop.broken.clear()
    yield
    shop.broken.clear()


def once(error: BaseException, point: str) -> Callable[[str], None]:
    """A fault that strikes once, at a point."""
    left = [error]

    def fault(at: str) -> None:
        if at == point and left:
            raise left.pop()

    return fault


# PutRecord retried by the SDK, both land


def test_a_put_that_lands_twice_counts_once_and_the_command_is_found(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.place()
    put = here.log.put

    def twice(key: str, data: bytes) -> Position:
        put(key, data)
        return put(key, data)

    monkeypatch.setattr(here.log, "put", twice)  # the SDK's retry is invisible to its caller
    assert here.line(5) == Accepted("line", "Order-1", 2)
    assert len(here.log.entries) == 3
    assert (here.versions(), here.cents()) == ({"Order-1": 2}, 5)


# PutRecord outcome unknown


@pytest.mark.parametrize("point", ["put", "put done"])
def test_an_unknown_outcome_is_put_again_with_the_same_bytes(here: Shop, point: str) -> None:
    here.place()
    here.log.fault = once(OutcomeUnknown(), point)
    assert here.line(5) == Accepted("line", "Order-1", 2)
    lines = [record.data for record in here.log.entries[1:]]
    assert len(set(lines)) == 1
    assert here.cents() == 5


@pytest.mark.parametrize("landed", [True, False])
def test_a_process_that_died_after_its_put_is_repeated_by_its_client(here: Shop, landed: bool) -> None:
    here.place()

    class Died(BaseException):
        pass

    here.log.fault = once(Died(), "put done" if landed else "put")
    with pytest.raises(Died):
        here.line(5)
    assert here.line(5) == Accepted("line", "Order-1", 2)
    assert here.line(5) == Accepted("line", "Order-1", 2)
    assert here.cents() == 5


def test_an_outcome_that_stays_unknown_is_said_to_be_so(here: Shop) -> None:
    here.place()

    def never_sure(at: str) -> None:
        if at == "put done":
            raise OutcomeUnknown

    here.log.fault = never_sure
    assert here.line(5) == Uncertain("line")
    here.log.fault = lambda _: None
    assert here.line(5) == Accepted("line", "Order-1", 2)
    assert here.cents() == 5


def test_a_put_refused_after_an_unknown_one_leaves_it_unknown(here: Shop) -> None:
    here.place()
    errors: list[Exception] = [OutcomeUnknown(), Unavailable(), Unavailable()]

    def failing(at: str) -> None:
        if at == "put" and errors:
            raise errors.pop(0)

    here.log.fault = failing
    assert here.line(5) == Uncertain("line")


def test_a_put_that_was_surely_refused_is_the_clients_to_try_again(here: Shop) -> None:
    here.place()
    here.log.fault = once(Unavailable(), "put")
    with pytest.raises(Unavailable):
        here.line(5)
    assert len(here.log.entries) == 1


# a put lands hours late


def test_a_put_that_lands_late_is_void(here: Shop) -> None:
    here.place()
    late = commit_data("Order-1", Head(1, here.ledger.items["Order-1"].cursor.top), line(7), commit="late")
    here.line(5)
    here.log.put("Order-1", late)
    here.read()
    assert (here.versions(), here.cents()) == ({"Order-1": 2}, 5)
    assert here.repairs.asked == []


# two commands race


def test_of_two_commands_that_race_one_wins_and_one_is_decided_again(here: Shop) -> None:
    here.place()
    here.ledger.lag = lambda: 1 if here.versions()["Order-1"] == 2 else 0
    first = here.line(5, command_id="one")
    second = here.line(7, command_id="two")  # sees version 1
    assert (first, second) == (Accepted("one", "Order-1", 2), Accepted("two", "Order-1", 3))
    assert here.cents() == 12
    assert len(here.log.entries) == 4  # one of them void


def test_who_lost_on_a_stale_state_decides_on_the_one_that_is(here: Shop) -> None:
    here.place()
    for cents in (1, 2, 3):
        here.line(cents, command_id=f"of {cents}")
    here.ledger.lag = lambda: 3
    assert here.line(4) == Accepted("line", "Order-1", 5)
    assert len(here.log.entries) == 6  # one of them void


def test_a_command_bound_to_a_version_is_never_decided_again(here: Shop) -> None:
    here.place()
    here.ledger.lag = lambda: 1
    here.line(5, command_id="one")
    bound = here.line(7, command_id="two", holds_at=lambda version: version == 1)
    assert bound == PreconditionFailed(2)
    assert here.cents() == 5


def test_a_command_whose_precondition_still_holds_is_decided_again(here: Shop) -> None:
    here.place()
    here.ledger.lag = lambda: 1 if here.versions()["Order-1"] == 2 else 0
    here.line(5, command_id="one")
    assert here.line(7, command_id="two", holds_at=lambda version: version > 0) == Accepted(
        "two", "Order-1", 3
    )
    assert here.cents() == 12


def test_who_loses_again_and_again_is_told_so(here: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    here.place()
    put = here.log.put

    def beaten(key: str, data: bytes) -> Position:
        cursor = here.ledger.items[key].cursor
        put(key, commit_data(key, cursor.head, line(1), commit=f"rival-{cursor.version}"))
        return put(key, data)

    monkeypatch.setattr(here.log, "put", beaten)  # a rival that is always a moment faster
    assert here.line(100) == Conflict(4)
    assert here.cents() == 3


# consumer killed between write and checkpoint; two pollers; batches again, shuffled, doubled


def line(cents: int, id: str = "1") -> LineAdded:
    return LineAdded(order_id=id, customer_id="c", cents=cents)


def placed(id: str = "1") -> OrderPlaced:
    return OrderPlaced(order_id=id, customer_id="c", placed_at=NOW)


def history(*events: Event, id: str = "1", first: int = 1, shard: str = "s") -> list[Record]:
    """The records of one aggregate: one event a commit, ids k1, k2..."""
    head, records = Head(), []
    for n, event in enumerate(events):
        commit = f"{id}-{n + 1}"
        data = commit_data(f"Order-{id}", head, event, commit=commit)
        records.append(
            Record(1, shard, padded(str(first + 10 * n)), int(NOW.timestamp() * 1000), f"Order-{id}", data)
        )
        head = Head(head.version + 1, commit)
    return records


def test_a_consumer_killed_after_any_write_changes_nothing_when_it_reads_again() -> None:
    class Killed(BaseException):
        pass

    records = [r for id in "12" for r in history(placed(id), line(5, id), line(7, id), id=id, first=int(id))]
    calm = Shop()
    assert calm.reader().read(records) == []
    for strike in range(12):
        here, left = Shop(), [strike]

        def fault(_point: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise Killed

        here.ledger.fault = here.views.fault = fault
        try:
            here.reader().read(records)
        except Killed:
            assert here.reader().read(records) == []
        assert (here.ledger.items, here.tables()) == (calm.ledger.items, calm.tables())
        assert here.ledger.commands == calm.ledger.commands


def test_of_two_pollers_one_loses_its_condition_and_reads_again(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = history(placed(), line(5), line(7))
    here.reader().read(records[:1])
    slow = Shop()
    slow.ledger, slow.views = here.ledger, here.views
    found = here.ledger.read_many(["Order-1"])
    here.reader().read(records)
    monkeypatch.setattr(here.ledger, "read_many", lambda keys: found)  # what the slow one read before
    assert slow.reader().read(records[1:]) == records[1:]
    monkeypatch.undo()
    assert slow.reader().read(records[1:]) == []
    assert (here.cents(), here.tables()["CustomerTotals"][("c",)]["cents"]) == (12, 12)


@pytest.mark.parametrize("seed", range(10))
def test_a_batch_again_shuffled_across_keys_and_doubled_gives_the_same_tables(seed: int) -> None:
    chance = random.Random(seed)
    histories = [history(placed(id), line(5, id), line(7, id), id=id, first=int(id)) for id in "123"]
    calm = Shop()
    calm.reader().read([record for own in histories for record in own])
    here = Shop()
    for _ in range(3):
        left = [list(own) for own in histories]
        batch: list[Record] = []
        while left := [own for own in left if own]:
            record = chance.choice(left).pop(0)
            batch += [record] * chance.choice((1, 1, 2))
        cut = chance.randrange(len(batch))
        for part in (batch[:cut], batch[max(0, cut - 4) :]):
            assert here.reader().read(part) == []
    assert here.tables() == calm.tables()
    assert here.versions() == calm.versions()


def test_many_commits_of_one_key_are_written_in_steps_that_fit(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[LedgerStep] = []
    write = here.ledger.write

    def watched(given: Sequence[LedgerStep]) -> frozenset[str]:
        steps.extend(given)
        return write(given)

    monkeypatch.setattr(here.ledger, "write", watched)
    records = history(placed(), *[line(1)] * 249)
    assert here.reader().read(records) == []
    assert [len(step.commands) for step in steps] == [MAX_COMMANDS, MAX_COMMANDS, 250 - 2 * MAX_COMMANDS]
    assert (here.versions(), here.cents(), len(here.ledger.commands)) == ({"Order-1": 250}, 249, 250)
    here.log.entries += records
    assert set(here.repair().values()) == {"ok"}
    assert (here.versions(), here.cents()) == ({"Order-1": 250}, 249)


def test_two_repairs_at_once_fold_nothing_twice(here: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for record in history(placed(), line(5), line(7)):
        here.log.put(record.key, record.data)
    shop.broken.add("totals")
    here.read()
    shop.broken.clear()
    load, loads = here.views.load, []

    def overtaken(view: View[Any], keys: Any) -> Any:
        found = load(view, keys)
        loads.append(view.name)
        if loads == ["OrderSummary", "CustomerTotals"]:
            here.repair()  # another one, from its begin to its end
        return found

    monkeypatch.setattr(here.views, "load", overtaken)
    assert set(here.repair().values()) == {"ok"}
    assert here.tables()["CustomerTotals"][("c",)] == {"customerId": "c", "orders": 1, "cents": 12}


def test_a_repair_that_dies_half_way_leaves_the_key_held(here: Shop) -> None:
    class Killed(BaseException):
        pass

    here.log.entries += history(placed(), *[line(1)] * 249)
    here.ledger.fault = once(Killed(), "write done")
    with pytest.raises(Killed):
        here.repair()
    half = here.ledger.items["Order-1"].cursor
    assert (half.status, half.version) == (Status.HELD, MAX_COMMANDS)
    here.repair()
    assert (here.versions(), here.cents()) == ({"Order-1": 250}, 249)


def test_a_batch_that_comes_again_writes_nothing(here: Shop) -> None:
    records = history(placed(), line(5), line(7))
    here.reader().read(records)
    written: list[str] = []
    here.ledger.fault = here.views.fault = written.append
    assert here.reader().read(records) == []
    assert here.reader().read(records[-1:]) == []
    assert written == []


def test_a_shuffled_batch_of_one_key_is_put_in_order_first(here: Shop) -> None:
    records = history(placed(), line(5), line(7))
    assert here.reader().read(records[::-1]) == []
    assert (here.versions(), here.cents()) == ({"Order-1": 3}, 12)


# poison event, handler bug


def test_a_handler_that_raises_parks_its_key_in_its_view_and_nothing_else(here: Shop) -> None:
    here.reader().read(history(placed()))
    shop.broken.add("summary")
    other = history(placed("2"), id="2", first=2)
    assert here.reader().read([*history(placed(), line(5)), *other]) == []
    shop.broken.clear()
    (parked,) = here.views.load(shop.SUMMARIES, {"Order-1": ("1",)}).values()
    assert (parked.cursor.status, parked.cursor.version) == (Status.PARKED, 1)
    assert "ZeroDivisionError" in parked.cursor.error
    assert "secret-payload" not in parked.cursor.error
    assert (here.versions(), here.cents()) == ({"Order-1": 2, "Order-2": 1}, 5)
    assert here.tables()["CustomerTotals"][("c",)] == {"customerId": "c", "orders": 2, "cents": 5}
    assert here.reader().read(history(placed(), line(5), line(7))) == []
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 0  # seen as it was, and nothing skipped


@pytest.mark.parametrize("handler", ["summary", "totals", "evolve"])
def test_after_the_fix_a_repair_folds_what_was_left_out(here: Shop, handler: str) -> None:
    for n, record in enumerate(history(placed(), line(5), line(7))):
        here.log.put(record.key, record.data)
        if n == 1:
            shop.broken.add(handler)
        here.read()
    shop.broken.clear()
    assert set(here.repair().values()) == {"ok"}
    assert here.cents() == 12
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 12
    assert here.tables()["CustomerTotals"][("c",)] == {"customerId": "c", "orders": 1, "cents": 12}


def test_a_repair_before_the_fix_says_that_the_key_is_still_parked(here: Shop) -> None:
    for record in history(placed(), line(5)):
        here.log.put(record.key, record.data)
    shop.broken.add("summary")
    here.read()
    assert here.repair() == {"ledger": "ok", "OrderSummary": "parked", "CustomerTotals": "ok"}


def test_a_payload_that_does_not_read_parks_whoever_wants_it(here: Shop) -> None:
    good, bad = history(placed(), line(5))
    bad = structs.replace(bad, data=bad.data.replace(b'"cents":5', b'"cents":"five-secret"'))
    assert here.reader().read([good, bad]) == []
    cursors = [*here.views.cursors().values(), here.ledger.items["Order-1"].cursor]
    assert [cursor.status for cursor in cursors] == [Status.PARKED] * 3
    assert here.versions() == {"Order-1": 2}
    assert not any("five-secret" in cursor.error for cursor in cursors)
    assert all("cents" in cursor.error for cursor in cursors)


def test_a_parked_state_keeps_its_reason_while_the_verdicts_go_on() -> None:
    first, bad, last = history(placed(), line(5), line(7))
    bad = structs.replace(bad, data=bad.data.replace(b'"cents":5', b'"cents":"five"'), arrived=5)
    for batches in ([[first, bad, last]], [[first, bad], [last]]):
        here = Shop()
        for batch in batches:
            here.reader().read(batch)
        cursor = here.ledger.items["Order-1"].cursor
        assert (cursor.version, cursor.status) == (3, Status.PARKED)
        assert (cursor.by, cursor.since) == (bad.place, 5)
        assert "cents" in cursor.error


def test_no_command_is_decided_on_a_state_that_did_not_fold(here: Shop) -> None:
    here.place()
    here.line(5)
    here.line(7, command_id="another", wait=0)
    shop.broken.add("evolve")  # what was deployed since the event became a fact
    here.read()
    accepted = here.line(7, command_id="another")
    assert accepted == Accepted("another", "Order-1", 3)  # the verdict looks at no payload
    shop.broken.clear()
    assert type(here.line(9, command_id="third")).__name__ == "Held"
    assert here.line(7, command_id="another") == accepted  # what was accepted is still known
    here.repair()
    assert here.line(9, command_id="third") == Accepted("third", "Order-1", 4)
    assert here.cents() == 21


def test_a_state_that_cannot_be_stored_parks_its_key_and_the_verdicts_go_on(here: Shop) -> None:
    def evolve(state: Any, event: Any) -> Any:
        return replace(shop.evolve(state, event), customer="\ud800" if isinstance(event, LineAdded) else "c")

    reader = replace(READER, aggregates=(replace(shop.ORDER, evolve=evolve),))
    channel = ChannelReader(reader, ledger=here.ledger, views=here.views, repairs=here.repairs)
    first, second, third = history(placed(), line(1), line(2))
    assert channel.read([first]) == []
    assert channel.read([second, third]) == []
    item = here.ledger.items["Order-1"]
    assert (item.cursor.status, item.cursor.version, item.folded) == (Status.PARKED, 3, 1)
    assert item.cursor.error.startswith("PydanticSerializationError")
    assert (item.cursor.by, item.cursor.since) == ("", 0)  # no one record is to blame
    assert (
        shop.states().decode(structs.replace(item, cursor=structs.replace(item.cursor, version=1))).customer
        == "c"
    )
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 3


@pytest.mark.parametrize("error", [NotImplementedError, ZeroDivisionError])
def test_what_cannot_be_folded_does_not_become_a_fact(
    here: Shop, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def evolve(_state: Any, _event: Any, /) -> Any:
        raise error("secret-payload")

    aggregate = replace(PLACE_ORDER.aggregate, evolve=evolve)
    place, command = replace(PLACE_ORDER, aggregate=aggregate), PlaceOrder(order_id="1", customer_id="c")
    if error is NotImplementedError:
        assert here.commands.handle(place, command, Request(command_id="place")) == Stub("placeOrder")
    else:
        with pytest.raises(HandlerFault, match="the Order cannot evolve: ZeroDivisionError") as raised:
            here.commands.handle(place, command, Request(command_id="place"))
        assert "secret" not in str(raised.value)
    assert here.log.entries == []


# unknown event type


def test_an_unknown_event_is_ignored_and_counts_as_a_version(here: Shop) -> None:
    class Unheard(Event, type="Unheard", version=1):
        what: str = "?"

    assert here.reader().read(history(placed(), Unheard(), line(5))) == []
    assert (here.versions(), here.cents()) == ({"Order-1": 3}, 5)
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 5


def test_a_key_of_no_aggregate_here_stops_nothing(here: Shop) -> None:
    stranger = structs.replace(history(placed("2"), id="2", first=2)[0], key="Stranger-2")
    nothing = structs.replace(stranger, key="no key", seq=padded("3"))
    assert here.reader().read([*history(placed()), stranger, nothing]) == []
    assert (here.versions(), list(here.tables()["OrderSummary"])) == ({"Order-1": 1}, [("1",)])
    assert here.repairs.asked == []


# reshard


def resharded() -> tuple[list[Record], list[Record]]:
    """A key's records, the last two of them on a child shard."""
    records = history(placed(), line(1), line(2), line(4))
    return records[:2], [structs.replace(record, shard="child") for record in records[2:]]


def test_a_child_read_after_its_parent_is_nothing_special(here: Shop) -> None:
    parent, child = resharded()
    here.reader().read(parent)
    here.reader().read(child)
    assert (here.versions(), here.cents(), here.repairs.asked) == ({"Order-1": 4}, 7, [])


def test_a_child_read_before_its_parent_s_tail_is_held(here: Shop) -> None:
    parent, child = resharded()
    here.reader().read(parent[:1])
    here.reader().read(child)
    assert here.ledger.items["Order-1"].cursor.status is Status.HELD
    assert set(here.repairs.asked) == {("orders", "Order-1")}
    for record in [*parent, *child]:
        here.log.entries.append(record)
    assert set(here.repair().values()) == {"ok"}
    here.repairs.asked.clear()
    assert here.reader().read(parent[1:]) == []  # the tail comes at last, and is known
    assert (here.versions(), here.cents(), here.repairs.asked) == ({"Order-1": 4}, 7, [])


def test_a_loser_read_before_the_winner_of_another_shard_is_suspect(here: Shop) -> None:
    first, winner = history(placed(), line(1))
    loser = structs.replace(
        winner,
        shard="child",
        seq=padded("500"),
        data=commit_data("Order-1", Head(1, "1-1"), line(50), commit="loser", command="of-loser"),
    )
    here.reader().read([first])
    here.reader().read([loser])
    assert here.cents() == 50  # nobody can know yet
    here.reader().read([winner])
    assert here.ledger.items["Order-1"].cursor.status is Status.HELD
    here.log.entries += [first, winner, loser]
    results = here.repair()
    assert results == {"ledger": "ok", "OrderSummary": "ok", "CustomerTotals": "diverged"}
    assert here.cents() == 1
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 1
    outcome = here.commands.outcome("of-loser", "Order-1", loser)
    assert type(outcome).__name__ == "Voided"  # and anyone who asks learns it


def test_a_held_key_only_counts_what_comes_until_it_is_repaired(here: Shop) -> None:
    first, second, third, fourth = history(placed(), line(1), line(2), line(4))
    here.reader().read([first, third])
    before = [*here.views.cursors().values(), *(item.cursor for item in here.ledger.items.values())]
    here.reader().read([second])  # would fit, but what came between is passed and will not come again
    here.reader().read([fourth])
    after = [*here.views.cursors().values(), *(item.cursor for item in here.ledger.items.values())]
    assert after == [structs.replace(cursor, missed=2) for cursor in before]
    here.log.entries += [first, second, third, fourth]
    assert set(here.repair().values()) == {"ok"}
    assert here.cents() == 7


def test_a_late_record_of_a_known_command_but_an_unknown_commit_is_suspect(here: Shop) -> None:
    first, winner, later = history(placed(), line(1), line(2))
    here.reader().read([first, winner, later])
    data = commit_data("Order-1", Head(1, "1-1"), line(1), commit="other", command="for-1-2")
    here.reader().read([structs.replace(winner, shard="parent", seq=padded("5"), data=data)])
    assert here.ledger.items["Order-1"].cursor.status is Status.HELD


def test_a_parent_s_record_that_comes_again_after_the_child_s_is_known(here: Shop) -> None:
    parent, child = resharded()
    here.reader().read([*parent, *child])
    here.reader().read(parent)
    assert (here.versions(), here.cents(), here.repairs.asked) == ({"Order-1": 4}, 7, [])


def test_a_late_record_that_is_no_commit_is_not_suspect(here: Shop) -> None:
    parent, child = resharded()
    here.reader().read([*parent, *child])
    here.reader().read([structs.replace(parent[1], seq=padded("5"), data=b"no commit")])
    assert (here.versions(), here.repairs.asked) == ({"Order-1": 4}, [])
    assert here.ledger.items["Order-1"].cursor.status is Status.OK


@pytest.mark.parametrize("version", [1, 2])
def test_a_view_that_took_the_loser_while_the_ledger_did_not_is_suspect_too(here: Shop, version: int) -> None:
    *before, winner = history(placed(), line(1))[:version]
    head, event = (Head(1, "1-1"), line(50)) if before else (Head(), placed())
    data = commit_data("Order-1", head, event, commit="loser")
    loser = structs.replace(winner, shard="child", seq=padded("500"), data=data)
    here.reader().read(before)

    def only_the_ledger(at: str) -> None:
        if at == "write":
            raise Unavailable

    here.views.fault = only_the_ledger
    assert here.reader().read([winner]) == [winner]
    here.views.fault = lambda _: None
    here.reader().read([loser])  # the ledger voids it, the views stand where it fits
    here.reader().read([winner])
    assert here.ledger.items["Order-1"].cursor.status is Status.OK
    assert {cursor.status for cursor in here.views.cursors().values()} == {Status.HELD}
    assert here.repairs.asked == [("orders", "Order-1")] * 2  # by each view


# Firehose; a record lost from the archive


def test_duplicates_and_disorder_of_the_archive_give_the_same_replay() -> None:
    records = [r for id in "12" for r in history(placed(id), line(5, id), line(7, id), id=id, first=int(id))]
    one, other = replay(READER, records), replay(READER, [*records[::-1], *records])
    assert (one.ledger, one.tables, one.stopped) == (other.ledger, other.tables, {})


def test_a_record_that_the_archive_lost_is_a_hold_and_never_a_guess() -> None:
    records = history(placed(), line(5), line(7))
    replayed = replay(READER, [records[0], records[2]])
    assert {key for _, key in replayed.stopped} == {"Order-1", ("1",)}
    assert all(cursor.status is Status.HELD for cursor in replayed.stopped.values())


def test_the_loss_of_the_last_record_is_a_head_that_differs(here: Shop) -> None:
    records = history(placed(), line(5), line(7))
    here.reader().read(records)
    replayed = replay(READER, records[:-1])
    assert replayed.stopped == {}
    heads = {key: item.cursor.head for key, item in here.ledger.items.items()}
    (difference,) = differences(replayed.heads, heads)
    assert (difference.key, difference.replayed, difference.ledger) == (
        "Order-1",
        Head(2, "1-2"),
        Head(3, "1-3"),
    )


def test_a_repair_writes_nothing_when_the_history_has_a_hole(here: Shop) -> None:
    records = history(placed(), line(5), line(7))
    here.reader().read([records[0], records[2]])
    before = (here.ledger.items, here.views.cursors())
    here.log.entries = [records[0], records[2]]
    assert set(here.repair().values()) == {"hole"}
    assert (here.ledger.items, here.views.cursors()) == before


def test_a_lost_record_that_cannot_be_folded_parks_its_key_and_the_verdict_stands(here: Shop) -> None:
    first, second, last = history(placed(), line(5), line(7))
    poison = structs.replace(last, data=last.data.replace(b'"cents":7', b'"cents":"seven"'))
    here.reader().read([first, second])
    here.log.entries = [first, second, poison]  # which the reader never met
    assert set(here.repair().values()) == {"parked"}
    item = here.ledger.items["Order-1"]
    assert (item.cursor.status, item.cursor.head, item.folded) == (Status.PARKED, Head(3, "1-3"), 2)
    assert {cursor.status for cursor in here.views.cursors().values()} == {Status.PARKED}
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 5


def test_a_repair_writes_nothing_when_the_history_is_behind_what_was_read(here: Shop) -> None:
    records = history(placed(), line(5), line(7))
    here.reader().read(records)
    before = (here.ledger.items, here.views.cursors())
    here.log.entries = records[:2]
    assert set(here.repair().values()) == {"behind"}
    assert (here.ledger.items, here.views.cursors()) == before


# DynamoDB throttles, times out after writing


@pytest.mark.parametrize("point", ["write", "write done"])
@pytest.mark.parametrize("store", ["ledger", "views"])
def test_a_write_that_failed_or_seemed_to_is_read_again_and_nothing_happens_twice(
    here: Shop, point: str, store: str
) -> None:
    records = history(placed(), line(5), line(7))
    getattr(here, store).fault = once(Unavailable(), point)
    assert here.reader().read(records) == records
    assert store == "views" or here.views.cursors() == {}  # no view goes ahead of its ledger
    assert here.reader().read(records) == []
    assert (here.versions(), here.cents()) == ({"Order-1": 3}, 12)
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 12
    assert here.tables()["CustomerTotals"][("c",)] == {"customerId": "c", "orders": 1, "cents": 12}


def test_a_store_that_cannot_be_read_fails_the_batch_and_no_more(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = history(placed(), line(5))

    def unreadable(*_: Any) -> Any:
        raise Unavailable("throttled")

    monkeypatch.setattr(here.views, "targets", unreadable)
    assert here.reader().read(records) == records
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 5  # the ledger and the other view went on
    monkeypatch.undo()
    assert here.reader().read(records) == []
    assert here.tables()["CustomerTotals"][("c",)]["cents"] == 5


def test_failures_name_every_record_of_the_lost_key_and_none_of_others(here: Shop) -> None:
    one, two = history(placed(), line(5)), history(placed("2"), line(5, "2"), id="2", first=2)
    here.ledger.fault = once(Unavailable(), "write")
    assert here.reader().read([one[0], two[0], one[1], two[1]]) == one


# and between keys


def test_a_gathered_view_commutes_between_keys() -> None:
    events: Sequence[Sequence[Event]] = [[placed(id), line(int(id), id)] for id in "123"]
    results = [folded(shop.TOTALS, order) for order in interleavings(events)]
    assert all(result == results[0] for result in results)


def test_pending_without_waiting(here: Shop) -> None:
    assert isinstance(here.place(wait=0), Pending)


# A row comes between two looks at it


class Looked(MemoryViews):
    """Rows that change right after somebody looked for one."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__(READER.views)
        self._then = then

    def row(self, view: str, key: Sequence[Any]) -> Any:
        found = super().row(view, key)
        self._then()
        return found


def test_a_row_that_comes_between_two_looks_is_not_told_to_be_missing(here: Shop) -> None:
    """What has come to the version that was asked for is there: "no such row" would be of before."""
    here.place(wait=0)
    here.views = Looked(here.read)
    queries = Queries(here.views, here.clock, jitter=lambda: 0.5)
    route = next(r for r in shop.ROUTES if isinstance(r, QueryRoute) and r.name == "getOrder")
    found = queries.answer(route, shop.GetOrder(order_id="1"), at_least=1, wait=5)
    assert isinstance(found, Found)
    assert found.version == 1
