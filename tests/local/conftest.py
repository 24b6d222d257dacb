"""One emulator for all tests of this room; every test makes its own streams and buckets in it."""

from __future__ import annotations

import gzip
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from specfold.local import emulator
from specfold.local.aws import Clients, clients
from specfold.local.poll_intervals import Pace
from specfold.local.shards import KinesisLog

Until = Callable[..., None]


def _until(condition: Callable[[], object], what: str = "the condition", seconds: float = 60.0) -> None:
    """Wait until a condition holds; fail with its name when it does not in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds} s"
        pause.wait(0.01)


@pytest.fixture(scope="session")
def until() -> Until:
    """`until(condition, what, seconds)`."""
    return _until


@pytest.fixture(scope="session")
def cloud() -> Iterator[emulator.Emulator]:
    """The emulator."""
    with emulator.running() as running:
        yield running


@pytest.fixture(scope="session")
def aws(cloud: emulator.Emulator) -> Clients:
    """Clients of the emulator."""
    return clients(cloud.endpoint)


@pytest.fixture
def name() -> str:
    """A name that no other test uses."""
    return f"t-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def pace() -> Pace:
    """Everything quick."""
    return Pace(
        poll=0.02, discover=0.1, retry_first=0.01, retry_most=0.05, window_most=0.05, archive_seconds=0.1
    )


@pytest.fixture
def stream(aws: Clients, name: str) -> KinesisLog:
    """A stream of one shard."""
    aws.kinesis.create_stream(StreamName=name, ShardCount=1)
    return KinesisLog(aws.kinesis, name)


@pytest.fixture
def bucket(aws: Clients, name: str) -> str:
    """An empty bucket."""
    aws.s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def put(aws: Clients, stream: KinesisLog) -> Callable[..., list[str]]:
    """`put((key, data), ...)`: the sequence numbers of the records, in order."""

    def put_all(*records: tuple[str, str]) -> list[str]:
        return [
            aws.kinesis.put_record(StreamName=stream.name, PartitionKey=key, Data=data.encode())[
                "SequenceNumber"
            ]
            for key, data in records
        ]

    return put_all


@pytest.fixture
def objects(aws: Clients, bucket: str) -> Callable[[], dict[str, bytes]]:
    """What is in the bucket, by key, unpacked."""

    def read() -> dict[str, bytes]:
        listed: list[Any] = list(aws.s3.list_objects_v2(Bucket=bucket).get("Contents", []))
        found = {}
        for item in listed:
            body = aws.s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
            found[item["Key"]] = gzip.decompress(body) if item["Key"].endswith(".gz") else body
        return found

    return read
