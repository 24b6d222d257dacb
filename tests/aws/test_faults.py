"""DynamoDB behind a network that fails: nothing is lost, nothing happens twice, nothing is told wrongly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from specfold.aws.clients import Clients
from specfold.aws.ledger_store import DynamoLedger
from specfold.eventlog.commit import padded
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import LedgerItem, LedgerStep
from specfold.local.emulator import Emulator
from specfold.model.errors import Throttled, Unavailable

from tests.aws.conftest import Clock, Hurried, create_table
from tests.aws.faults import Fault, FaultProxy, proxy


@pytest.fixture
def faulty(cloud: Emulator) -> Iterator[FaultProxy]:
    with proxy(cloud.endpoint) as server:
        yield server


@pytest.fixture
def table(aws: Clients, name: str) -> str:
    return create_table(aws, name, {"pk": "S"}, ("pk",))


@pytest.fixture
def true(aws: Clients, table: str, clock: Clock) -> DynamoLedger:
    """The ledger as it is."""
    return DynamoLedger(aws.dynamodb, table, clock)


@pytest.fixture
def ledger(faulty: FaultProxy, table: str, clock: Clock) -> DynamoLedger:
    """The ledger over the network that fails."""
    return DynamoLedger(Clients(endpoint=faulty.endpoint, patience=1.5).dynamodb, table, clock)


def steps(count: int, *, version: int = 1) -> list[LedgerStep]:
    def at(n: int) -> Cursor | None:
        return Cursor(version=n, top=f"c{n}", seq=padded(str(n))) if n else None

    item = LedgerItem(cursor=at(version) or Cursor())
    return [LedgerStep(key=f"Order-{n}", expected=at(version - 1), item=item) for n in range(count)]


def written(ledger: DynamoLedger, count: int) -> int:
    return len(ledger.read_many([f"Order-{n}" for n in range(count)]))


LOST: list[Fault] = ["lost answer", "failed after", "silent"]


@pytest.mark.parametrize("fault", LOST)
def test_a_transaction_whose_answer_is_lost_is_retried_and_counts_once(
    faulty: FaultProxy, ledger: DynamoLedger, true: DynamoLedger, fault: Fault
) -> None:
    """The retry carries the same request token, so its conditions are not judged again."""
    faulty.fail("TransactWriteItems", fault)
    assert ledger.write(steps(5)) == frozenset()
    assert faulty.seen == ["TransactWriteItems"] * 2
    assert written(true, 5) == 5


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("count", [1, 5])
def test_a_write_that_was_never_answered_is_told_as_not_written_and_found_done(
    faulty: FaultProxy, ledger: DynamoLedger, true: DynamoLedger, fault: Fault, count: int
) -> None:
    keys = {f"Order-{n}" for n in range(count)}
    operation = "TransactWriteItems" if count > 1 else "PutItem"
    faulty.fail(operation, *[fault] * 3)
    assert ledger.write(steps(count)) == keys
    assert written(true, count) == count
    assert ledger.write(steps(count)) == keys, "its condition sees to it that nothing happens twice"
    assert ledger.write(steps(count, version=2)) == frozenset()


def test_a_put_whose_answer_is_lost_fails_its_condition_when_retried(
    faulty: FaultProxy, ledger: DynamoLedger, true: DynamoLedger
) -> None:
    faulty.fail("PutItem", "lost answer")
    assert ledger.write(steps(1)) == {"Order-0"}
    assert written(true, 1) == 1


def test_a_throttled_transaction_is_not_tried_one_by_one(
    faulty: FaultProxy, ledger: DynamoLedger, true: DynamoLedger
) -> None:
    faulty.fail("TransactWriteItems", *["throttled"] * 3)
    assert len(ledger.write(steps(50))) == 50
    assert faulty.seen == ["TransactWriteItems"] * 3
    assert written(true, 50) == 0


def test_keys_that_fail_do_not_stop_others(
    faulty: FaultProxy, ledger: DynamoLedger, true: DynamoLedger
) -> None:
    faulty.fail("TransactWriteItems", *["failed after"] * 3)
    lost = ledger.write(steps(150))
    assert lost == {f"Order-{n}" for n in range(100)}
    assert written(true, 150) == 150


@pytest.mark.parametrize("operation", ["GetItem", "BatchGetItem"])
def test_a_read_that_fails_is_never_an_empty_answer(
    faulty: FaultProxy, ledger: DynamoLedger, operation: str
) -> None:
    def read() -> object:
        return ledger.command("c") if operation == "GetItem" else ledger.read_many(["Order-1"])

    faulty.fail(operation, *["throttled"] * 3)
    with pytest.raises(Throttled):
        read()
    faulty.fail(operation, *["failed after"] * 3)
    with pytest.raises(Unavailable):
        read()
    faulty.fail(operation, *["lost answer"] * 3)
    with pytest.raises(Unavailable):
        read()


def test_keys_that_were_not_answered_are_asked_for_again(
    faulty: FaultProxy, true: DynamoLedger, aws: Clients, table: str
) -> None:
    true.write(steps(100))
    clock = Hurried()
    ledger = DynamoLedger(Clients(endpoint=faulty.endpoint).dynamodb, table, clock)
    faulty.fail("BatchGetItem", *["half"] * 7)
    assert written(ledger, 100) == 100
    assert clock.slept == 0, "anyone who is answered in part need not wait"
    faulty.fail("BatchGetItem", "none", "none", "half", *["none"] * 5)
    assert written(ledger, 100) == 100
    assert clock.slept > 0
    faulty.fail("BatchGetItem", *["none"] * 9)
    with pytest.raises(Throttled):
        written(ledger, 100)
