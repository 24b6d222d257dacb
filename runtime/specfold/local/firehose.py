"""A delivery stream: poll a Kinesis stream, buffer, transform, put to S3, and only then checkpoint.

At least once, like the real one: a crash between the put and the checkpoint delivers the same records
again. The object's name is a function of the records in it, so the same buffer can only make the same
object, and `If-None-Match` finds it there.
"""

from __future__ import annotations

import gzip
import json
import logging
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from specfold.local.aws import ACCOUNT
from specfold.local.checkpoints import Checkpoints
from specfold.local.invoke import Function
from specfold.local.poll_intervals import Pace
from specfold.local.shards import MAX_PAGE, Cursor, Log, Record, ShardGoneError
from specfold.local.transform import Transform

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = logging.getLogger(__name__)
_NAMES = uuid.UUID("5b0c63f4-7d0e-5d5c-9a0f-0d6a7a3a3c11")  # any constant: the namespace of object names
_THERE_ALREADY = {"PreconditionFailed", "412"}


class Firehose:
    """Archives one stream. One thread does all of it, so nothing in here is shared."""

    def __init__(
        self,
        name: str,
        stream: Log,
        function: Function,
        *,
        s3: S3Client,
        bucket: str,
        checkpoints: Checkpoints | Path,
        pace: Pace | None = None,
    ) -> None:
        """`name` is the stream's logical name: it stands in the prefix and in the names of the objects."""
        self._name = name
        self._stream = stream
        self._s3 = s3
        self._bucket = bucket
        self._pace = pace or Pace()
        self._stop = threading.Event()
        self._checkpoints = (
            Checkpoints(checkpoints, stream.identity) if isinstance(checkpoints, Path) else checkpoints
        )
        region = stream.arn.split(":")[3]
        self._transform = Transform(
            function,
            stream_arn=stream.arn,
            delivery_arn=f"arn:aws:firehose:{region}:{ACCOUNT}:deliverystream/{name}",
            pause=lambda attempt: self._pace.backoff(attempt, self._stop),
        )
        self._cursors: dict[str, Cursor] = {}
        self._ended: set[str] = set()  # closed shards whose last records are still in the buffer
        self._buffer: list[Record] = []
        self._buffered_bytes = 0
        self._buffered_since = 0.0
        self._looked = float("-inf")
        self._thread = threading.Thread(target=self._run, name=f"firehose-{name}", daemon=True)

    def start(self) -> None:
        """Begin to poll, from the oldest record on. (The real one begins at the latest.)"""
        self._thread.start()

    def stop(self) -> None:
        """End. What is buffered and not yet put is read again next time."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                got = self._poll()
                if self._due():
                    self._flush()
                failures = 0
            except (ClientError, BotoCoreError) as problem:
                failures += 1
                log.warning("%s: %s; trying again", self._name, problem)
                self._pace.backoff(failures, self._stop)
                continue
            if not got:
                self._stop.wait(self._pace.poll)

    # -- reading

    def _poll(self) -> bool:
        """Read every open shard once; whether anything came."""
        if time.monotonic() - self._looked >= self._pace.discover:
            self._open_shards()
            self._looked = time.monotonic()
        got = False
        for shard, cursor in list(self._cursors.items()):
            try:
                page = cursor.read(MAX_PAGE)
            except ShardGoneError:
                log.error("%s: %s is gone, and what was unread in it is lost", self._name, shard)
                self._close(shard)
                continue
            if page.records:
                got = True
                self._add(page.records)
            if page.ended:
                self._close(shard)
        return got

    def _open_shards(self) -> None:
        for shard in self._stream.shards():
            position = self._checkpoints.position(shard.id)
            if not position.ended and shard.id not in self._cursors and shard.id not in self._ended:
                self._cursors[shard.id] = self._stream.open(shard.id, position.after)

    def _close(self, shard: str) -> None:
        del self._cursors[shard]
        self._ended.add(shard)
        if not self._buffer:
            self._checkpoint({})

    def _add(self, records: Sequence[Record]) -> None:
        if not self._buffer:
            self._buffered_since = time.monotonic()
        self._buffer.extend(records)
        self._buffered_bytes += sum(len(record.data) for record in records)

    # -- writing

    def _due(self) -> bool:
        if not self._buffer:
            return False
        age = time.monotonic() - self._buffered_since
        return self._buffered_bytes >= self._pace.archive_bytes or age >= self._pace.archive_seconds

    def _flush(self) -> None:
        """Transform and put the buffer, then checkpoint. On an error the buffer stays, to be put again."""
        result = self._transform.run(self._buffer)
        if result is None:
            return
        if result.lines:
            self._put(f"events/{self._name}", b"".join(result.lines))
        if result.errors:
            lines = b"".join(json.dumps(error).encode() + b"\n" for error in result.errors)
            self._put(f"errors/{self._name}/processing-failed", lines)
        self._checkpoint({record.shard: record.sequence for record in self._buffer})
        log.info(
            "%s: %d records, %d kept, %d failed, %d dropped",
            self._name, len(self._buffer), len(result.lines), len(result.errors), result.dropped,
        )  # fmt: skip
        self._buffer = []
        self._buffered_bytes = 0

    def _checkpoint(self, positions: dict[str, str]) -> None:
        self._checkpoints.advance(positions)
        for shard in self._ended:
            self._checkpoints.end(shard)
        self._ended -= {shard for shard in self._ended if self._checkpoints.position(shard).ended}

    def _put(self, folder: str, content: bytes) -> None:
        key = self._key(folder)
        # No time in the gzip header: the same records make the same bytes.
        body = gzip.compress(content, mtime=0)
        try:
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, IfNoneMatch="*")
        except ClientError as problem:
            if problem.response["Error"]["Code"] not in _THERE_ALREADY:
                raise
            log.warning("%s: %s is there already", self._name, key)

    def _key(self, folder: str) -> str:
        """By the oldest record's arrival, and by exactly which records these are."""
        oldest = datetime.fromtimestamp(min(record.arrived for record in self._buffer), UTC)
        identities = ",".join(f"{record.shard}:{record.sequence}" for record in self._buffer)
        unique = uuid.uuid5(_NAMES, f"{self._stream.identity}|{identities}")
        name = f"{self._name}-1-{oldest:%Y-%m-%d-%H-%M-%S}-{unique}.jsonl.gz"
        return f"{folder}/{oldest:%Y/%m/%d/%H}/{name}"
