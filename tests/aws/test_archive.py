"""The archive: what the transform writes, and what is read of it again."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from specfold.aws import functions
from specfold.aws.archive import S3Archive
from specfold.aws.clients import Clients
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import Record, padded
from specfold.model.errors import DamagedLine, Unavailable

Put = Callable[..., None]


def record(n: int, key: str = "Order-1", data: bytes = b'[{"id":"1"}]') -> Record:
    return Record(0, "shardId-0", padded(str(n)), 1_700_000_000_000 + n, key, data)


def lines(*records: Record) -> bytes:
    return b"".join(map(to_line, records))


@pytest.fixture
def bucket(aws: Clients, name: str) -> str:
    aws.s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def put(aws: Clients, bucket: str) -> Put:
    def put(key: str, content: bytes, *, packed: bool = True) -> None:
        aws.s3.put_object(Bucket=bucket, Key=key, Body=gzip.compress(content) if packed else content)

    return put


def test_everything_under_events_and_repair_is_read(aws: Clients, bucket: str, put: Put) -> None:
    put("events/shop-orders/2026/01/31/09/a.jsonl.gz", lines(record(1), record(2)))
    put("events/shop-orders/2026/01/31/10/b.jsonl.gz", lines(record(2), record(3, "Order-2")), packed=False)
    put("repair/shop-orders/c.jsonl.gz", lines(record(4)))
    put("events/shop-orders-2/2026/01/31/10/b.jsonl.gz", lines(record(9)))
    put("errors/shop-orders/x.json", b"{}")
    archive = S3Archive(aws.s3, bucket, "shop-orders")
    assert [int(r.seq) for r in archive.records()] == [1, 2, 2, 3, 4]
    assert list(archive.records("Order-2")) == [record(3, "Order-2")]


def test_from_a_time_on_only_the_objects_that_may_hold_it_are_read(
    aws: Clients, bucket: str, put: Put
) -> None:
    put("events/shop-orders/2026/01/31/08/a.jsonl.gz", lines(record(1)))
    put("events/shop-orders/2026/01/31/09/b.jsonl.gz", lines(record(2)))
    put("events/shop-orders/2026/01/31/10/c.jsonl.gz", lines(record(3)))
    put("repair/shop-orders/2025/d.jsonl.gz", lines(record(4)))
    at = int(datetime(2026, 1, 31, 10, 59, tzinfo=UTC).timestamp() * 1000)
    archive = S3Archive(aws.s3, bucket, "shop-orders")
    assert [int(r.seq) for r in archive.records(since=at)] == [2, 3, 4]
    bounded = S3Archive(aws.s3, bucket, "shop-orders", since=datetime(2026, 1, 31, 11, tzinfo=UTC))
    assert [int(r.seq) for r in bounded.records(since=at)] == [3, 4]


def test_an_empty_archive_has_no_records(aws: Clients, bucket: str) -> None:
    assert list(S3Archive(aws.s3, bucket, "shop-orders").records()) == []


def test_members_of_one_object_follow_each_other(aws: Clients, bucket: str, put: Put) -> None:
    """Firehose joins gzip members where it appends."""
    content = gzip.compress(lines(record(1))) + gzip.compress(lines(record(2)))
    put("events/s/2026/01/31/09/a.jsonl.gz", content, packed=False)
    assert [int(r.seq) for r in S3Archive(aws.s3, bucket, "s").records()] == [1, 2]


def test_a_window_is_read_with_the_hour_before_it(aws: Clients, bucket: str, put: Put) -> None:
    for n, hour in enumerate(["30/23", "31/00", "31/01", "31/02", "31/03"]):
        put(f"events/s/2026/01/{hour}/a.jsonl.gz", lines(record(n)))
    put("repair/s/late.jsonl.gz", lines(record(9)))

    def found(since: datetime | None, until: datetime | None) -> list[int]:
        archive = S3Archive(aws.s3, bucket, "s", since=since, until=until)
        return [int(r.seq) for r in archive.records()]

    one = datetime(2026, 1, 31, 1, 20, tzinfo=UTC)
    assert found(one, one) == [1, 2, 9]
    assert found(one, None) == [1, 2, 3, 4, 9]
    assert found(None, one) == [0, 1, 2, 9]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(lines(record(1), record(2)))[:-12],
        b"\x1f\x8b and then nothing of the kind",
        lines(record(1)) + b'{"epoch":0,"sha',
        lines(record(1)) + b'{"other":1}\n',
    ],
    ids=["cut off", "no gzip", "half a line", "no line of ours"],
)
def test_what_does_not_read_is_never_passed_over(aws: Clients, bucket: str, put: Put, content: bytes) -> None:
    put("events/s/2026/01/31/09/a.jsonl.gz", content, packed=False)
    with pytest.raises(DamagedLine):
        list(S3Archive(aws.s3, bucket, "s").records())


def test_a_bucket_that_is_not_there_is_unavailable(aws: Clients, name: str) -> None:
    with pytest.raises(Unavailable, match="NoSuchBucket"):
        list(S3Archive(aws.s3, name, "s").records())


# -- the transform


def firehose(
    *datas: bytes, sequence: str = "49590338271490256608559692538361571095921575989136588898"
) -> Any:
    return {
        "invocationId": "x",
        "sourceKinesisStreamArn": "arn:aws:kinesis:us-east-1:000000000000:stream/shop-test-orders",
        "records": [
            {
                "recordId": f"{sequence}00000{n}",
                "approximateArrivalTimestamp": 1_700_000_000_123,
                "data": base64.b64encode(data).decode(),
                "kinesisRecordMetadata": {
                    "shardId": "shardId-000000000001",
                    "partitionKey": "Order-é",
                    "approximateArrivalTimestamp": 1_700_000_000_123,
                    "sequenceNumber": sequence,
                    "subsequenceNumber": 0,
                },
            }
            for n, data in enumerate(datas)
        ],
    }


def test_each_record_becomes_a_line_and_none_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAM_EPOCHS", "other=1,shop-test-orders=2")
    datas = [b'[{"id":"\xc3\xa9"}]', b"", b"\xff\xfe", b"no json", b"[1]\n", b"[" * 5000]
    event = firehose(*datas)
    answer = functions.archive()(event, None)
    assert [r["recordId"] for r in answer["records"]] == [r["recordId"] for r in event["records"]]
    assert {r["result"] for r in answer["records"]} == {"Ok"}
    raw = [base64.b64decode(r["data"]) for r in answer["records"]]
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in raw)
    first = json.loads(raw[0])
    assert (first["epoch"], first["shard"], first["arrived"], first["pk"]) == (
        2, "shardId-000000000001", 1_700_000_000_123, "Order-é",
    )  # fmt: skip


def test_what_the_transform_writes_the_archive_reads(aws: Clients, bucket: str, put: Put) -> None:
    datas = [b'[{"id":"\xc3\xa9"}]', b"", b"\xff\xfe", b" [1] ", b"{\r\n}"]
    answer = functions.archive()(firehose(*datas, sequence="123"), None)
    content = b"".join(base64.b64decode(r["data"]) for r in answer["records"])
    put("events/s/2026/01/31/09/a.jsonl.gz", content)
    found = list(S3Archive(aws.s3, bucket, "s").records("Order-é"))
    assert [record.data for record in found] == datas
    assert {record.seq for record in found} == {padded("123")}
