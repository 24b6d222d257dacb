"""Readers that are doubled, that begin again, and that get what they know in another order."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from specfold.aws import functions
from specfold.local import project
from specfold.local.events import kinesis_event
from specfold.local.shards import Record
from specfold.local.stack import Local

from generated.ordering.functions import ENVIRONMENT
from generated.ordering.service import SERVICE
from tests.faults.checker import Raw
from tests.faults.cloud import STREAMS, Cloud, second_consumers, until
from tests.faults.journal import Journal
from tests.faults.load import clients

ROWS = {"ordering-order-summary": "orderId", "ordering-customer-totals": "customerId"}
ORDERING = (*ROWS, "ordering-ledger", "ordering-customer-totals-cursors")
TABLES = (*ORDERING, "ordering-policies", "payments-ledger", "payments-payment-status")
Contents = dict[str, list[Any]]


@pytest.fixture
def cloud(local: Local) -> Cloud:
    return Cloud(local)


@pytest.fixture
def journal(local: Local, cloud: Cloud, request: pytest.FixtureRequest) -> Journal:
    """What clients were told who have been at work, and all of it is read."""
    journal = Journal()
    with clients(local, 4, str(request.node.name), journal):
        journal.await_more(40)
    until(cloud.caught_up, "every reader comes to the end of the log")
    return journal


def contents(cloud: Cloud) -> Contents:
    return {name: sorted(cloud.table(name), key=repr) for name in TABLES}


def test_two_readers_of_one_shard_do_not_harm_each_other(local: Local, cloud: Cloud, tmp_path: Path) -> None:
    journal, second = Journal(), second_consumers(local, tmp_path / "second")
    try:
        with clients(local, 4, "two", journal):
            journal.await_more(15)
            second.start()
            journal.await_more(40)
        until(cloud.caught_up, "the first reader comes to the end")
        until(lambda: cloud.caught_up(tmp_path / "second"), "the second reader comes to the end")
        until(cloud.caught_up, "nothing is left to do")
    finally:
        second.stop()
    assert cloud.findings(journal.told, journal.seen)[0] == []


def test_a_redelivery_of_everything_changes_nothing(local: Local, cloud: Cloud, journal: Journal) -> None:
    before, streams = contents(cloud), [cloud.stream(name) for name in STREAMS]
    for name in ("consumers", "archive"):
        local.kill(name)
    for file in (local.settings.state / "checkpoints").glob("*.json"):
        file.unlink()
    local.start("consumers", "archive")
    until(cloud.caught_up, "every reader comes to the end of the log")
    assert contents(cloud) == before
    assert [cloud.stream(name) for name in STREAMS] == streams
    for name, records in zip(STREAMS, streams, strict=True):
        assert len(cloud.archive(name)) > len(records), "nothing was put again"
    assert cloud.findings(journal.told, journal.seen)[0] == []


def shuffled(records: Sequence[Raw], dice: random.Random) -> Iterator[list[Raw]]:
    """Batches in which each key keeps its order, and keys do not; with records that were delivered before."""
    queues: dict[str, list[Raw]] = {}
    for raw in records:
        queues.setdefault(raw.key, []).append(raw)
    given: list[Raw] = []
    while queues:
        batch = dice.sample(given, min(len(given), dice.randint(0, 4)))
        for _ in range(dice.randint(1, 12)):
            if queues:
                key = dice.choice(sorted(queues))
                batch.append(queues[key].pop(0))
                given.append(batch[-1])
                if not queues[key]:
                    del queues[key]
        yield batch


def event(batch: Sequence[Raw]) -> Any:
    """What the mapping would send to the function; all of it arrived now, as commands expire by that."""
    records = [Record(raw.shard, str(raw.seq), raw.key, raw.data, time.time()) for raw in batch]
    return kinesis_event(records, "arn:aws:kinesis:us-east-1:000000000000:stream/any")


def test_tables_that_are_lost_come_again_in_whatever_order_keys_are_read(
    local: Local, cloud: Cloud, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = next(f for t in local.topologies for f in t.functions if f.name == "ordering-orders-reader")
    for name, value in (local.environment | project.variables([reader], local.settings)).items():
        monkeypatch.setenv(name, value)
    before = [cloud.rows(name, key) for name, key in ROWS.items()]
    local.kill("consumers")
    for name in ORDERING:
        cloud.wipe(name)
    read = functions.reader(SERVICE, ENVIRONMENT, "orders")
    for batch in shuffled(cloud.stream("ordering-orders"), random.Random(7)):
        assert read(event(batch), None) == {"batchItemFailures": []}
    after = [cloud.rows(name, key) for name, key in ROWS.items()]
    assert len(after[0]) > 5
    assert after == before
    local.start("consumers")
    until(cloud.caught_up, "every reader comes to the end of the log")
    assert cloud.findings(journal.told, journal.seen)[0] == []
