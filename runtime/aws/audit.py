"""The auditor over AWS: `python -m runtime.aws.audit --help`.

Reads a closed window of a stream and of its archive, says what the archive lacks, and writes it under
`repair/` when told to. With a ledger it also checks that every head stands on records that are kept.
"""

from __future__ import annotations

import argparse
import sys
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from runtime.archive import to_line
from runtime.audit import Audit, Departure, Window, audited, departures
from runtime.aws.archive import REPAIR, S3Archive
from runtime.aws.clients import Clients
from runtime.aws.environment import epoch_of
from runtime.aws.faults import code_of, reading
from runtime.aws.items import PK, cursor_of
from runtime.aws.kinesis import KinesisSource
from runtime.aws.system import SystemClock
from runtime.commit import Head, Record
from runtime.decider import category_and_id

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

SETTLED: Final = timedelta(hours=3)  # Firehose buffers for 15 minutes at most and tries for 2 hours at most
_SLACK: Final = timedelta(minutes=1)  # arrival times are approximate, and may run backwards
_LINES: Final = 10_000  # of one object
_NAMES: Final = uuid.UUID(
    "0a8c6a52-5a53-5c3f-9a52-6c2f3f0c0b1e"
)  # any constant: the namespace of object names


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Audits one stream and its archive."""

    client: S3Client
    bucket: str
    stream: str  # the logical name that objects are filed under
    source: KinesisSource
    heads: Callable[[], Mapping[str, Head]]  # the ledger's

    def audit(self, window: Window) -> Audit:
        """Compare a closed window; nothing is written.

        Raises:
            DamagedLine: an object of the archive does not read.
            Unavailable: the stream or the archive cannot be read now.
        """
        since, until = _at(window.since), _at(window.until)
        archive = S3Archive(self.client, self.bucket, self.stream, since=since, until=until + _SLACK)
        return audited(window, self.source.since(since - _SLACK), archive.records())

    def mend(self, audit: Audit) -> list[str]:
        """Write the missing records under `repair/`; the names of the objects. Twice is once.

        Raises:
            Unavailable: the archive cannot be written now.
        """
        parts = [audit.missing[at : at + _LINES] for at in range(0, len(audit.missing), _LINES)]
        return [self._written(part) for part in parts]

    def departures(self) -> list[Departure]:
        """Heads of the ledger that stand on no record. Reads the whole ledger, archive and stream.

        Raises:
            Unavailable: one of them cannot be read now.
        """
        heads = self.heads()  # first: the records may go further, and must not be behind
        archive = S3Archive(self.client, self.bucket, self.stream)
        return list(departures(chain(archive.records(), self.source.since(None)), heads))

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


def heads(client: DynamoDBClient, table: str, aggregates: Collection[str] = ()) -> dict[str, Head]:
    """The heads in a ledger; of these aggregates only, where they are named.

    Raises:
        Unavailable: the table cannot be read now.
    """
    found: dict[str, Head] = {}
    request: dict[str, Any] = {"TableName": table, "ConsistentRead": True}
    while True:
        with reading(f"scan of {table}"):
            page = client.scan(**request)
        for item in page["Items"]:
            key = item[PK]["S"]
            if not key.startswith("cmd#") and (not aggregates or category_and_id(key)[0] in aggregates):
                found[key] = cursor_of(item).head
        if "LastEvaluatedKey" not in page:
            return found
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _told(audit: Audit, departed: Sequence[Departure], written: Sequence[str]) -> None:
    counts: dict[str, Any] = {
        "records in the window": audit.expected,
        "missing in the archive": len(audit.missing),
        "changed in the archive": len(audit.changed),
        "strange to the stream": len(audit.strange),
        "heads without a record": len(departed),
        "objects written": len(written),
    }
    lines = [f"{label:<24} {number}" for label, number in counts.items()]
    lines += [f"{d.key}: {d.why}, ledger {d.ledger}, records {d.found}" for d in departed] + list(written)
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> int:
    """0 if the archive is right, or was put right; 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m runtime.aws.audit", description=__doc__)
    parser.add_argument("--stream", required=True, help="the physical name of the Kinesis stream")
    parser.add_argument("--filed-under", required=True, help="its logical name in the archive")
    parser.add_argument("--bucket", required=True, help="the archive")
    parser.add_argument(
        "--ledger", default="", help="the ledger's table: checks every head, reads everything"
    )
    parser.add_argument(
        "--aggregate", action="append", help="check heads of these only, as others live elsewhere"
    )
    parser.add_argument("--hours", type=float, default=24.0, help="length of the window")
    parser.add_argument(
        "--settled", type=float, default=SETTLED / timedelta(hours=1), help="hours since its end"
    )
    parser.add_argument("--write", action="store_true", help="write what is missing under repair/")
    given = parser.parse_args()
    clock = SystemClock()
    until = clock.now() - timedelta(hours=given.settled)
    since = until - timedelta(hours=given.hours)
    clients = Clients()
    made = Auditor(
        client=clients.s3,
        bucket=given.bucket,
        stream=given.filed_under,
        source=KinesisSource(clients.kinesis, given.stream, epoch_of(given.stream), clock),
        heads=lambda: heads(clients.dynamodb, given.ledger, given.aggregate or ()) if given.ledger else {},
    )
    audit = made.audit(Window(*(round(at.timestamp() * 1000) for at in (since, until))))
    written = made.mend(audit) if given.write else []
    departed = made.departures() if given.ledger else []
    _told(audit, departed, written)
    right = audit.whole or (given.write and not (audit.changed or audit.strange))
    return 0 if right and not departed else 1


if __name__ == "__main__":
    sys.exit(main())
