"""The auditor over the emulator: a window of the stream against the archive, and what it writes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from specfold.aws.archive import S3Archive
from specfold.aws.auditor import Auditor, cursors
from specfold.aws.clients import Clients
from specfold.aws.ledger_store import DynamoLedger
from specfold.aws.log_store import KinesisLog, KinesisSource
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import Head, Record
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import CommandItem, LedgerItem, LedgerStep
from specfold.recovery.archive_audit import Window

from tests.aws.conftest import Clock, create_table


@pytest.fixture
def stream(aws: Clients, name: str) -> str:
    aws.kinesis.create_stream(StreamName=name, ShardCount=2)
    return name


@pytest.fixture
def source(aws: Clients, stream: str, clock: Clock) -> KinesisSource:
    return KinesisSource(aws.kinesis, stream, 3, clock)


@pytest.fixture
def auditor(aws: Clients, stream: str, source: KinesisSource) -> Auditor:
    aws.s3.create_bucket(Bucket=stream)
    return Auditor(client=aws.s3, bucket=stream, stream="shop-orders", source=source, cursors=dict)


def put(aws: Clients, stream: str, count: int) -> None:
    for n in range(count):
        KinesisLog(aws.log, stream, 3).put(f"Order-{n}", b'[{"n": 1}]')


def archive(aws: Clients, auditor: Auditor, records: Sequence[Record]) -> None:
    at = time.strftime("%Y/%m/%d/%H", time.gmtime(records[0].arrived / 1000))
    body = b"".join(map(to_line, records))
    aws.s3.put_object(Bucket=auditor.bucket, Key=f"events/shop-orders/{at}/object", Body=body)


def test_all_keys_of_all_shards_are_read_from_a_time_on(
    aws: Clients, stream: str, source: KinesisSource, clock: Clock
) -> None:
    put(aws, stream, 20)
    records = list(source.since(None))
    assert sorted(record.key for record in records) == sorted(f"Order-{n}" for n in range(20))
    assert len({record.shard for record in records}) == 2
    assert list(source.since(clock.now())) == []


def test_what_is_missing_is_written_once_and_then_read(aws: Clients, stream: str, auditor: Auditor) -> None:
    put(aws, stream, 9)
    records = list(auditor.source.since(None))
    archive(aws, auditor, records[::2])
    window = Window(min(r.arrived for r in records), max(r.arrived for r in records) + 1)
    audit = auditor.audit(window)
    assert [record for record in records if audit.lacks(record)] == records[1::2]
    written = auditor.mend(window, audit)
    assert auditor.mend(window, audit) == written
    assert [name.split("/")[:2] for name in written] == [["repair", "shop-orders"]]
    assert auditor.audit(window).whole
    assert set(S3Archive(aws.s3, stream, "shop-orders").records()) == set(records)


def test_nothing_missing_writes_nothing(auditor: Auditor) -> None:
    window = Window(1_700_000_000_000, 1_700_000_100_000)
    audit = auditor.audit(window)
    assert (audit.expected, audit.whole, auditor.mend(window, audit)) == (0, True, [])


def test_the_heads_of_a_ledger_are_told_without_its_commands(aws: Clients, name: str, clock: Clock) -> None:
    table = create_table(aws, name, {"pk": "S"}, ("pk",))
    command = CommandItem(id="c", commit="top", version=1, epoch=0, seq="1", ttl=1)
    for key in ("Order-1", "Parcel-1"):
        item = LedgerItem(cursor=Cursor(version=1, top="top", seq="1", shard="s"))
        step = LedgerStep(key=key, expected=None, item=item, commands=(command,))
        assert DynamoLedger(aws.dynamodb, table, clock).write([step]) == frozenset()
    found = cursors(aws.dynamodb, table)
    assert {key: cursor.head for key, cursor in found.items()} == dict.fromkeys(
        ("Order-1", "Parcel-1"), Head(1, "top")
    )
    assert cursors(aws.dynamodb, table, ["Order"]) == {"Order-1": item.cursor}


def test_a_window_of_many_hours_is_audited_slice_by_slice(
    aws: Clients, stream: str, auditor: Auditor, clock: Clock
) -> None:
    put(aws, stream, 6)
    archive(aws, auditor, list(auditor.source.since(None))[:2])
    until = clock.now() + timedelta(seconds=1)
    found = auditor.run(until - timedelta(hours=3), until, write=False)
    assert (found.expected, found.missing, found.written, found.right) == (6, 4, (), False)
    mended = auditor.run(until - timedelta(hours=3), until, write=True)
    assert (mended.missing, len(mended.written), mended.right) == (4, 1, True)
    assert auditor.run(until - timedelta(hours=3), until, write=False).right


def test_the_stream_is_read_no_further_than_was_asked(
    aws: Clients, stream: str, source: KinesisSource, clock: Clock
) -> None:
    put(aws, stream, 6)
    records = sorted(source.since(None), key=lambda record: record.arrived)
    last = datetime.fromtimestamp(records[-1].arrived / 1000, UTC)
    assert records[-1] not in list(source.since(None, last))
    assert set(source.since(None, last + timedelta(seconds=1))) == set(records)
