"""A shop whose stream can be split and merged: kinesis-local for it, MiniStack for everything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from specfold.aws import functions
from specfold.aws.composition import Wiring
from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Outcome, Pending, Request, Uncertain
from specfold.local import event_source_mapping as mapping
from specfold.local.aws import environment
from specfold.local.checkpoints import Checkpoints
from specfold.local.invoke import Function
from specfold.local.ports import claim
from specfold.local.settings import Settings
from specfold.local.shards import KinesisLog
from specfold.local.stack import Kind
from specfold.model.messages import Command
from specfold.model.topology import EventSource, Table, Topology

from generated.ordering.functions import ENVIRONMENT
from generated.ordering.service import SERVICE
from generated.ordering.topology import TOPOLOGY
from tests.faults.checker import Raw, Told
from tests.faults.cloud import PACE, ROOT, Cloud, until

PACKAGE = "kinesis-local@0.6.2"
STREAM = "ordering-orders"


@contextmanager
def kinesis_local(scratch: Path) -> Iterator[str]:
    """The emulator that keeps unread records when shards are split; its endpoint. Skips if not to be had."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not here, and kinesis-local runs on them")
    fetch = [
        "npm",
        "install",
        PACKAGE,
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        str(scratch),
    ]
    fetched = subprocess.run(fetch, capture_output=True, text=True, timeout=120, check=False)
    if fetched.returncode:
        pytest.skip(f"{PACKAGE} cannot be fetched: {fetched.stderr[-200:]}")
    package, port = scratch / "node_modules" / "kinesis-local", claim(0, PACKAGE)
    settings = {
        "KINESIS_MOCK_PLAIN_PORT": str(port),
        "KINESIS_MOCK_TLS_PORT": str(claim(0, PACKAGE)),
        "KINESIS_MOCK_CERT_PATH": str(package / "server.json"),
        "LOG_LEVEL": "ERROR",
        "SHARD_LIMIT": "500",
    }
    with (scratch / "log").open("wb") as log:
        started = subprocess.Popen(
            ["node", str(package / "main.js")], env=os.environ | settings, stdout=log, stderr=log
        )
        try:
            endpoint = f"http://127.0.0.1:{port}"
            until(lambda: _answers(endpoint), f"{PACKAGE} answers")
            yield endpoint
        finally:
            started.kill()
            started.wait()


def client(name: str, endpoint: str) -> Any:
    """A client with no real credentials."""
    make: Any = boto3.session.Session("local", "local", region_name="us-east-1").client
    return make(name, endpoint_url=endpoint)


def _answers(endpoint: str) -> bool:
    try:
        client("kinesis", endpoint).list_streams()
    except Exception:
        return False
    return True


