"""What an operator skips is passed over by every reader alike, and nothing else is."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from specfold.eventlog.commit import RULES, Commit, Head, Record, Skip, Verdict, decide, padded
from specfold.eventlog.cursor import Status
from specfold.eventlog.envelope import commit_of
from specfold.eventlog.skips import SkipEvent, Why, is_skip, skip_data, skips_in
from specfold.recovery.head_audit import departures
from specfold.recovery.replay import as_of, replay
from specfold.testing import commit_data

from tests.runtime import shop
from tests.runtime.shop import LineAdded, OrderPlaced
from tests.runtime.test_failures import Shop

KEY = "Order-1"
LINE = LineAdded(order_id="1", customer_id="c", cents=5)


def record(number: int, data: bytes, key: str = KEY, shard: str = "s") -> Record:
    return Record(1, shard, padded(str(number)), 1_000 + number, key, data)


def skip(number: int, of: Record, **more: Any) -> Record:
    event = SkipEvent(
        id=f"skip-{number}",
        source="//shop",
        time="2026-01-31T00:00:00Z",
        partitionkey=of.key,
        skippedepoch=of.epoch,
        skippedshard=of.shard,
        skippedseq=of.seq,
        data=Why(by="operator", reason="it never reads"),
    )
    return record(number, skip_data(replace(event, **more)))


def committed(number: int, head: Head, commit: str, *events: Any, **changes: Any) -> Record:
    made = json.loads(commit_data(KEY, head, *events or (LINE,), commit=commit))
    return record(number, json.dumps([event | changes for event in made]).encode())


PLACED = committed(
    1, Head(), "c1", OrderPlaced(order_id="1", customer_id="c", placed_at=datetime(2026, 1, 31, tzinfo=UTC))
)
LATER = committed(9, Head(1, "c1"), "c9")  # written after whatever is wrong
AHEAD = committed(2, Head(7, "nowhere"), "far")
WRONG_PARENT = committed(2, Head(1, "other"), "wrong")
NEWER_RULE = committed(2, Head(1, "c1"), "new", commitrule=2)
HELD = {"ahead": AHEAD, "wrong parent": WRONG_PARENT, "newer rule": NEWER_RULE}
UNREADABLE = {
    "null": committed(2, Head(1, "c1"), "c2", data=None),
    "against the schema": committed(2, Head(1, "c1"), "c2", data={"orderId": 1}),
    "type of a wrong type": committed(2, Head(1, "c1"), "c2", type=1),
    "another order's": committed(
        2, Head(1, "c1"), "c2", data={"orderId": "2", "customerId": "c", "cents": 1}
    ),
}
AFTER = committed(9, Head(2, "c2"), "c9")


def batches(chance: random.Random, records: Sequence[Record]) -> list[Sequence[Record]]:
    cuts = sorted(chance.sample(range(1, len(records)), chance.randint(0, len(records) - 1)))
    return [records[a:b] for a, b in zip([0, *cuts], [*cuts, len(records)], strict=True)]


def run(records: Sequence[Record], seed: int) -> Shop:
    """What a reader is after these records, in batches of any size, with the repairs that it asks for."""
    chance, here = random.Random(seed), Shop()
    for batch in batches(chance, records):
        here.log.entries += batch
        here.read()
        for _, key in list(dict.fromkeys(here.repairs.asked)):
            here.repair(key)
        here.repairs.asked.clear()
    return here


def stopped(here: Shop) -> set[str]:
    cursors = {("ledger", key): item.cursor for key, item in here.ledger.items.items()}
    found = (cursors | here.views.cursors()).items()
    return {name for (name, _), cursor in found if cursor.status is not Status.OK}


def cents(tables: Mapping[str, Any]) -> tuple[int, int]:
    return tables["OrderSummary"][("1",)]["cents"], tables["CustomerTotals"][("c",)]["cents"]


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("seed", range(8))
def test_a_record_that_the_rule_holds_is_void_once_it_is_skipped(held: str, seed: int) -> None:
    wrong = HELD[held]
    here = run([PLACED, wrong, skip(5, wrong), LATER], seed)
    assert stopped(here) == set()
    assert here.versions() == {KEY: 2}
    assert cents(here.tables()) == (5, 5)


@pytest.mark.parametrize("held", HELD)
def test_a_record_that_is_not_skipped_stays_held(held: str) -> None:
    wrong = HELD[held]
    others = [skip(5, PLACED), skip(5, wrong, skippedshard="other"), skip(5, wrong, skippedepoch=2)]
    others += [skip(5, wrong, partitionkey="Order-2"), replace(skip(5, wrong), key="Order-2")]
    others += [skip(0, wrong), replace(skip(5, wrong), data=skip(5, wrong).data.replace(b"skipped", b"kept"))]
    for other in others:
        here = run(sorted([PLACED, wrong, other, LATER], key=lambda r: r.order), 1)
        assert "ledger" in stopped(here)
        assert here.versions()[KEY] == 1


@pytest.mark.parametrize("unreadable", UNREADABLE)
@pytest.mark.parametrize("seed", range(8))
def test_a_commit_that_does_not_read_keeps_its_version_and_folds_into_nothing(
    unreadable: str, seed: int
) -> None:
    wrong = UNREADABLE[unreadable]
    assert stopped(run([PLACED, wrong, AFTER], seed)) & {"ledger", "OrderSummary"}
    here = run([PLACED, wrong, AFTER, skip(12, wrong)], seed)
    assert stopped(here) == set()
    assert here.versions() == {KEY: 3}
    assert here.tables()["OrderSummary"][("1",)]["cents"] == 5


def test_the_events_of_a_skipped_commit_that_read_are_folded() -> None:
    both = json.loads(commit_data(KEY, Head(1, "c1"), LINE, LINE, commit="c2"))
    both[1]["data"] = None
    wrong = record(2, json.dumps(both).encode())
    here = run([PLACED, wrong, skip(3, wrong), AFTER], 1)
    assert (stopped(here), cents(here.tables())) == (set(), (10, 10))
    del both[1]["type"]
    wrong = record(2, json.dumps(both).encode())
    here = run([PLACED, wrong, skip(3, wrong), AFTER], 1)
    assert (stopped(here), cents(here.tables())) == (set(), (10, 10))


def test_a_skip_of_what_is_fine_changes_nothing() -> None:
    fine = committed(2, Head(1, "c1"), "c2")
    without = run([PLACED, fine, AFTER], 1)
    for skipped in (PLACED, fine, AFTER, skip(20, fine)):
        for seed in range(4):
            here = run([PLACED, fine, AFTER, skip(30, skipped), skip(31, skipped)], seed)
            assert here.tables() == without.tables()
            assert here.versions() == without.versions()


@pytest.mark.parametrize("wrong", [*HELD.values(), *UNREADABLE.values()])
def test_replay_repair_and_audit_agree_with_the_reader_in_whatever_order_they_read(wrong: Record) -> None:
    later = LATER if wrong in HELD.values() else AFTER
    records = [PLACED, wrong, later, skip(12, wrong), skip(13, wrong)]
    here = run(records, 3)
    for order in permutations(records):
        again = replay(shop.READER, order)
        assert again.stopped == {}
        assert again.tables == here.tables()
        assert {key: head.version for key, head in again.heads.items()} == here.versions()
        assert list(departures(order, again.heads)) == []


def test_a_replay_in_many_batches_knows_of_a_skip_that_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("specfold.recovery.replay.BATCH", 1)
    assert replay(shop.READER, [PLACED, AHEAD, skip(5, AHEAD), LATER]).stopped == {}


def test_as_of_a_time_before_it_was_skipped_the_record_holds() -> None:
    records = [PLACED, AHEAD, skip(5, AHEAD), LATER]
    assert replay(shop.READER, as_of(records, 1_003)).stopped
    assert not replay(shop.READER, as_of(records, 1_005)).stopped


def test_a_record_of_a_later_rule_is_void_for_readers_that_know_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = Commit("c2", 1, "c1", "k", rule=2)
    monkeypatch.setattr("specfold.eventlog.commit.RULES", {1: RULES[1], 2: RULES[1]})
    assert decide(Head(1, "c1"), later) is Verdict.ACCEPT
    assert decide(Head(1, "c1"), later, Skip(rule=1)) is Verdict.VOID
    assert decide(Head(1, "c1"), later, Skip(rule=2)) is Verdict.ACCEPT


def test_a_skip_is_no_commit_and_a_commit_is_no_skip() -> None:
    made = skip(5, AHEAD)
    assert is_skip(made)
    assert commit_of(made.data, KEY) is None
    (event,) = json.loads(made.data)
    (commit,) = json.loads(PLACED.data)
    both = record(6, json.dumps([commit | event]).encode())
    assert commit_of(both.data, KEY)
    assert not is_skip(both)
    assert skips_in([both]) == {}


def test_the_reason_of_a_hold_names_the_rule_that_is_not_known() -> None:
    here = run([PLACED, NEWER_RULE], 1)
    reason = "a later rule: the record was written by a newer rule (2) than this code knows"
    assert here.ledger.items[KEY].cursor.error == reason


def test_a_skip_does_not_count_as_malformed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "runtime.signals")
    run([PLACED, skip(2, PLACED), record(3, b"?")], 1)
    counted = sum(record.__dict__["measures"].get("MalformedCommits", 0) for record in caplog.records)
    assert counted == 1


def test_an_event_that_is_newer_than_any_code_can_be_skipped_and_is_noted() -> None:
    newer = committed(2, Head(1, "c1"), "c2", type="LineAdded.v77")
    assert "newer than this code" in run([PLACED, newer], 1).ledger.items[KEY].cursor.error
    for seed in range(4):
        here = run([PLACED, newer, AFTER, skip(12, newer)], seed)
        assert (stopped(here), here.versions()) == (set(), {KEY: 3})
        assert "LineAdded.v77" in here.ledger.items[KEY].cursor.unread


def test_what_old_skips_skip_never_changes() -> None:
    lines = Path(__file__).with_name("frozen_records.jsonl").read_text("utf-8").splitlines()
    written = [json.loads(line)["data"].encode() for line in lines if "specfold.record.skipped" in line]
    found = [skips_in([Record(1, "other", padded("9"), 0, KEY, data)]) for data in written]
    assert found == [{(KEY, (1, "shardId-000000000000", padded("7"))): Skip(rule=1)}]


def test_a_repair_takes_a_stopped_key_up_to_the_next_record_that_stops_it() -> None:
    first = committed(2, Head(7, "nowhere"), "far")
    second = committed(3, Head(9, "nowhere"), "farther")
    here = run([PLACED, first, second, LATER], 1)
    assert here.ledger.items[KEY].cursor.by == first.place
    for number, (record, stops) in enumerate([(first, second.place), (second, "")]):
        here.log.entries.append(skip(20 + number, record))
        here.repair()
        cursors = [here.ledger.items[KEY].cursor, *here.views.cursors().values()]
        assert {cursor.by if cursor.status is not Status.OK else "" for cursor in cursors} == {stops}
    assert here.versions() == {KEY: 2}
