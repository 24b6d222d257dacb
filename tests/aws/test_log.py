"""The log in Kinesis: what a put may come to, and what a reader finds again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from specfold.aws.clients import Clients
from specfold.aws.log_store import KinesisLog, KinesisSource, delivery, parents_first
from specfold.eventlog.commit import Record, padded
from specfold.local.emulator import Emulator
from specfold.model.errors import OutcomeUnknown, Refused, Throttled, Unavailable

from tests.aws.conftest import Clock, Hurried
from tests.aws.faults import Fault, FaultProxy, proxy


@pytest.fixture
def stream(aws: Clients, name: str) -> str:
    """A stream of four shards."""
    aws.kinesis.create_stream(StreamName=name, ShardCount=4)
    return name


@pytest.fixture
def source(aws: Clients, stream: str, clock: Clock) -> KinesisSource:
    return KinesisSource(aws.kinesis, stream, 3, clock)


@pytest.fixture
def faulty(cloud: Emulator) -> Iterator[FaultProxy]:
    with proxy(cloud.endpoint) as server:
        yield server


def faulty_log(server: FaultProxy, stream: str) -> KinesisLog:
    return KinesisLog(Clients(endpoint=server.endpoint).log, stream, 3)


def test_a_put_tells_where_its_record_stands(aws: Clients, stream: str, source: KinesisSource) -> None:
    log = KinesisLog(aws.log, stream, 3)
    positions = [log.put("Order-1", b'["%d"]' % n) for n in range(3)]
    found = list(source.records("Order-1"))
    assert [(r.epoch, r.shard, r.seq) for r in found] == [(p.epoch, p.shard, p.seq) for p in positions]
    assert [r.data for r in found] == [b'["0"]', b'["1"]', b'["2"]']
    assert {len(r.seq) for r in found} == {56}
    assert all(1_600_000_000_000 < r.arrived < 4_000_000_000_000 for r in found)


@pytest.mark.parametrize(
    "case",
    [
        ("throttled", Throttled, 0),
        ("lost request", OutcomeUnknown, 0),
        ("lost answer", OutcomeUnknown, 1),
        ("failed after", OutcomeUnknown, 1),
        ("garbage", OutcomeUnknown, 1),
    ],
    ids=lambda case: case[0],
)
def test_what_is_known_of_a_put_that_failed(
    faulty: FaultProxy, stream: str, source: KinesisSource, case: tuple[Fault, type[Exception], int]
) -> None:
    fault, error, appended = case
    faulty.fail("PutRecord", fault)
    log = faulty_log(faulty, stream)
    with pytest.raises(error) as raised:
        log.put("Order-1", b"[1]")
    assert type(raised.value) is error
    assert faulty.seen == ["PutRecord"], "a second attempt would hide what became of the first"
    assert len(list(source.records("Order-1"))) == appended
    log.put("Order-1", b"[1]")
    assert len(list(source.records("Order-1"))) == appended + 1


def test_no_answer_in_time_leaves_the_outcome_unknown(
    faulty: FaultProxy, stream: str, source: KinesisSource
) -> None:
    faulty.fail("PutRecord", "silent")
    log = KinesisLog(Clients(endpoint=faulty.endpoint, patience=1.5).log, stream, 3)
    with pytest.raises(OutcomeUnknown):
        log.put("Order-1", b"[1]")
    assert len(list(source.records("Order-1"))) == 1


def test_nobody_there_means_nothing_was_appended(stream: str) -> None:
    log = KinesisLog(Clients(endpoint="http://127.0.0.1:9").log, stream, 0)
    with pytest.raises(Unavailable) as raised:
        log.put("Order-1", b"[1]")
    assert type(raised.value) is Unavailable


def test_what_can_never_be_appended_is_refused(aws: Clients, stream: str) -> None:
    with pytest.raises(Refused):
        KinesisLog(aws.log, stream, 0).put("Order-1", b"x" * (1024 * 1024 + 1))


def test_a_stream_that_is_not_there_is_unavailable(aws: Clients, clock: Clock, name: str) -> None:
    with pytest.raises(Unavailable, match="ResourceNotFoundException"):
        KinesisLog(aws.log, name, 0).put("Order-1", b"[]")
    with pytest.raises(Unavailable, match="ResourceNotFoundException"):
        list(KinesisSource(aws.kinesis, name, 0, clock).records("Order-1"))


def test_each_key_is_found_on_its_own_shard(aws: Clients, stream: str, source: KinesisSource) -> None:
    keys = [f"Order-{n}" for n in range(40)] + ["Order-é🦊"]
    log = KinesisLog(aws.log, stream, 3)
    for turn in range(3):
        for key in keys:
            log.put(key, f'"{key} {turn}"'.encode())
    for key in keys:
        assert [r.data.decode() for r in source.records(key)] == [f'"{key} {turn}"' for turn in range(3)]
    assert list(source.records("Order-none")) == []


def test_one_key_is_read_from_one_shard(aws: Clients, stream: str, source: KinesisSource) -> None:
    read: list[str] = []
    aws.kinesis.meta.events.register(
        "before-call.kinesis.GetShardIterator", lambda **_: read.append("shard") or None
    )
    assert list(source.records("Order-1")) == []
    assert read == ["shard"]


def test_a_reader_that_is_throttled_goes_on(faulty: FaultProxy, stream: str) -> None:
    faulty_log(faulty, stream).put("Order-1", b"[1]")
    faulty.fail("GetRecords", *["throttled"] * 4)
    clock = Hurried()
    found = KinesisSource(Clients(endpoint=faulty.endpoint).log, stream, 3, clock).records("Order-1")
    assert [record.data for record in found] == [b"[1]"]
    assert clock.slept > 1


def test_a_reader_that_is_throttled_for_ever_gives_up(faulty: FaultProxy, stream: str) -> None:
    faulty.fail("GetRecords", *["throttled"] * 50)
    source = KinesisSource(Clients(endpoint=faulty.endpoint).log, stream, 3, Hurried())
    with pytest.raises(Throttled):
        list(source.records("Order-1"))


class Resharded:
    """A stream that was split while records were in it, as Kinesis keeps them: its parent ends.

    The emulator drops a parent's unread records, so this client stands in for it. It answers one record a
    page, its iterators expire when told to, and a record always comes behind the last one read.
    """

    def __init__(self) -> None:
        self.records = {"parent": ["1", "2"], "child": ["3", "4"], "other": ["9"]}
        self.expired: set[str] = set()
        self.asked: list[str] = []

    def list_shards(self, **asked: Any) -> Any:
        whole = {"StartingHashKey": "0", "EndingHashKey": str(2**128 - 1)}
        none = {"StartingHashKey": "0", "EndingHashKey": "0"}
        child = {"ShardId": "child", "ParentShardId": "parent", "HashKeyRange": whole}
        if "NextToken" not in asked:
            return {"Shards": [child], "NextToken": "more"}
        assert asked == {"NextToken": "more"}
        parent = {"ShardId": "parent", "ParentShardId": "expired long ago", "HashKeyRange": whole}
        return {"Shards": [parent, {"ShardId": "other", "HashKeyRange": none}]}

    def get_shard_iterator(self, **asked: Any) -> Any:
        after = asked.get("StartingSequenceNumber")
        at = self.records[asked["ShardId"]].index(after) + 1 if after else 0
        return {"ShardIterator": f"{asked['ShardId']} {at}"}

    def get_records(self, *, ShardIterator: str) -> Any:  # named by AWS
        self.asked.append(ShardIterator)
        if ShardIterator in self.expired:
            self.expired.remove(ShardIterator)
            raise ClientError({"Error": {"Code": "ExpiredIteratorException"}}, "GetRecords")
        shard, at = ShardIterator.split(maxsplit=1)[0], int(ShardIterator.split()[1])
        numbers = self.records[shard]
        ends = shard == "parent" and at >= len(numbers)
        found = {
            "SequenceNumber": "".join(numbers[at : at + 1]),
            "PartitionKey": "Order-1",
            "Data": b"[]",
            "ApproximateArrivalTimestamp": datetime(2026, 1, 31, tzinfo=UTC),
        }
        return {
            "Records": [found] if at < len(numbers) else [],
            "MillisBehindLatest": 0 if at >= len(numbers) - 1 and shard == "child" else 3_600_000,
        } | ({} if ends else {"NextShardIterator": f"{shard} {at + 1}"})


def test_a_parent_is_read_to_its_end_before_its_child() -> None:
    client: Any = Resharded()
    found = KinesisSource(client, "s", 0, Hurried()).records("Order-1")
    assert [int(record.seq) for record in found] == [1, 2, 3, 4]
    assert client.asked[:3] == ["parent 0", "parent 1", "parent 2"]


def test_an_iterator_that_expired_is_taken_up_behind_the_last_record() -> None:
    client: Any = Resharded()
    client.expired = {"parent 0", "parent 1", "child 1"}
    found = KinesisSource(client, "s", 0, Hurried()).records("Order-1")
    assert [int(record.seq) for record in found] == [1, 2, 3, 4]


def test_what_arrives_after_the_call_is_not_waited_for() -> None:
    """A writer that never rests keeps the tip moving."""

    class Busy(Resharded):
        def get_records(self, *, ShardIterator: str) -> Any:  # named by AWS
            clock.at += 1.0
            number = str(int(ShardIterator.split()[1]) + 100)
            self.records["child"].append(number)
            return super().get_records(ShardIterator=ShardIterator) | {"MillisBehindLatest": 2500}

    clock = Stepped()
    client: Any = Busy()
    client.records["parent"] = []
    found = list(KinesisSource(client, "s", 0, clock).records("Order-1"))
    assert 1 <= len(found) <= 4


class Stepped(Hurried):
    """Time that passes when it is told to."""

    at = 0.0

    def monotonic(self) -> float:
        return self.at


def shard(id: str, *parents: str) -> Any:
    return {"ShardId": id} | dict(zip(("ParentShardId", "AdjacentParentShardId"), parents, strict=False))


@pytest.mark.parametrize(
    ("listed", "ordered"),
    [
        ([shard("a"), shard("b", "a")], "ab"),
        ([shard("c", "b"), shard("b", "a"), shard("a")], "abc"),
        ([shard("m", "a", "b"), shard("b"), shard("a")], "abm"),
        ([shard("c", "gone"), shard("d", "c")], "cd"),
    ],
)
def test_parents_come_before_their_children(listed: list[Any], ordered: str) -> None:
    assert "".join(one["ShardId"] for one in parents_first(listed)) == ordered


def lambda_event(*numbers: str) -> dict[str, Any]:
    records = [
        {
            "eventID": f"shardId-000000000001:{number}",
            "kinesis": {
                "sequenceNumber": number,
                "partitionKey": "Order-1",
                "data": "WzFd",
                "approximateArrivalTimestamp": 1545084650.987,
            },
        }
        for number in numbers
    ]
    return {"Records": records}


def test_an_event_s_records_are_read_and_named_as_lambda_names_them() -> None:
    number = "49590338271490256608559692538361571095921575989136588898"
    short = "00000001764000000000" + "0000000042"
    delivered = delivery(lambda_event(number, short), 2)
    assert delivered.records[0] == Record(2, "shardId-000000000001", number, 1545084650987, "Order-1", b"[1]")
    assert delivered.records[1].seq == padded(short)
    assert delivered.failures(delivered.records[1:]) == {"batchItemFailures": [{"itemIdentifier": short}]}
    assert delivered.failures([]) == {"batchItemFailures": []}
