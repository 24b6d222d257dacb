"""The auditor over AWS: one stream, its archive, and the ledger of its aggregates."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from specfold.aws.archive import REPAIR, S3Archive
from specfold.aws.faults import code_of, reading
from specfold.aws.log_store import KinesisSource
from specfold.commands.decider import category_and_id
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Cursor
from specfold.recovery.archive_audit import Audit, Window, audited
from specfold.recovery.audit_report import Report
from specfold.recovery.head_audit import Departure, departures, unproved
from specfold.storage.cursor_items import COMMAND, CURSOR_NAMES, PK, cursor_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_SLICE: Final = timedelta(hours=1)  # compared at a time: its identities are held in memory
_SLACK: Final = timedelta(minutes=1)  # arrival times are approximate, and may run backwards
_LINES: Final = 10_000  # of one object
_NAMES: Final = uuid.UUID("0a8c6a52-5a53-5c3f-9a52-6c2f3f0c0b1e")  # of objects; any constant would do


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Audits one stream and its archive."""

    client: S3Client
    bucket: str
    stream: str  # the logical name that objects are filed under
    source: KinesisSource
    cursors: Callable[[], Mapping[str, Cursor]]  # the ledger's, by key

    def run(self, since: datetime, until: datetime, *, write: bool, whole: bool = False) -> Report:
        """Audit a closed window, slice by slice, and then the ledger's heads; write what is missing.

        `whole`: follow every chain from its first record, and not only the last commits since `since`.

        Raises:
            DamagedLine: an object of the archive does not read.
            Unavailable: stream, archive or ledger cannot be read or written now; run it again.
        """
        report = Report()
        for window in _slices(since, until):
            audit = self.audit(window)
            report = report.with_window(audit, self.mend(window, audit) if write else ())
        return report.with_heads(self.departures(None if whole else since))

    def audit(self, window: Window) -> Audit:
        """Compare a closed window; nothing is written.

        Raises:
            DamagedLine: an object of the archive does not read.
            Unavailable: the stream or the archive cannot be read now.
        """
        since, until = _at(window.since), _at(window.until) + _SLACK
        archive = S3Archive(self.client, self.bucket, self.stream, since=since, until=until)
        return audited(window, self._held(window), archive.records())

    def mend(self, window: Window, audit: Audit) -> list[str]:
        """Write what the window misses under `repair/`; the names of the objects. Twice is once.

        Reads the stream once more, so that a long gap need not be held in memory.

        Raises:
            Unavailable: the stream cannot be read, or the archive cannot be written, now.
        """
        if not audit.missing:
            return []
        lacking = (record for record in self._held(window) if record in window and audit.lacks(record))
        return [self._written(part) for part in _parts(lacking)]

    def _held(self, window: Window) -> Iterator[Record]:
        """What the stream holds of a window, and some more."""
        return self.source.since(_at(window.since) - _SLACK, _at(window.until) + _SLACK)

    def departures(self, since: datetime | None = None) -> list[Departure]:
        """Heads of the ledger that stand on no record.

        Without `since`, reads the whole ledger, archive and stream. With it, the records of late: only a key
        whose last commit is not among them has the rest read for it.

        Raises:
            Unavailable: one of them cannot be read now.
        """
        cursors = self.cursors()  # first: the records may go further, and must not be behind
        if since is not None:
            suspects = unproved(self._records(since), cursors)
            cursors = {key: cursor for key, cursor in cursors.items() if key in suspects}
        if not cursors and since is not None:
            return []
        wanted = (record for record in self._records() if since is None or record.key in cursors)
        return list(departures(wanted, {key: cursor.head for key, cursor in cursors.items()}))

    def _records(self, since: datetime | None = None) -> Iterator[Record]:
        """What archive and stream hold together, since a time or from the beginning."""
        archive = S3Archive(self.client, self.bucket, self.stream, since=since)
        return chain(archive.records(), self.source.since(since))

    def _written(self, records: Sequence[Record]) -> str:
        first = _at(records[0].arrived)
        unique = uuid.uuid5(_NAMES, ",".join(f"{r.epoch}:{r.shard}:{r.seq}" for r in records))
        name = f"{REPAIR}/{self.stream}/{first:%Y/%m/%d/%H}/{self.stream}-{unique}.jsonl"
        body = b"".join(map(to_line, records))
        with reading(f"write to {self.bucket}"):
            try:
                self.client.put_object(Bucket=self.bucket, Key=name, Body=body, IfNoneMatch="*")
            except ClientError as error:
                if code_of(error) not in ("PreconditionFailed", "412"):  # it is there already
                    raise
        return name


def _at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while part := list(islice(rest, _LINES)):
        yield part


def _slices(since: datetime, until: datetime) -> Iterator[Window]:
    at = since
    while at < until:
        end = min(at + _SLICE, until)
        yield Window(*(round(edge.timestamp() * 1000) for edge in (at, end)))
        at = end


def cursors(client: DynamoDBClient, table: str, aggregates: Collection[str] = ()) -> dict[str, Cursor]:
    """The cursors in a ledger; of these aggregates only, where they are named.

    Raises:
        Unavailable: the table cannot be read now.
    """
    found: dict[str, Cursor] = {}
    names = {f"#{name}": name for name in (PK, *CURSOR_NAMES)}
    request: dict[str, Any] = {
        "TableName": table,
        "ConsistentRead": True,
        "ProjectionExpression": ", ".join(names),  # and no state
        "ExpressionAttributeNames": names,
        "FilterExpression": f"NOT begins_with(#{PK}, :command)",
        "ExpressionAttributeValues": {":command": {"S": COMMAND}},
    }
    while True:
        with reading(f"scan of {table}"):
            page = client.scan(**request)
        for item in page["Items"]:
            key = item[PK]["S"]
            if not aggregates or category_and_id(key)[0] in aggregates:
                found[key] = cursor_of(item)
        if "LastEvaluatedKey" not in page:
            return found
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
