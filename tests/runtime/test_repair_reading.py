"""How much of an archive a repair reads: from a week before the key began, and all of it if that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Status
from specfold.eventlog.ports import LedgerStep
from specfold.model.service import View
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import MemoryLog

from tests.runtime import shop
from tests.runtime.test_failures import Shop, history, line, placed

WEEK = int(timedelta(days=7).total_seconds() * 1000)


@dataclass
class Shelves(MemoryLog):
    """An archive that notes from when on it is read; each of its records is found once, on its shelf."""

    asked: list[int | None] = field(default_factory=list)

    def records(self, key: str | None = None, since: int | None = None) -> Iterator[Record]:
        self.asked.append(since)
        return super().records(key, since)


@pytest.fixture
def here() -> Shop:
    return Shop()


def repair(here: Shop, archive: Shelves, key: str = "Order-1") -> dict[str, str]:
    made = Repair(
        reader=shop.READER,
        history=History(archive, MemoryLog()),
        ledger=here.ledger,
        views=here.views,
        clock=here.clock,
    )
    return dict(made.repair(key))


def test_a_repair_reads_the_archive_once_from_a_week_before_the_first_record(here: Shop) -> None:
    first, second, third = history(placed(), line(1), line(2))
    here.reader().read([first, third])
    archive = Shelves(entries=[first, second, third])
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked == [first.arrived - WEEK]
    assert here.cents() == 3


def test_when_a_key_began_is_read_as_it_stands(here: Shop) -> None:
    records = history(placed(), line(1))
    here.reader().read(records)
    here.ledger.lag = lambda: 9
    archive = Shelves(entries=records)
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked == [records[0].arrived - WEEK]


def test_who_is_overtaken_once_does_not_read_the_archive_again(
    here: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = history(placed(), line(1))
    here.reader().read([first])
    load, overtaken = here.views.load, list[str]()

    def load_and_lose(view: View[Any], keys: Any) -> Any:
        found = load(view, keys)
        if view.name == "CustomerTotals" and not overtaken:
            overtaken.append(view.name)
            here.reader().read([second])
        return found

    monkeypatch.setattr(here.views, "load", load_and_lose)
    archive = Shelves(entries=[first, second])
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked == [first.arrived - WEEK]
    assert here.tables()["CustomerTotals"][("c",)]["cents"] == 1


def test_where_that_is_too_little_it_reads_all(here: Shop) -> None:
    """What was lost to the reader is older than it can know of."""
    records = history(placed(), line(1), line(2))
    old = [structs.replace(record, arrived=record.arrived - WEEK - 1) for record in records[:2]]
    here.reader().read([records[2]])
    assert here.ledger.items["Order-1"].cursor.status is Status.HELD
    archive = Shelves(entries=[*old, records[2]])
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked == [records[2].arrived - WEEK, None]
    assert here.cents() == 3
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked[2:] == [old[0].arrived - WEEK]  # now it is known when the key began


def test_a_key_that_the_ledger_does_not_know_is_looked_for_everywhere(here: Shop) -> None:
    archive = Shelves(entries=history(placed(), line(1)))
    assert set(repair(here, archive).values()) == {"ok"}
    assert archive.asked == [None]
    assert here.versions() == {"Order-1": 2}


def test_what_others_write_is_waited_for_and_not_looked_for(here: Shop) -> None:
    first, second = history(placed(), line(1))
    here.reader().read([first])
    archive = Shelves(entries=[first, second])
    here.ledger.fault = here.views.fault = lambda point: here.clock.sleep(0)
    made = Repair(
        reader=replace(shop.READER, views=()),
        history=History(archive, MemoryLog()),
        ledger=here.ledger,
        views=here.views,
        clock=here.clock,
    )
    tries: list[int] = []

    def overtaken(steps: Sequence[LedgerStep]) -> frozenset[str]:
        tries.append(len(steps))
        return frozenset(step.key for step in steps)

    here.ledger.write = overtaken  # type: ignore[method-assign]
    assert dict(made.repair("Order-1")) == {"ledger": "busy"}
    assert len(tries) == 3
    assert archive.asked == [first.arrived - WEEK]
