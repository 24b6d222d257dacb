"""The ports in memory keep the contract, and their faults strike where they are told to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from specfold.eventlog.ports import CursorStore, LedgerStore, ViewStore
from specfold.model.errors import Unavailable
from specfold.storage.memory_ports import MemoryCursors, MemoryLedger, MemoryLog, MemoryViews

from tests.runtime import ports_contract as contract
from tests.runtime.ports_contract import at, ledger_step


class TestMemoryLog(contract.LogContract):
    @pytest.fixture
    def log(self) -> MemoryLog:
        return MemoryLog()

    @pytest.fixture
    def stream(self, log: MemoryLog) -> MemoryLog:
        return log


class TestMemoryLedger(contract.LedgerContract):
    @pytest.fixture
    def ledger(self) -> LedgerStore:
        return MemoryLedger()


class TestMemoryViews(contract.ViewContract):
    @pytest.fixture
    def store_of(self) -> Callable[..., ViewStore]:
        return lambda *views: MemoryViews(views)


class TestMemoryKeys(contract.KeyContract):
    @pytest.fixture
    def store_of(self) -> Callable[..., ViewStore]:
        return lambda *views: MemoryViews(views)


class TestMemoryCursors(contract.CursorContract):
    @pytest.fixture
    def cursors(self) -> CursorStore:
        return MemoryCursors()


def test_a_lagging_ledger_shows_what_was() -> None:
    ledger = MemoryLedger(lag=lambda: 1)
    for n in range(3):
        ledger.write([ledger_step("Order-1", at(n) if n else None, at(n + 1))])
    stale, fresh = ledger.read("Order-1"), ledger.read("Order-1", consistent=True)
    assert stale
    assert fresh
    assert (stale.cursor.version, fresh.cursor.version) == (2, 3)


@pytest.mark.parametrize(("point", "written"), [("write", False), ("write done", True)])
def test_a_write_that_fails_is_told_as_lost_whether_it_took_effect_or_not(point: str, written: bool) -> None:
    def fault(at_point: str) -> None:
        if at_point == point:
            raise Unavailable("strikes")

    ledger = MemoryLedger(fault=fault)
    assert ledger.write([ledger_step("Order-1", None, at(1))]) == {"Order-1"}
    assert (ledger.read("Order-1") is not None) is written
