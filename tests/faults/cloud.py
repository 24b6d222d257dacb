"""What is stored in the emulator: records, objects and items, read raw.

One function of the runtime reads here: `row_of`, which gives the rows of items back as they were written.
`tests/properties/test_rows_as_written.py` tests it.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import boto3
import specfold.local
from boto3.dynamodb.types import TypeDeserializer
from specfold.local.aws import scrubbed
from specfold.local.checkpoints import read_positions
from specfold.local.child_process import Child
from specfold.local.poll_intervals import Pace
from specfold.local.settings import Settings
from specfold.local.stack import Kind, Local
from specfold.model.topology import Topology
from specfold.storage.row_items import row_of

from tests.faults import checker, sessions, shop
from tests.faults.checker import Judged, Raw, Seen, Told

ROOT = Path(__file__).parents[2]
PACE = Pace(poll=0.05, discover=0.5, retry_first=0.02, retry_most=0.5, window_most=0.05, archive_seconds=0.5)
STREAMS = ("ordering-orders", "payments-payments")
_read = TypeDeserializer().deserialize


def until(condition: Callable[[], object], what: str, seconds: float = 90.0) -> None:
    """Wait until a condition holds; fail with its name when it does not in time."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds:g} s"
        pause.wait(0.05)


def second_consumers(local: Local, state: Path, endpoint: str | None = None) -> Child:
    """A second process that reads every stream for every reader and policy, from the start; not started."""
    state.mkdir(parents=True)
    settings = state / "settings.json"
    replace(local.settings, state=state, endpoint=endpoint or local.endpoint).save(settings)
    path = os.pathsep.join([str(local.settings.project), str(Path(specfold.local.__file__).parents[2])])
    return Child(
        "consumers-2",
        "specfold.local.consumers",
        ["--settings", str(settings)],
        environment=scrubbed(os.environ) | local.environment | {"PYTHONPATH": path},
        directory=local.settings.project,
        log=local.logs / "consumers-2.log",
    )


class Place(Protocol):
    """Where a shop stands: the local cloud, or what a test has put together."""

    @property
    def endpoint(self) -> str: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def topologies(self) -> list[Topology]: ...
    def physical(self, kind: Kind, name: str) -> str: ...


