"""Reading a Kinesis stream shard by shard."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

MAX_PAGE = 10_000  # GetRecords gives no more


class ShardGoneError(Exception):
    """The shard no longer exists: what was unread in it is lost. Only an emulator does that."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard and where its keys came from: two parents after a merge, one after a split."""

    id: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was read. `arrived` is in seconds since 1970, with milliseconds."""

    shard: str
    sequence: str
    key: str
    data: bytes
    arrived: float

    @property
    def encoded(self) -> str:
        """The data in base64, as every Lambda event carries it."""
        return base64.b64encode(self.data).decode("ascii")


@dataclass(frozen=True, slots=True)
class Page:
    """What one read gave. `ended`: the shard is closed and nothing follows, ever."""

    records: tuple[Record, ...]
    ended: bool = False


class Cursor(Protocol):
    """A place in a shard that moves forward with every read."""

    def read(self, limit: int) -> Page:
        """The next records, at most `limit`. An empty page means that there are none for now."""
        ...


class Log(Protocol):
    """A stream as the drivers need it."""

    @property
    def arn(self) -> str:
        """The stream's ARN."""
        ...

    @property
    def identity(self) -> str:
        """Differs between two streams that had the same name one after the other."""
        ...

    def shards(self) -> list[Shard]:
        """Every shard that still has records or may get some."""
        ...

    def open(self, shard: str, after: str | None) -> Cursor:
        """A cursor behind the sequence number `after`, or at the oldest record when it is None."""
        ...


class KinesisLog:
    """A stream of the real service, or of the emulator."""

    def __init__(self, kinesis: KinesisClient, name: str) -> None:
        """Asks for the stream's ARN at once. Raises ClientError when there is no such stream."""
        self._kinesis = kinesis
        self.name = name
        summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        self.arn = summary["StreamARN"]
        self.retention_seconds = summary["RetentionPeriodHours"] * 3600
        self.identity = f"{self.arn}@{summary['StreamCreationTimestamp'].timestamp():.0f}"

    def shards(self) -> list[Shard]:
        """Every listed shard, oldest first."""
        found: list[Shard] = []
        page = self._kinesis.list_shards(StreamName=self.name)
        while True:
            for shard in page["Shards"]:
                parents = (shard.get("ParentShardId"), shard.get("AdjacentParentShardId"))
                found.append(Shard(shard["ShardId"], tuple(parent for parent in parents if parent)))
            token = page.get("NextToken")
            if not token:
                return found
            page = self._kinesis.list_shards(NextToken=token)

    def open(self, shard: str, after: str | None) -> Cursor:
        """See `Log.open`."""
        return _KinesisCursor(self._kinesis, self.name, shard, after)


class _KinesisCursor:
    """Renews its iterator when it expires (after five minutes), behind the last record it gave."""

    def __init__(self, kinesis: KinesisClient, stream: str, shard: str, after: str | None) -> None:
        self._kinesis = kinesis
        self._stream = stream
        self._shard = shard
        self._after = after
        self._iterator: str | None = None

    def read(self, limit: int) -> Page:
        try:
            return self._read(limit)
        except ClientError as problem:
            code = problem.response["Error"]["Code"]
            if code == "ResourceNotFoundException":
                raise ShardGoneError(f"{self._stream}/{self._shard}") from problem
            if code != "ExpiredIteratorException":
                raise
            self._iterator = None
            return self._read(limit)

    def _read(self, limit: int) -> Page:
        iterator = self._iterator or self._position()
        answer = self._kinesis.get_records(ShardIterator=iterator, Limit=min(limit, MAX_PAGE))
        records = tuple(
            Record(
                shard=self._shard,
                sequence=record["SequenceNumber"],
                key=record["PartitionKey"],
                data=record["Data"],
                arrived=round(record["ApproximateArrivalTimestamp"].timestamp(), 3),
            )
            for record in answer["Records"]
        )
        if records:
            self._after = records[-1].sequence
        self._iterator = answer.get("NextShardIterator")
        return Page(records, ended=self._iterator is None)

    def _position(self) -> str:
        if self._after is None:
            answer = self._kinesis.get_shard_iterator(
                StreamName=self._stream, ShardId=self._shard, ShardIteratorType="TRIM_HORIZON"
            )
        else:
            answer = self._kinesis.get_shard_iterator(
                StreamName=self._stream,
                ShardId=self._shard,
                ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                StartingSequenceNumber=self._after,
            )
        return answer["ShardIterator"]
