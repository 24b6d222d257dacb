"""Parents are drained before their children begin.

The emulator drops a parent's unread records when it splits a shard, so these tests drive the mapping over a
log in memory that closes shards as Kinesis does.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from specfold.local.aws import Clients
from specfold.local.event_source_mapping import Mapping
from specfold.local.invoke import Function
from specfold.local.poll_intervals import Pace
from specfold.local.shards import Cursor, KinesisLog, Page, Record, Shard
from specfold.model.topology import EventSource

Until = Callable[..., None]


class MemoryLog:
    """A stream whose shards stay readable after they are closed."""

    arn = "arn:aws:kinesis:us-east-1:000000000000:stream/memory"
    identity = "memory@1"

    def __init__(self) -> None:
        self.listed: list[Shard] = []
        self.records: dict[str, list[Record]] = {}
        self.closed: set[str] = set()
        self._sequence = 10**20
        self._lock = threading.Lock()

    def add(self, shard: str, *parents: str) -> None:
        with self._lock:
            self.records[shard] = []
            self.closed |= set(parents)
            self.listed.append(Shard(shard, parents))

    def put(self, shard: str, data: str) -> None:
        with self._lock:
            assert shard not in self.closed
            self._sequence += 1
            record = Record(shard, str(self._sequence), "key", data.encode(), time.time())
            self.records[shard].append(record)

    def shards(self) -> list[Shard]:
        with self._lock:
            return list(self.listed)

    def open(self, shard: str, after: str | None) -> Cursor:
        return _MemoryCursor(self, shard, after)

    def read(self, shard: str, after: str | None, limit: int) -> Page:
        with self._lock:
            found = [r for r in self.records[shard] if after is None or int(r.sequence) > int(after)]
            return Page(tuple(found[:limit]), ended=shard in self.closed and len(found) <= limit)


class _MemoryCursor:
    def __init__(self, log: MemoryLog, shard: str, after: str | None) -> None:
        self._log, self._shard, self._after = log, shard, after

    def read(self, limit: int) -> Page:
        page = self._log.read(self._shard, self._after, limit)
        if page.records:
            self._after = page.records[-1].sequence
        return page


def _run(log: MemoryLog, handler: Any, pace: Pace, checkpoints: Path) -> Mapping:
    source = EventSource(stream="memory", batch_size=2)
    mapping = Mapping(Function("reader", "arn", handler, 10), log, source, checkpoints=checkpoints, pace=pace)
    mapping.start()
    return mapping


class Gate:
    """An entry point that holds back until it is opened."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.opened = threading.Event()
        self.entered = threading.Event()

    def __call__(self, event: dict[str, Any], _context: Any) -> None:
        self.entered.set()
        assert self.opened.wait(10)
        self.seen += [base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]


def test_a_split_and_a_merge_are_read_in_the_order_of_the_log(
    until: Until, pace: Pace, tmp_path: Path
) -> None:
    log, gate = MemoryLog(), Gate()
    log.add("s0")
    for n in range(5):
        log.put("s0", f"a{n}")
    log.add("s1", "s0")
    log.add("s2", "s0")
    log.put("s1", "b1")
    log.put("s2", "b2")
    log.add("s3", "s1", "s2")
    log.put("s3", "c")
    mapping = _run(log, gate, pace, tmp_path / "c.json")
    try:
        assert gate.entered.wait(10)
        assert gate.seen == []
        gate.opened.set()
        until(lambda: len(gate.seen) == 8)
    finally:
        mapping.stop()
    assert gate.seen[:5] == ["a0", "a1", "a2", "a3", "a4"]
    assert sorted(gate.seen[5:7]) == ["b1", "b2"]
    assert gate.seen[7] == "c"


def test_a_reshard_while_running_and_a_restart_keep_to_the_order(
    until: Until, pace: Pace, tmp_path: Path
) -> None:
    log, gate = MemoryLog(), Gate()
    gate.opened.set()
    log.add("s0")
    log.put("s0", "a")
    mapping = _run(log, gate, pace, tmp_path / "c.json")
    try:
        until(lambda: gate.seen == ["a"])
        log.put("s0", "b")
        log.add("s1", "s0")
        log.put("s1", "c")
        until(lambda: gate.seen == ["a", "b", "c"])
    finally:
        mapping.stop()
    log.put("s1", "d")
    again = Gate()
    again.opened.set()
    mapping = _run(log, again, pace, tmp_path / "c.json")
    try:
        until(lambda: again.seen == ["d"])
    finally:
        mapping.stop()


def test_a_child_whose_parent_has_expired_is_read(until: Until, pace: Pace, tmp_path: Path) -> None:
    log, gate = MemoryLog(), Gate()
    gate.opened.set()
    log.add("s7", "s3")
    log.put("s7", "a")
    mapping = _run(log, gate, pace, tmp_path / "c.json")
    try:
        until(lambda: gate.seen == ["a"])
    finally:
        mapping.stop()


def test_a_shard_that_the_emulator_drops_does_not_stop_the_reader(
    aws: Clients, stream: KinesisLog, until: Until, pace: Pace, tmp_path: Path
) -> None:
    gate = Gate()
    gate.opened.set()
    source = EventSource(stream=stream.name)
    function = Function("reader", "arn", gate, 10)
    mapping = Mapping(function, stream, source, checkpoints=tmp_path / "c.json", pace=pace)
    aws.kinesis.put_record(StreamName=stream.name, PartitionKey="k", Data=b"a")
    mapping.start()
    try:
        until(lambda: gate.seen == ["a"])
        aws.kinesis.split_shard(
            StreamName=stream.name, ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**127)
        )
        aws.kinesis.put_record(StreamName=stream.name, PartitionKey="k", Data=b"b")
        until(lambda: gate.seen == ["a", "b"])
    finally:
        mapping.stop()