class Cloud:
    """The streams, the archive and the tables of the shop."""

    def __init__(self, local: Place) -> None:
        self.local = local
        self._known: dict[tuple[str, str], list[Raw]] = {}
        self._last: dict[tuple[str, str], str] = {}  # sequence number as it came: zeros in front count
        session = boto3.session.Session("local", "local", region_name="us-east-1")
        make: Any = session.client
        self.kinesis, self.s3, self.dynamodb = (
            make(name, endpoint_url=local.endpoint) for name in ("kinesis", "s3", "dynamodb")
        )

    def stream(self, name: str) -> list[Raw]:
        """Every record of a stream, from the oldest on."""
        physical = self.local.physical("stream", name)
        for shard in self.kinesis.list_shards(StreamName=physical)["Shards"]:
            self._read_on(physical, shard["ShardId"], self._known.setdefault((name, shard["ShardId"]), []))
        return list(chain.from_iterable(own for (of, _), own in self._known.items() if of == name))

    def last(self, name: str) -> str:
        """The sequence number of the last record of a stream of one shard, as it came."""
        (shard,) = (shard for of, shard in self._known if of == name)
        return self._last[self.local.physical("stream", name), shard]

    def _read_on(self, stream: str, shard: str, known: list[Raw]) -> None:
        """A stream is only added to: what was read once is not read again."""
        start: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if known:
            last = self._last[stream, shard]
            start = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": last}
        iterator = self.kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, **start)["ShardIterator"]
        while iterator:
            page = self.kinesis.get_records(ShardIterator=iterator)
            for found in page["Records"]:
                number, key = found["SequenceNumber"], found["PartitionKey"]
                known.append(Raw(shard, int(number), key, found["Data"]))
                self._last[stream, shard] = number
            if not page["Records"] and not page["MillisBehindLatest"]:
                return
            iterator = page.get("NextShardIterator")

    def objects(self, name: str) -> list[str]:
        """The names of the archive's objects of one stream, repairs too."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        prefixes = (f"events/{name}/", f"repair/{name}/")
        names = (item["Key"] for page in pages for item in page.get("Contents", []))
        return [found for found in names if found.startswith(prefixes)]

    def archive(self, name: str) -> list[Raw]:
        """The lines of the archive of one stream, as often as they stand there."""
        return list(chain.from_iterable(map(self.lines, self.objects(name))))

    def lines(self, object_name: str) -> list[Raw]:
        """The lines of one object."""
        return [_line(line) for line in self.text(object_name).split(b"\n") if line]

    def text(self, object_name: str) -> bytes:
        """An object, unpacked."""
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=object_name)["Body"].read()
        return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body

    @property
    def bucket(self) -> str:
        """The archive's."""
        assert self.local.settings.archive_bucket is not None
        return self.local.settings.archive_bucket

    def table(self, name: str) -> list[dict[str, Any]]:
        """Every item of a table, as plain values."""
        return [{k: _plain(_read(v)) for k, v in item.items()} for item in self._items(name)]

    def rows(self, name: str, key: str) -> Mapping[str, dict[str, Any]]:
        """The rows of a read model as queries and repairs read them: an item holds other forms of members."""
        return {row[key]: row for item in self._items(name) if (row := row_of(item)) is not None}

    def _items(self, name: str) -> Iterator[Mapping[str, Any]]:
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=self.local.physical("table", name))
        return (item for page in pages for item in page["Items"])

    def wipe(self, name: str) -> None:
        """Delete every item of a table."""
        table = self.local.physical("table", name)
        keys = self.dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table)
        for item in [item for page in pages for item in page["Items"]]:
            key = {part["AttributeName"]: item[part["AttributeName"]] for part in keys}
            self.dynamodb.delete_item(TableName=table, Key=key)
        assert self.table(name) == [], f"somebody writes to {name}"

    # -- waiting

    def caught_up(self, state: Path | None = None, archive: bool = True) -> bool:
        """Whether all readers and the archive came to the end of both streams, and nothing came since.

        `state`: where the readers keep their checkpoints, if not where they should. `archive`: it too.
        """
        before = {name: self.stream(name) for name in STREAMS}
        readers = [(f.name, f.reads.stream) for t in self.local.topologies for f in t.functions if f.reads]
        readers += [("archive", name) for name in STREAMS if archive and not state]
        for reader, name in readers:
            come = read_positions(self.settings(state).checkpoints(reader, name))
            if any(raw.seq > int(come.get(raw.shard, "-1")) for raw in before[name]):
                return False
        return all(self.stream(name) == before[name] for name in STREAMS)

    def settings(self, state: Path | None) -> Settings:
        """The settings, perhaps with another directory for the state."""
        settings = self.local.settings
        return replace(settings, state=state) if state else settings

    # -- the whole of it

    def findings(self, told: Sequence[Told], seen: Sequence[Seen] = ()) -> tuple[list[str], Judged, Judged]:
        """Everything that is not as it must be; and the two logs."""
        streams = {name: self.stream(name) for name in STREAMS}
        orders, payments = (checker.judged(streams[name]) for name in STREAMS)
        both = Judged(histories=orders.histories | payments.histories)
        checks: list[Iterator[str]] = [
            iter(orders.findings + payments.findings),
            checker.commands(both, told),
            checker.real_time(told),
            sessions.reads(orders, seen, told, shop.order_at),
            sessions.refusals(both, told, shop.refuses),
            checker.ledger(orders, self.table("ordering-ledger")),
            checker.ledger(payments, self.table("payments-ledger")),
            shop.legal(orders, payments),
            shop.policies(orders, payments),
            self._tables(orders, payments),
            self._stopped(),
        ]
        checks += [checker.archive(streams[name], self.archive(name)) for name in STREAMS]
        return list(chain.from_iterable(checks)), orders, payments

    def _tables(self, orders: Judged, payments: Judged) -> Iterator[str]:
        for name, key, wanted in (
            ("ordering-order-summary", "orderId", shop.order_summaries(orders)),
            ("ordering-customer-totals", "customerId", shop.customer_totals(orders)),
            ("payments-payment-status", "paymentId", shop.payment_statuses(payments)),
        ):
            yield from checker.rows(name, wanted, self.rows(name, key))

    def _stopped(self) -> Iterator[str]:
        """No reader holds or parks a key."""
        for topology in self.local.topologies:
            for table in topology.tables:
                for item in self.table(table.name):
                    cursor = item.get("_cursor", item)
                    if cursor.get("status") in ("held", "parked"):
                        why = f"{cursor['status']}: {cursor.get('error')}"
                        yield f"{table.name}: {item.get('pk', item)} is {why}"


def _line(text: bytes) -> Raw:
    line = json.loads(text)
    if "rec64" in line:
        data = base64.b64decode(line["rec64"])
    else:  # as it stands between the name and the closing brace, byte for byte
        data = text[text.index(b',"rec":') + len(b',"rec":') : -1]
    return Raw(line["shard"], int(line["seq"]), line["pk"], data)


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case dict():
            return {name: _plain(member) for name, member in value.items()}
        case list():
            return [_plain(member) for member in value]
    return value
