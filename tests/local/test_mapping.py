"""The event source mapping over a stream of the emulator."""

from __future__ import annotations

import base64
import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from specfold.local.aws import Clients
from specfold.local.event_source_mapping import Mapping
from specfold.local.failure_destination import FailureBucket
from specfold.local.invoke import Function
from specfold.local.poll_intervals import Pace
from specfold.local.shards import KinesisLog
from specfold.model.topology import EventSource

ARN = "arn:aws:lambda:us-east-1:000000000000:function:reader"
Put = Callable[..., list[str]]
Until = Callable[..., None]
Objects = Callable[[], dict[str, bytes]]
Mapped = Callable[..., AbstractContextManager[None]]


class Seen:
    """An entry point that takes down what it gets, and fails where it is told to."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.raise_on: set[str] = set()
        self.report: dict[str, int] = {}  # data -> how many times to report it as failed
        self._lock = threading.Lock()

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        assert context.get_remaining_time_in_millis() > 0
        with self._lock:
            self.events.append(event)
            failures = []
            for record in event["Records"]:
                data = _data(record)
                if data in self.raise_on:
                    raise ValueError(data)
                if self.report.get(data, 0) > 0:
                    self.report[data] -= 1
                    failures.append({"itemIdentifier": record["kinesis"]["sequenceNumber"]})
            return {"batchItemFailures": failures}

    @property
    def batches(self) -> list[list[str]]:
        return [[_data(record) for record in event["Records"]] for event in list(self.events)]

    @property
    def data(self) -> list[str]:
        return [data for batch in self.batches for data in batch]


def _data(record: dict[str, Any]) -> str:
    return base64.b64decode(record["kinesis"]["data"]).decode()


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    return tmp_path / "checkpoints.json"


@pytest.fixture
def mapped(stream: KinesisLog, checkpoints: Path, pace: Pace) -> Mapped:
    """`with mapped(handler, batch_size=3, ...)`: a mapping of the stream to a handler, while it lasts."""

    @contextmanager
    def run(
        handler: Any, *, timeout: float = 10, failures: FailureBucket | None = None, **source: Any
    ) -> Iterator[None]:
        mapping = Mapping(
            Function("reader", ARN, handler, timeout),
            stream,
            EventSource(stream=stream.name, **source),
            checkpoints=checkpoints,
            failures=failures,
            pace=pace,
        )
        mapping.start()
        try:
            yield
        finally:
            mapping.stop()

    return run


def test_a_record_arrives_as_aws_sends_it(mapped: Mapped, put: Put, until: Until, stream: KinesisLog) -> None:
    before = time.time()
    [sequence] = put(("Order-1", "hello"))
    seen = Seen()
    with mapped(seen):
        until(lambda: seen.events)
    [record] = seen.events[0]["Records"]
    assert before - 1 < record["kinesis"].pop("approximateArrivalTimestamp") < time.time() + 1
    assert record == {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "Order-1",
            "sequenceNumber": sequence,
            "data": base64.b64encode(b"hello").decode(),
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000000:{sequence}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::000000000000:role/local",
        "awsRegion": "us-east-1",
        "eventSourceARN": f"arn:aws:kinesis:us-east-1:000000000000:stream/{stream.name}",
    }


def test_batches_fill_up_to_their_size_and_are_cut_by_the_window(
    mapped: Mapped, put: Put, until: Until
) -> None:
    put(*[("k", str(n)) for n in range(7)])
    seen = Seen()
    with mapped(seen, batch_size=3):
        until(lambda: len(seen.data) == 7)
    assert seen.batches == [["0", "1", "2"], ["3", "4", "5"], ["6"]]


def test_a_partial_failure_is_delivered_again_from_the_lowest(mapped: Mapped, put: Put, until: Until) -> None:
    put(*[("k", str(n)) for n in range(5)])
    seen = Seen()
    seen.report = {"2": 1, "4": 1}
    with mapped(seen, batch_size=5):
        until(lambda: len(seen.batches) == 2)
    assert seen.batches == [["0", "1", "2", "3", "4"], ["2", "3", "4"]]


@pytest.fixture
def failures(aws: Clients, bucket: str, stream: KinesisLog) -> FailureBucket:
    return FailureBucket(aws.s3, bucket, mapping="m", function_arn=ARN, stream_arn=stream.arn)


def test_bisect_isolates_a_poison_record_whose_batch_goes_to_the_bucket(
    mapped: Mapped, put: Put, until: Until, failures: FailureBucket, objects: Objects
) -> None:
    sequences = put(*[("k", str(n)) for n in range(8)])
    seen = Seen()
    seen.raise_on = {"5"}
    with mapped(seen, batch_size=8, retries=1, failures=failures):
        until(lambda: ["6", "7"] in seen.batches)
    good = [data for batch in seen.batches if "5" not in batch for data in batch]
    assert good == ["0", "1", "2", "3", "4", "6", "7"]
    [(key, body)] = objects().items()
    assert key.startswith("aws/lambda/m/shardId-000000000000/")
    record = json.loads(body)
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record["KinesisBatchInfo"]["startSequenceNumber"] == sequences[5]
    assert record["KinesisBatchInfo"]["batchSize"] == 1
    [inner] = json.loads(record["payload"])["Records"]
    assert _data(inner) == "5"


def test_lanes_run_side_by_side_and_keep_the_order_of_every_key(
    mapped: Mapped, put: Put, until: Until
) -> None:
    keys = [f"Order-{n}" for n in range(12)]
    put(*[(key, f"{key}/{n:03}") for n in range(10) for key in keys])
    order: defaultdict[str, list[str]] = defaultdict(list)
    together = threading.Barrier(2, timeout=10)
    calls = itertools.count()

    def entry(event: dict[str, Any], _context: Any) -> None:
        if next(calls) < 2:
            together.wait()  # the first two invocations must meet here, or nothing is ever handled
        for record in event["Records"]:
            order[record["kinesis"]["partitionKey"]].append(_data(record))

    with mapped(entry, batch_size=10, parallelization=4):
        until(lambda: sum(map(len, order.values())) == 120)
    assert not together.broken
    assert order == {key: [f"{key}/{n:03}" for n in range(10)] for key in keys}


def test_a_stuck_lane_holds_the_checkpoint_back_and_nothing_else(
    mapped: Mapped, put: Put, until: Until, checkpoints: Path
) -> None:
    put(("stuck", "poison"), *[(f"k{n}", str(n)) for n in range(20)])
    seen = Seen()
    seen.raise_on = {"poison"}
    with mapped(seen, batch_size=4, parallelization=8):
        until(lambda: len({data for data in seen.data if data != "poison"}) >= 15)
    assert not checkpoints.exists()
    healed = Seen()
    with mapped(healed, batch_size=4, parallelization=8):
        until(lambda: set(healed.data) == {"poison", *map(str, range(20))})


def test_a_restart_goes_on_behind_the_checkpoint(mapped: Mapped, put: Put, until: Until) -> None:
    first, second = Seen(), Seen()
    put(("k", "a"), ("k", "b"))
    with mapped(first):
        until(lambda: first.data == ["a", "b"])
    put(("k", "c"))
    with mapped(second):
        until(lambda: second.data)
    assert second.data == ["c"]


def test_the_checkpoint_of_an_earlier_stream_of_that_name_is_not_used(
    mapped: Mapped, put: Put, until: Until, stream: KinesisLog, checkpoints: Path
) -> None:
    positions = {"shardId-000000000000": {"after": "9" * 30, "ended": True}}
    checkpoints.write_text(json.dumps({"stream": f"{stream.arn}@1", "shards": positions}))
    put(("k", "a"))
    seen = Seen()
    with mapped(seen):
        until(lambda: seen.data == ["a"])


def test_a_function_that_takes_too_long_is_invoked_again(mapped: Mapped, put: Put, until: Until) -> None:
    put(("k", "a"))
    calls: list[float] = []

    def slow_once(_event: dict[str, Any], context: Any) -> None:
        calls.append(time.monotonic())
        if len(calls) == 1:
            until(lambda: context.get_remaining_time_in_millis() == 0)

    with mapped(slow_once, timeout=0.1):
        until(lambda: len(calls) >= 2)  # a third time where the second takes too long as well
