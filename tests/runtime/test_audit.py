"""The auditor: what the archive lacks, and which heads stand on nothing."""

from __future__ import annotations

import random

import msgspec
import pytest
from msgspec import structs
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.envelope import Envelope, encode
from specfold.recovery.archive_audit import Window, audited
from specfold.recovery.head_audit import Departure, departures, unproved

WINDOW = Window(1_000, 2_000)


def record(seq: int, arrived: int = 1_500, key: str = "Order-1", data: bytes = b"[]") -> Record:
    return Record(0, "shard", padded(str(seq)), arrived, key, data)


def commit(seq: int, key: str, base: int, parent: str | None) -> Record:
    event = Envelope(
        id=f"{seq}",
        source="//test",
        type="Any.v1",
        partitionkey=key,
        commitid=f"c{seq}",
        commitbase=base,
        commitparent=parent,
        commandid=f"command{seq}",
        commitindex=0,
        commitcount=1,
        commitrule=1,
        data=msgspec.Raw(b"{}"),
    )
    return record(seq, key=key, data=encode([event]))


LOG = [
    commit(1, "Order-1", 0, None),
    commit(2, "Order-1", 0, None),
    commit(3, "Order-1", 1, "c1"),
    commit(4, "Order-2", 0, None),
    commit(5, "Order-1", 2, "c3"),
]
HEADS = {"Order-1": Head(3, "c5"), "Order-2": Head(1, "c4")}


def test_an_archive_that_holds_all_is_whole_in_whatever_order_and_however_often() -> None:
    records = [record(n) for n in range(20)]
    archive = records + records[3:9]
    random.Random(1).shuffle(archive)
    audit = audited(WINDOW, records, archive)
    assert (audit.expected, audit.whole) == (20, True)


def test_what_is_missing_is_told_once() -> None:
    records = [record(n) for n in (9, 100, 10)]
    audit = audited(WINDOW, [*records, records[0]], [records[1]])
    assert [int(found.seq) for found in records if audit.lacks(found)] == [9, 10]
    assert (len(audit.missing), audit.lacks(record(11))) == (2, False)
    assert not audit.whole


@pytest.mark.parametrize(("arrived", "expected"), [(999, 0), (1_000, 1), (1_999, 1), (2_000, 0)])
def test_only_the_window_is_looked_at(arrived: int, expected: int) -> None:
    audit = audited(WINDOW, [record(1, arrived)], [])
    assert (audit.expected, len(audit.missing)) == (expected, expected)
    assert audited(WINDOW, [], [record(1, arrived), record(1, arrived)]).strange == expected


def test_another_epoch_or_shard_is_another_record() -> None:
    records = [record(1), structs.replace(record(1), epoch=1), structs.replace(record(1), shard="other")]
    audit = audited(WINDOW, records, records[:1])
    assert [audit.lacks(found) for found in records] == [False, True, True]


def test_content_that_is_not_the_stream_s_is_told() -> None:
    for wrong in (record(1, data=b"[1]"), record(1, key="Order-2")):
        audit = audited(WINDOW, [record(1)], [wrong])
        assert (audit.changed, audit.missing) == (1, frozenset())


def test_heads_that_stand_on_the_records_are_no_departures() -> None:
    assert list(departures([*LOG, *LOG[:2]], HEADS)) == []


def test_records_may_have_gone_further_than_the_ledger() -> None:
    assert list(departures(LOG, {"Order-1": Head(2, "c3")})) == []
    assert list(departures(LOG, {"Order-1": Head(0, None)})) == []


def test_a_last_commit_that_is_lost_is_found_by_the_head() -> None:
    found = list(departures(LOG[:-1], HEADS))
    assert found == [Departure("Order-1", "lost", HEADS["Order-1"], Head(2, "c3"))]


def test_a_commit_that_is_lost_from_the_midst_is_a_gap() -> None:
    found = list(departures(LOG[:2] + LOG[3:], HEADS))
    assert found == [Departure("Order-1", "gap", HEADS["Order-1"], Head(1, "c1"))]


def test_a_loser_is_not_crowned_when_its_winner_is_lost() -> None:
    found = list(departures(LOG[1:], HEADS))
    assert found == [Departure("Order-1", "gap", HEADS["Order-1"], Head(1, "c2"))]
    alone = list(departures([LOG[1], LOG[3]], {"Order-1": Head(1, "c1"), "Order-2": Head(1, "c4")}))
    assert alone == [Departure("Order-1", "lost", Head(1, "c1"), Head(1, "c2"))]


def test_a_key_of_which_nothing_is_left_is_told() -> None:
    found = list(departures(LOG[:3], HEADS))
    assert Departure("Order-2", "lost", HEADS["Order-2"], Head()) in found


def cursor(version: int, top: str, seq: int, shard: str = "shard") -> Cursor:
    return Cursor(version=version, top=top, seq=padded(str(seq)), shard=shard)


CURSORS = {"Order-1": cursor(3, "c5", 5), "Order-2": cursor(1, "c4", 4)}


def test_of_late_records_only_the_last_commits_are_looked_for() -> None:
    assert unproved(LOG[3:], CURSORS) == set()
    assert unproved([LOG[4], *LOG[:4]], CURSORS) == set()


def test_a_last_commit_that_is_not_among_the_late_records_is_unproved() -> None:
    assert unproved(LOG[2:-1], CURSORS) == {"Order-1"}
    assert unproved([LOG[2], LOG[4]], CURSORS) == {"Order-2"}


def test_what_stands_before_the_late_records_is_left_to_an_earlier_audit() -> None:
    assert unproved(LOG[4:], CURSORS) == set()
    assert unproved([], CURSORS) == set()
    elsewhere = {"Order-2": cursor(1, "c4", 4, shard="other")}
    assert unproved(LOG[:3], elsewhere) == set()


def test_a_head_of_which_only_a_loser_is_left_is_unproved() -> None:
    """The record that the cursor stands at is there, and the commit that won before it is not."""
    late = [LOG[0], LOG[1]]
    assert unproved(late, {"Order-1": cursor(1, "c1", 2)}) == set()
    assert unproved(late[1:], {"Order-1": cursor(1, "c1", 2)}) == {"Order-1"}


def test_a_ledger_that_has_accepted_nothing_stands_on_nothing() -> None:
    assert unproved(LOG, {"Order-9": Cursor(seq=padded("4"), shard="shard")}) == set()
