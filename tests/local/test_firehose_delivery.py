"""Our Firehose: from a stream of the emulator, through a transform, into a bucket."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from specfold.local.aws import Clients
from specfold.local.firehose import Firehose
from specfold.local.invoke import Function
from specfold.local.poll_intervals import Pace
from specfold.local.shards import KinesisLog

ARN = "arn:aws:lambda:us-east-1:000000000000:function:archive"
Put = Callable[..., list[str]]
Until = Callable[..., None]
Objects = Callable[[], dict[str, bytes]]
Delivering = Callable[[Any], AbstractContextManager[None]]


def line(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """What the archive function does, in short: one line per record, with its sequence number."""
    return {"records": [_line(record) for record in event["records"]]}


def _line(record: dict[str, Any]) -> dict[str, Any]:
    metadata = record["kinesisRecordMetadata"]
    content = {"seq": metadata["sequenceNumber"], "rec": base64.b64decode(record["data"]).decode()}
    data = base64.b64encode(json.dumps(content).encode() + b"\n").decode()
    return {"recordId": record["recordId"], "result": "Ok", "data": data}


@pytest.fixture
def delivering(aws: Clients, stream: KinesisLog, bucket: str, tmp_path: Path, pace: Pace) -> Delivering:
    """`with delivering(handler)`: a delivery stream through that transform, while it lasts."""

    @contextmanager
    def run(handler: Any) -> Iterator[None]:
        firehose = Firehose(
            "orders",
            stream,
            Function("archive", ARN, handler, 10),
            s3=aws.s3,
            bucket=bucket,
            checkpoints=tmp_path / "checkpoints.json",
            pace=pace,
        )
        firehose.start()
        try:
            yield
        finally:
            firehose.stop()

    return run


def _lines(found: dict[str, bytes], prefix: str) -> list[dict[str, Any]]:
    return [
        json.loads(text)
        for key, body in sorted(found.items())
        if key.startswith(prefix)
        for text in body.decode().splitlines()
    ]


def test_the_transform_gets_the_event_that_firehose_sends(
    delivering: Delivering, put: Put, until: Until, objects: Objects, stream: KinesisLog
) -> None:
    events: list[dict[str, Any]] = []

    def entry(event: dict[str, Any], context: Any) -> dict[str, Any]:
        events.append(event)
        return line(event, context)

    [sequence] = put(("Order-1", "hello"))
    with delivering(entry):
        until(objects)
    [event] = events
    [record] = event["records"]
    arrived = record["approximateArrivalTimestamp"]
    assert isinstance(arrived, int)
    assert abs(arrived / 1000 - datetime.now(UTC).timestamp()) < 60
    assert event["sourceKinesisStreamArn"] == stream.arn
    assert event["deliveryStreamArn"] == "arn:aws:firehose:us-east-1:000000000000:deliverystream/orders"
    assert set(event) == {
        "invocationId", "sourceKinesisStreamArn", "deliveryStreamArn", "region", "records"
    }  # fmt: skip
    assert record == {
        "recordId": record["recordId"],
        "approximateArrivalTimestamp": arrived,
        "data": base64.b64encode(b"hello").decode(),
        "kinesisRecordMetadata": {
            "shardId": "shardId-000000000000",
            "partitionKey": "Order-1",
            "approximateArrivalTimestamp": arrived,
            "sequenceNumber": sequence,
            "subsequenceNumber": 0,
        },
    }


def test_objects_are_named_by_the_hour_of_the_oldest_record(
    delivering: Delivering, put: Put, until: Until, objects: Objects
) -> None:
    sequences = put(("a", "1"), ("b", "2"))
    with delivering(line):
        until(lambda: len(_lines(objects(), "events/")) == 2)
    [(key, body)] = objects().items()
    found = re.fullmatch(
        r"events/orders/(\d{4}/\d\d/\d\d/\d\d)/orders-1-(\d{4}(-\d\d){5})-[0-9a-f-]{36}\.jsonl\.gz", key
    )
    assert found
    assert found[1] == found[2][:13].replace("-", "/")
    assert [json.loads(text)["seq"] for text in body.splitlines()] == sequences


def test_later_records_make_later_objects_and_a_restart_goes_on(
    delivering: Delivering, put: Put, until: Until, objects: Objects
) -> None:
    put(("a", "1"))
    with delivering(line):
        until(lambda: len(objects()) == 1)
        put(("a", "2"))
        until(lambda: len(objects()) == 2)
    put(("a", "3"))
    with delivering(line):
        until(lambda: len(objects()) == 3)
    assert sorted(entry["rec"] for entry in _lines(objects(), "events/")) == ["1", "2", "3"]


def test_dropped_records_are_gone_and_failed_ones_are_kept_apart(
    delivering: Delivering, put: Put, until: Until, objects: Objects
) -> None:
    def entry(event: dict[str, Any], _context: Any) -> dict[str, Any]:
        answers = []
        for record in event["records"]:
            match base64.b64decode(record["data"]):
                case b"drop":
                    answers.append({"recordId": record["recordId"], "result": "Dropped"})
                case b"fail":
                    answers.append({"recordId": record["recordId"], "result": "ProcessingFailed"})
                case b"forget":
                    pass
                case b"twice":
                    answers += [_line(record), _line(record)]
                case b"garbled":
                    answers.append({**_line(record), "data": "%%%"})
                case _:
                    answers.append(_line(record))
        return {"records": answers}

    put(*[("k", word) for word in ("keep", "drop", "fail", "forget", "twice", "garbled", "keep too")])
    with delivering(entry):
        until(lambda: len(objects()) == 2)
    found = objects()
    assert [entry["rec"] for entry in _lines(found, "events/")] == ["keep", "keep too"]
    errors = _lines(found, "errors/orders/processing-failed/")
    assert {base64.b64decode(error["rawData"]).decode(): error["errorCode"] for error in errors} == {
        "fail": "Lambda.ProcessingFailedStatus",
        "forget": "Lambda.MissingRecordId",
        "twice": "Lambda.DuplicatedRecordId",
        "garbled": "Lambda.JsonProcessingException",
    }
    assert all(error["lambdaArn"] == ARN and error["attemptsMade"] == 1 for error in errors)


def test_a_transform_that_keeps_failing_is_retried_and_its_records_are_not_lost(
    delivering: Delivering, put: Put, until: Until, objects: Objects
) -> None:
    calls = []

    def entry(event: dict[str, Any], _context: Any) -> dict[str, Any]:
        calls.append(len(event["records"]))
        raise RuntimeError("no")

    put(("a", "1"), ("b", "2"))
    with delivering(entry):
        until(objects)
    assert calls == [2, 2, 2, 2]  # once, and three retries
    errors = _lines(objects(), "errors/orders/processing-failed/")
    assert [base64.b64decode(error["rawData"]) for error in errors] == [b"1", b"2"]
    assert {(error["errorCode"], error["attemptsMade"]) for error in errors} == {("Lambda.FunctionError", 4)}


def test_a_transform_that_recovers_loses_nothing(
    delivering: Delivering, put: Put, until: Until, objects: Objects
) -> None:
    calls = []

    def entry(event: dict[str, Any], context: Any) -> dict[str, Any]:
        calls.append(1)
        if len(calls) < 4:
            raise RuntimeError("not yet")
        return line(event, context)

    put(("a", "1"))
    with delivering(entry):
        until(objects)
    assert [key.split("/")[0] for key in objects()] == ["events"]


def test_nothing_is_lost_while_the_bucket_is_missing(
    delivering: Delivering, aws: Clients, put: Put, until: Until, bucket: str
) -> None:
    aws.s3.delete_bucket(Bucket=bucket)
    calls: list[int] = []

    def entry(event: dict[str, Any], context: Any) -> dict[str, Any]:
        calls.append(1)
        return line(event, context)

    put(("a", "1"))
    with delivering(entry):
        until(lambda: len(calls) >= 3)
        aws.s3.create_bucket(Bucket=bucket)
        until(lambda: aws.s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1)
