"""Whatever DynamoDB refuses: other keys go on, what is stopped has a reason, and is put right once it can be.

Random histories of orders are read over a DynamoDB that refuses calls at random, by every code that it
documents, and always refuses some items. What is read must be what a replay gives.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from specfold.aws.ledger_store import DynamoCursors, DynamoLedger
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import CursorStep
from specfold.projections.channel_reader import ChannelReader
from specfold.recovery.repair import History, Repair
from specfold.recovery.replay import Replayed, replay
from specfold.storage.memory_ports import MemoryClock, MemoryLog, MemoryRepairs
from specfold.testing import commit_data

from tests.properties.depth import DEEP, cases
from tests.properties.refusing_dynamodb import Item, RefusingDynamoDB
from tests.runtime import shop
from tests.runtime.shop import SUMMARIES, TOTALS

KEYS = {"ledger": "pk", "summaries": "orderId", "totals": "customerId", "totals-cursors": "pk"}
NINE = datetime(2026, 1, 31, 9, tzinfo=UTC)
NEEDED = 100_000  # injected refusals of the deep form


class Case:
    """One history, and what DynamoDB does not take of it.

    `over` makes the client, given what it must refuse; its tables' names begin with `prefix`.
    """

    def __init__(self, seed: int, over: Any = None, prefix: str = "") -> None:
        self.random = random.Random(seed)
        self.customers = [f"c{n}" for n in range(self.random.randint(1, 5))]
        self.orders = {f"o{n}": self.random.choice(self.customers) for n in range(self.random.randint(1, 9))}
        self.log = MemoryLog(entries=list(self._records()))
        self.states = self._some([*self.orders])
        self.rows = self._some([*self.orders])
        self.totals = self._some(self.customers)
        self.prefix = prefix
        self.dynamodb = (over or RefusingDynamoDB)(KEYS, self.random, poison=self._poison)
        client: Any = self.dynamodb if over is None else self.dynamodb.client
        self.clock = MemoryClock(on_sleep=lambda: None)
        self.ledger = DynamoLedger(client, f"{prefix}ledger", self.clock)
        tables = {"OrderSummary": f"{prefix}summaries", "CustomerTotals": f"{prefix}totals"}
        cursors = {"CustomerTotals": f"{prefix}totals-cursors"}
        self.views = DynamoViews(client, (SUMMARIES, TOTALS), tables, cursors, self.clock)
        self.reader = ChannelReader(
            shop.READER, ledger=self.ledger, views=self.views, repairs=MemoryRepairs()
        )

    def _some(self, names: list[str]) -> set[str]:
        return {name for name in names if self.random.random() < 0.2}

    def _poison(self, table: str, item: Item) -> bool:
        """Of an order its state or its row, of a customer the totals; a cursor alone is always taken."""
        match table.removeprefix(self.prefix):
            case "ledger":
                return "state" in item and item["pk"]["S"].removeprefix("Order-") in self.states
            case "summaries":
                return "customerId" in item and item["orderId"]["S"] in self.rows
            case "totals":
                return item["customerId"]["S"] in self.totals
        return False

    def _records(self) -> Iterator[Record]:
        heads = dict.fromkeys(self.orders, Head())
        for number in range(1, self.random.randint(2, 30)):
            id = self.random.choice([*self.orders])
            head = heads[id]
            commit = f"commit-{number}"
            events = [self._event(id, first=not head.version and at == 0) for at in range(self._count())]
            stale = self.random.random() < 0.1
            base = Head() if stale else head
            data = commit_data(f"Order-{id}", base, *events, commit=commit)
            if base == head:
                heads[id] = Head(head.version + 1, commit)
            yield Record(1, "shardId-0", padded(str(number)), 1_700_000_000_000 + number, f"Order-{id}", data)

    def _count(self) -> int:
        return self.random.randint(1, 3)

    def _event(self, id: str, *, first: bool) -> Any:
        common = {"order_id": id, "customer_id": self.orders[id]}
        if first:
            return shop.OrderPlaced(**common, placed_at=NINE)
        if self.random.random() < 0.1:
            return shop.OrderCancelled(**common)
        return shop.LineAdded(**common, cents=self.random.randint(1, 9))

    # -- reading

    def read(self) -> None:
        """Deliver the records in batches until nothing comes again, as an event source mapping does."""
        left = [*self.log.entries]
        for _ in range(10_000):
            if not left:
                return
            if self.dynamodb.rate and self.random.random() < 0.02:
                self.dynamodb.rate = 0.0  # the refusals end at some time
            size = self.random.randint(1, 12)
            batch = left[:size]
            again = self.reader.read(batch)
            first = batch.index(again[0]) if again else len(batch)
            left = left[first:]
        raise AssertionError("a record comes again without end: its key holds up the others")

    def stopped(self) -> dict[tuple[str, str], Cursor]:
        """Every key that stopped, by reader and key."""
        keys = [f"Order-{id}" for id in self.orders]
        found = {("ledger", key): item.cursor for key, item in self.ledger.read_many(keys).items()}
        rows = {key: (key.removeprefix("Order-"),) for key in keys}
        for view in (SUMMARIES, TOTALS):
            loaded = self.views.load(view, rows if view.per_aggregate else dict.fromkeys(keys, ()))
            found |= {(view.name, key): item.cursor for key, item in loaded.items()}
        return {where: cursor for where, cursor in found.items() if cursor.status is not Status.OK}

    def rows_of(self, view: Any, keys: Any) -> dict[Any, Any]:
        """The members of the rows there are."""
        found = {key: self.views.row(view.name, key) for key in keys}
        return {key: row.members for key, row in found.items() if row}


def expected(case: Case, right: Replayed) -> set[tuple[str, str]]:
    """Where something is to be written that DynamoDB does not take."""
    found = {("ledger", f"Order-{id}") for id in case.states if f"Order-{id}" in right.ledger}
    found |= {
        ("OrderSummary", f"Order-{key[0]}") for key in right.tables["OrderSummary"] if key[0] in case.rows
    }
    for key, item in right.ledger.items():
        customer = case.orders[key.removeprefix("Order-")]
        if customer in case.totals and (customer,) in right.tables["CustomerTotals"] and item.folded:
            found.add(("CustomerTotals", key))
    return found


def judged(case: Case) -> None:
    """One history under refusals, and once more when they are over."""
    right = replay(shop.READER, case.log.entries)
    case.dynamodb.rate = case.random.choice((0.0, 0.05, 0.2, 0.5))
    case.read()
    case.dynamodb.rate = 0.0
    stopped = case.stopped()
    may = {("ledger", f"Order-{id}") for id in case.states} | {
        ("OrderSummary", f"Order-{id}") for id in case.rows
    }
    may |= {("CustomerTotals", f"Order-{id}") for id, own in case.orders.items() if own in case.totals}
    assert expected(case, right) <= stopped.keys() <= may
    assert all(cursor.error.startswith("DynamoDB refuses it") for cursor in stopped.values())
    assert {cursor.status for cursor in stopped.values()} <= {Status.PARKED}
    free = {key: row for key, row in right.tables["OrderSummary"].items() if key[0] not in case.rows}
    ids = [(id,) for id in case.orders if id not in case.rows]
    assert case.rows_of(SUMMARIES, ids) == free
    totals = {key: row for key, row in right.tables["CustomerTotals"].items() if key[0] not in case.totals}
    assert case.rows_of(TOTALS, [(c,) for c in case.customers if c not in case.totals]) == totals
    for key, item in case.ledger.read_many([*right.ledger]).items():
        assert item.cursor.head == right.ledger[key].cursor.head, "verdicts go on"
    repaired(case, right)


def repaired(case: Case, right: Replayed) -> None:
    """Once nothing is refused any more a repair brings every key to what a replay gives."""
    case.dynamodb.poison = lambda _table, _item: False
    history = History(archive=case.log, stream=case.log)
    repair = Repair(
        reader=shop.READER, history=history, ledger=case.ledger, views=case.views, clock=case.clock
    )
    for key in {key for _, key in case.stopped()}:
        assert set(repair.repair(key).values()) == {"ok"}
    assert case.stopped() == {}
    assert case.rows_of(SUMMARIES, [(id,) for id in case.orders]) == right.tables["OrderSummary"]
    assert case.rows_of(TOTALS, [(c,) for c in case.customers]) == right.tables["CustomerTotals"]
    found = case.ledger.read_many([*right.ledger])
    assert {k: (i.cursor.head, i.state) for k, i in found.items()} == {
        k: (i.cursor.head, i.state) for k, i in right.ledger.items()
    }


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_refusals_stop_their_own_keys_and_repairs_put_them_right() -> None:
    injected = done = 0
    for seed in range(cases(bounded=80, deep=1_000_000)):
        case = Case(seed)
        try:
            judged(case)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        injected, done = injected + case.dynamodb.injected, done + 1
        if DEEP and injected >= NEEDED:
            break
    print(f"{done:,} histories, {injected:,} injected refusals")  # counts of the deep form
    assert injected >= (NEEDED if DEEP else 500)


@pytest.mark.parametrize("table", KEYS)
def test_a_table_that_refuses_everything_stops_no_key(table: str) -> None:
    for seed in range(10):
        case = Case(seed)
        case.states, case.rows, case.totals = set(), set(), set()
        case.dynamodb.missing = {table}
        records = case.log.entries
        for _ in range(3):
            again = case.reader.read(records)
            assert again == records if table == "ledger" else set(again) <= set(records)
        case.dynamodb.missing = set()
        assert case.stopped() == {}
        case.read()
        right = replay(shop.READER, records)
        assert case.stopped() == {}
        assert case.rows_of(SUMMARIES, [(id,) for id in case.orders]) == right.tables["OrderSummary"]
        assert case.rows_of(TOTALS, [(c,) for c in case.customers]) == right.tables["CustomerTotals"]


def test_a_cursor_that_is_refused_alone_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    logging.disable(logging.NOTSET)
    client: Any = RefusingDynamoDB(KEYS, random.Random(1), poison=lambda table, _: table == "totals-cursors")
    cursors = DynamoCursors(client, "totals-cursors", MemoryClock())
    step = CursorStep(key="Payment-1", expected=None, cursor=Cursor(version=1, seq=padded("1")))
    assert cursors.write("onPayment", [step]) == {"Payment-1"}
    assert [vars(line).get("signal") for line in caplog.records if line.levelname == "ERROR"] == ["blocked"]
