"""What stands in the embedded AWS, read with the runtime's own ports: nothing of the service is asked."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from specfold.aws.archive import S3Archive
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.ledger_store import DynamoLedger
from specfold.aws.log_store import KinesisSource
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.archive_format import from_lines
from specfold.eventlog.commit import Head, Record
from specfold.local.stack import Local
from specfold.model.service import Service


class Cloud:
    """The stream, the archive, the ledger and the tables of one service."""

    def __init__(self, local: Local, service: Service, channel: str) -> None:
        self._local = local
        self._clients, self._patient = Clients(), Clients(patience=60)
        self._stream = f"{service.name}-{channel}"
        self.reader = next(reader for reader in service.readers if reader.channel == channel)
        clock = SystemClock()
        self._source = KinesisSource(self._clients.kinesis, local.physical("stream", self._stream), 0, clock)
        self._ledger = DynamoLedger(
            self._clients.dynamodb, local.physical("table", f"{service.name}-ledger"), clock
        )
        tables = {view.name: self._table(service, view.name) for view in self.reader.views}
        self.views = DynamoViews(self._clients.dynamodb, self.reader.views, tables, {}, clock)
        self._tables = tables

    def _table(self, service: Service, view: str) -> str:
        words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in view)
        return self._local.physical("table", f"{service.name}{words}")

    def in_stream(self, key: str) -> list[Record]:
        """The records of a key that stand in the stream, in their order."""
        return sorted(self._source.records(key), key=lambda record: record.order)

    def in_archive(self, key: str | None = None) -> list[Record]:
        """The records in S3: any order, and some perhaps twice."""
        return list(S3Archive(self._clients.s3, self._bucket, self._stream).records(key))

    def objects(self) -> list[str]:
        """The names of the archive's objects."""
        listed = self._clients.s3.list_objects_v2(Bucket=self._bucket, Prefix=f"events/{self._stream}/")
        return [entry["Key"] for entry in listed.get("Contents", ())]

    def lose(self, record: Record) -> list[str]:
        """Take every object out of the archive that holds a record; their names.

        A delete marker is put over each. On AWS the bucket's policy denies that to everybody.
        """
        lost = [name for name in self.objects() if record in self._object(name)]
        for name in lost:
            self._clients.s3.delete_object(Bucket=self._bucket, Key=name)
        return lost

    def audit(self, function: str) -> dict[str, Any]:
        """Have the auditor look at the last hour, up to now; its report. `function`: its physical name."""
        payload = msgspec.json.encode({"hours": 1, "settledHours": 0})
        answer = self._patient.functions.invoke(FunctionName=function, Payload=payload)
        reports: dict[str, dict[str, Any]] = msgspec.json.decode(answer["Payload"].read())
        return reports[self.reader.channel]

    def _object(self, name: str) -> list[Record]:
        body = self._clients.s3.get_object(Bucket=self._bucket, Key=name)["Body"].read()
        return list(from_lines(gzip.decompress(body).splitlines(keepends=True)))

    def item(self, view: str, key: Mapping[str, str]) -> Mapping[str, Any] | None:
        """A row's item as DynamoDB keeps it."""
        wire = {name: {"S": value} for name, value in key.items()}
        return self._clients.dynamodb.get_item(
            TableName=self._tables[view], Key=wire, ConsistentRead=True
        ).get("Item")

    def delete(self, view: str, key: Mapping[str, str]) -> None:
        """Lose a row, as somebody with too many rights may."""
        wire = {name: {"S": value} for name, value in key.items()}
        self._clients.dynamodb.delete_item(TableName=self._tables[view], Key=wire)

    def operate(self, *words: str) -> list[str] | None:
        """What `specfold` says to an operator. None: not well ended; the service repairs by itself, too."""
        command = [sys.executable, "-m", "specfold.operations", *words, "--endpoint", self._local.endpoint]
        where = self._local.settings.project
        told = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)  # noqa: S603  # our own
        return told.stdout.splitlines() if told.returncode == 0 else None

    def heads(self, keys: Iterable[str]) -> dict[str, Head]:
        """What the ledger says of these keys."""
        return {key: item.cursor.head for key, item in self._ledger.read_many(list(keys)).items()}

    @property
    def _bucket(self) -> str:
        bucket = self._local.settings.archive_bucket
        if bucket is None:
            raise LookupError("no archive was provisioned")
        return bucket


def events_of(record: Record) -> list[dict[str, Any]]:
    """The CloudEvents of a commit."""
    events: list[dict[str, Any]] = msgspec.json.decode(record.data)
    return events
