"""The archive in S3: what Firehose has written under `events/`, and what was missing, under `repair/`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError
from isal import igzip

from specfold.aws.faults import reading
from specfold.eventlog.archive_format import from_lines
from specfold.eventlog.commit import Record
from specfold.model.errors import DamagedLine

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EVENTS: Final = "events"
REPAIR: Final = "repair"
_GZIP: Final = b"\x1f\x8b"


class S3Archive:
    """The records of one channel that have reached the archive: any order, any number of times."""

    def __init__(
        self,
        client: S3Client,
        bucket: str,
        stream: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """`stream` is the logical name that its objects are filed under.

        `since` and `until` bound the objects that are read, by whole hours: all records that arrived between
        them are given, and others too.
        """
        self._client, self._bucket, self._stream = client, bucket, stream
        self._first = _first_hour(since) if since else ""
        self._last = _hour(until) if until else None

    def records(self, key: str | None = None, since: int | None = None) -> Iterator[Record]:
        """All records, or those of one key. `since` (ms since 1970) bounds the objects as above.

        Raises:
            DamagedLine: an object does not read to its end; what it holds may not be passed over.
            Throttled, Unavailable: the archive cannot be read.
        """
        first = self._first
        if since is not None:
            first = max(first, _first_hour(datetime.fromtimestamp(since / 1000, UTC)))
        for name in self._names(first):
            yield from self._read(name, key)

    def _names(self, first: str) -> Iterator[str]:
        events = f"{EVENTS}/{self._stream}/"
        for name in self._listed(events, f"{events}{first}"):
            if self._last is not None and name[len(events) :][: len(self._last)] > self._last:
                break
            yield name
        yield from self._listed(f"{REPAIR}/{self._stream}/", "")

    def _listed(self, prefix: str, after: str) -> Iterator[str]:
        request: dict[str, Any] = {"Bucket": self._bucket, "Prefix": prefix}
        if after > prefix:
            request["StartAfter"] = after
        while True:
            with reading(f"list of {self._bucket}"):
                answer = self._client.list_objects_v2(**request)
            yield from (entry["Key"] for entry in answer.get("Contents", ()) if entry["Size"])
            if not answer.get("IsTruncated"):
                return
            request["ContinuationToken"] = answer["NextContinuationToken"]

    def _read(self, name: str, key: str | None) -> Iterator[Record]:
        with reading(f"read of {self._bucket}"):
            raw: Any = self._client.get_object(Bucket=self._bucket, Key=name)["Body"]
            try:
                yield from from_lines(_lines(raw), key)
            except BotoCoreError:
                raise  # a read that broke off says nothing of the object; some are OSErrors too
            except (DamagedLine, EOFError, OSError) as error:
                raise DamagedLine(f"{name} does not read to its end") from error
            finally:
                raw.close()  # one that is not read to its end keeps its connection, or leaks it


def _lines(raw: Any) -> Any:
    body = io.BufferedReader(raw)
    if body.peek(2)[:2] != _GZIP:  # by content: a name may say .gz and mean nothing by it
        return body
    return igzip.IGzipFile(fileobj=body)  # type: ignore[no-untyped-call]  # isal has no types for it


def _first_hour(since: datetime) -> str:
    # An object is filed under the hour of its oldest record, and holds records of the next.
    return _hour(since - timedelta(hours=1))


def _hour(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y/%m/%d/%H}"
