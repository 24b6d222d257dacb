"""Kinesis as the log: one put, the records of one key, and the records of a Lambda event."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from specfold.aws.faults import THROTTLES, appending, code_of, reading
from specfold.eventlog.commit import Position, Record, padded
from specfold.eventlog.ports import Clock
from specfold.model.errors import OutcomeUnknown

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_kinesis.type_defs import RecordTypeDef, ShardTypeDef

_ROUNDS: Final = 8  # of being throttled in a row: a shard answers five reads a second, to all its readers
_PAUSE: Final = 0.25  # seconds, the first time


class KinesisLog:
    """The log of one channel, for its writers. The client must make ONE attempt (see `Clients.log`)."""

    def __init__(self, client: KinesisClient, stream: str, epoch: int) -> None:
        self._client, self._stream, self._epoch = client, stream, epoch

    def put(self, key: str, data: bytes) -> Position:
        """Append one record; say where it stands.

        Never `PutRecords`, whose partial failures change the order, and never an explicit hash key, which
        would send one key to several shards.

        Raises:
            Throttled: refused because of the rate; nothing was appended.
            OutcomeUnknown: a time-out, a lost connection or a fault of the service.
            Unavailable: refused for another passing reason; nothing was appended.
            Refused: the record is too large, or the key is none.
        """
        with appending(f"put to {self._stream}"):
            answer = self._client.put_record(StreamName=self._stream, PartitionKey=key, Data=data)
        try:
            return Position(self._epoch, answer["ShardId"], padded(answer["SequenceNumber"]))
        except (KeyError, ValueError) as error:  # an answer that was cut off reads as an empty one
            raise OutcomeUnknown(f"put to {self._stream}: the answer does not read") from error


class KinesisSource:
    """The records of one channel that are still in the stream, key by key."""

    def __init__(self, client: KinesisClient, stream: str, epoch: int, clock: Clock) -> None:
        self._client, self._stream, self._epoch, self._clock = client, stream, epoch, clock

    def records(self, key: str) -> Iterator[Record]:
        """The records of one key, from the oldest kept to the latest at the time of the call.

        Reads the shards whose range of hash keys has this key's, parents before their children.

        Raises:
            Throttled, Unavailable: the stream cannot be read.
        """
        started = self._clock.monotonic()
        for shard in parents_first([shard for shard in self._shards() if _holds(shard, key)]):
            for found in self._shard(shard["ShardId"], started):
                if found["PartitionKey"] == key:
                    yield self._record(shard["ShardId"], found)

    def since(self, at: datetime | None, until: datetime | None = None) -> Iterator[Record]:
        """The records of all keys that arrived from then on, to the latest at the time of the call.

        None: from the oldest kept. `until`: a shard is read no further than to the first that arrived then.

        Raises:
            Throttled, Unavailable: the stream cannot be read.
        """
        started = self._clock.monotonic()
        for shard in parents_first(self._shards()):
            for found in self._shard(shard["ShardId"], started, at):
                if until and found["ApproximateArrivalTimestamp"] >= until:
                    break
                yield self._record(shard["ShardId"], found)

    def _shards(self) -> list[ShardTypeDef]:
        found: list[ShardTypeDef] = []
        page: dict[str, Any] = {"StreamName": self._stream}
        while True:
            with reading(f"list of {self._stream}"):
                answer = self._client.list_shards(**page)
            found += answer["Shards"]
            if "NextToken" not in answer:
                return found
            page = {"NextToken": answer["NextToken"]}  # beside a stream's name it is refused

    def _shard(self, shard: str, started: float, since: datetime | None = None) -> Iterator[RecordTypeDef]:
        last: str | None = None
        iterator: str | None = self._iterator(shard, None, since)
        while iterator:
            answer = self._page(iterator)
            if answer is None:  # iterators live five minutes, and a caller may be slow
                iterator = self._iterator(shard, last, since)
                continue
            yield from answer["Records"]
            if answer["Records"]:
                last = answer["Records"][-1]["SequenceNumber"]
            passed = (self._clock.monotonic() - started) * 1000
            if answer.get("MillisBehindLatest", 0) <= passed:
                return  # what comes behind arrived after the call
            iterator = answer.get("NextShardIterator")

    def _iterator(self, shard: str, after: str | None, since: datetime | None) -> str:
        start: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after:
            start = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": after}
        elif since:
            start = {"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": since}
        with reading(f"read of {self._stream}"):
            answer = self._client.get_shard_iterator(StreamName=self._stream, ShardId=shard, **start)
        return answer["ShardIterator"]

    def _page(self, iterator: str) -> Any:
        """Up to 10 MiB of records; None if the iterator has expired."""
        with reading(f"read of {self._stream}"):
            for tries in range(_ROUNDS):
                try:
                    return self._client.get_records(ShardIterator=iterator)
                except ClientError as error:
                    if code_of(error) == "ExpiredIteratorException":
                        return None
                    if code_of(error) not in THROTTLES or tries == _ROUNDS - 1:
                        raise
                self._clock.sleep(min(_PAUSE * 2**tries, 2.0))
        raise AssertionError("the last try returns or raises")

    def _record(self, shard: str, found: RecordTypeDef) -> Record:
        return Record(
            self._epoch,
            shard,
            padded(found["SequenceNumber"]),
            _milliseconds(found["ApproximateArrivalTimestamp"]),
            found["PartitionKey"],
            found["Data"],
        )


def _holds(shard: ShardTypeDef, key: str) -> bool:
    """Whether records of this key go to this shard."""
    # Kinesis places a record by the MD5 of its partition key; this is no use of it for secrecy.
    place = int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(), 16)
    bounds = shard["HashKeyRange"]
    return int(bounds["StartingHashKey"]) <= place <= int(bounds["EndingHashKey"])


def parents_first(shards: Sequence[ShardTypeDef]) -> list[ShardTypeDef]:
    """Shards so that none comes before a parent of its own. Parents that have expired are not listed."""
    left = {shard["ShardId"]: shard for shard in shards}
    ordered: list[ShardTypeDef] = []

    def take(id: str) -> None:
        shard = left.pop(id, None)
        if shard is not None:
            for parent in (shard.get("ParentShardId"), shard.get("AdjacentParentShardId")):
                if parent:
                    take(parent)
            ordered.append(shard)

    for shard in shards:
        take(shard["ShardId"])
    return ordered


def _milliseconds(arrived: datetime) -> int:
    return round(arrived.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A batch of a Lambda event: its records, and how Lambda calls each."""

    records: tuple[Record, ...]
    numbers: Mapping[tuple[int, str, str], str]  # sequence number as it came, by identity

    def failures(self, again: Sequence[Record]) -> dict[str, list[dict[str, str]]]:
        """The answer that has Lambda deliver these again, and with them all behind the first of them."""
        return {"batchItemFailures": [{"itemIdentifier": self.numbers[r.identity]} for r in again]}


def delivery(event: Mapping[str, Any], epoch: int) -> Delivery:
    """The records of an event that an event source mapping sent."""
    records, numbers = [], {}
    for entry in event["Records"]:
        told = entry["kinesis"]
        shard, number = entry["eventID"].split(":", 1)[0], told["sequenceNumber"]
        record = Record(
            epoch,
            shard,
            padded(number),
            round(float(told["approximateArrivalTimestamp"]) * 1000),
            told["partitionKey"],
            base64.b64decode(told["data"]),
        )
        records.append(record)
        numbers[record.identity] = number
    return Delivery(tuple(records), numbers)