@dataclass
class Shop:
    """The ordering service on a stream, a bucket and tables of its own."""

    endpoint: str
    kinesis_endpoint: str
    state: Path
    prefix: str = field(default_factory=lambda: f"t{uuid4().hex[:8]}")
    seen: list[tuple[str, str]] = field(default_factory=list)  # shard and key of each record, as it was read
    told: list[Told] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.kinesis = client("kinesis", self.kinesis_endpoint)
        self.kinesis.create_stream(StreamName=self.stream, ShardCount=1)
        client("s3", self.endpoint).create_bucket(Bucket=self.prefix)
        for table in TOPOLOGY.tables:
            self._create(table)
        until(self._active, "the stream is there")
        self.cloud = Cloud(self)
        self.cloud.kinesis = self.kinesis

    @property
    def stream(self) -> str:
        """The physical stream."""
        return self.physical("stream", STREAM)

    @property
    def topologies(self) -> list[Topology]:
        """One service."""
        return [TOPOLOGY]

    @property
    def settings(self) -> Settings:
        """As far as they mean anything here."""
        more: Any = {"issuer": "", "api_port": 0, "names": {}, "archive_bucket": self.prefix}
        return Settings(project=ROOT, state=self.state, endpoint=self.endpoint, **more)

    def physical(self, kind: Kind, name: str) -> str:
        """The name of a resource."""
        return self.prefix if kind == "bucket" else f"{self.prefix}-{name}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the functions of the service need."""
        made = {
            name: self.physical(ref.kind, ref.name)
            for function in TOPOLOGY.functions
            for name, ref in function.environment.items()
            if ref.kind != "function"  # nobody repairs by himself here
        }
        return environment(self.endpoint) | {"AWS_ENDPOINT_URL_KINESIS": self.kinesis_endpoint} | made

    def _create(self, table: Table) -> None:
        keys = [(table.partition, "HASH"), *([(table.sort, "RANGE")] if table.sort else [])]
        indexes = [
            {
                "IndexName": index.name,
                "KeySchema": [
                    {"AttributeName": name, "KeyType": kind}
                    for name, kind in ((index.partition, "HASH"), (index.sort, "RANGE"))
                    if name
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in table.indexes
        ]
        client("dynamodb", self.endpoint).create_table(
            TableName=self.physical("table", table.name),
            AttributeDefinitions=[
                {"AttributeName": n, "AttributeType": t} for n, t in table.attributes.items()
            ],
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
            BillingMode="PAY_PER_REQUEST",
            **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
        )

    # -- resharding

    def shards(self) -> list[Any]:
        """All shards, oldest first."""
        return list(self.kinesis.list_shards(StreamName=self.stream)["Shards"])

    def open_shards(self) -> list[Any]:
        """Those that take records."""
        return [s for s in self.shards() if "EndingSequenceNumber" not in s["SequenceNumberRange"]]

    def split(self) -> None:
        """The widest open shard becomes two."""
        wide = max(self.open_shards(), key=lambda shard: _bounds(shard)[1] - _bounds(shard)[0])
        middle = sum(_bounds(wide)) // 2
        self.kinesis.split_shard(
            StreamName=self.stream, ShardToSplit=wide["ShardId"], NewStartingHashKey=str(middle)
        )
        until(self._active, "the shard is split")

    def merge(self) -> None:
        """The first two open shards become one."""
        first, second = sorted(self.open_shards(), key=_bounds)[:2]
        self.kinesis.merge_shards(
            StreamName=self.stream, ShardToMerge=first["ShardId"], AdjacentShardToMerge=second["ShardId"]
        )
        until(self._active, "the shards are merged")

    def _active(self) -> bool:
        summary = self.kinesis.describe_stream_summary(StreamName=self.stream)["StreamDescriptionSummary"]
        return bool(summary["StreamStatus"] == "ACTIVE")

    # -- writing

    def tell(self, command: Command, key: str, *, wait: float = 0.0, **more: Any) -> Outcome:
        """Have a command decided and appended, and note what was told."""
        decision = next(d for d in SERVICE.decisions if d.command is type(command))
        request = Request(command_id=str(uuid4()), wait=wait, **more)
        outcome: Outcome = self._commands.handle(decision, command, request)
        with self.lock:
            self.told.append(_told(outcome, request, key, decision.name))
        return outcome

    @cached_property
    def _commands(self) -> Commands:
        return Wiring(SERVICE, ENVIRONMENT).commands(SERVICE.decisions)

    # -- reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        """The service's reader at work, with the checkpoints it had."""
        read = functions.reader(SERVICE, ENVIRONMENT, "orders")

        def handle(event: Any, context: Any) -> Any:
            with self.lock:
                self.seen += [
                    (r["eventID"].partition(":")[0], r["kinesis"]["partitionKey"]) for r in event["Records"]
                ]
            return read(event, context)

        made = mapping.Mapping(
            Function("reader", "arn", handle, 60),
            KinesisLog(self.kinesis, self.stream),
            EventSource(stream=STREAM, batch_size=7),
            checkpoints=self.settings.checkpoints("ordering-orders-reader", STREAM),
            pace=PACE,
        )
        made.start()
        try:
            yield
        finally:
            made.stop()

    def read_up(self) -> bool:
        """Whether the reader has come to the end of every shard."""
        path = self.settings.checkpoints("ordering-orders-reader", STREAM)
        come = Checkpoints(path, KinesisLog(self.kinesis, self.stream).identity)
        return all(
            raw.seq <= int(come.position(raw.shard).after or "-1") for raw in self.cloud.stream(STREAM)
        )

    def records(self) -> Sequence[Raw]:
        """All of the stream."""
        return self.cloud.stream(STREAM)


def _bounds(shard: Any) -> tuple[int, int]:
    held = shard["HashKeyRange"]
    return int(held["StartingHashKey"]), int(held["EndingHashKey"])


def _told(outcome: Outcome, request: Request, key: str, operation: str) -> Told:
    known: Any = {"id": request.command_id, "key": key, "operation": operation, "sent": None}
    match outcome:
        case Accepted(_, _, version):
            return Told(**known, outcome="accepted", version=version)
        case Pending() | Uncertain():
            return Told(**known, outcome="unknown")
    return Told(**known, outcome="refused")
