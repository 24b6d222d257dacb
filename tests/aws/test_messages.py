"""Plain messages over Kinesis: sent by a publisher, taken by a consumer's entry point."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from specfold import Catalog, Event
from specfold.aws import functions
from specfold.aws.clients import Clients
from specfold.aws.environment import Environment
from specfold.aws.messages import sender
from specfold.messaging import Channel, Consumer, Received, ReplyTo
from specfold.model.errors import Unavailable
from specfold.model.schemas import Schemas


class Reading(Event, type="Reading", version=1):
    device: str


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    schema = {"type": "object", "required": ["device"], "properties": {"device": {"type": "string"}}}
    (tmp_path / "schemas.json").write_text(json.dumps({"messages": {"Reading/1": schema}}))
    schemas = Schemas(tmp_path / "schemas.json")
    return Channel(
        name="readings",
        address="readings/{device}",
        types=("Reading",),
        catalog=Catalog(Reading),
        schemas=schemas,
    )


@pytest.fixture
def stream(aws: Clients, name: str) -> Iterator[str]:
    aws.kinesis.create_stream(StreamName=name, ShardCount=1)
    aws.kinesis.get_waiter("stream_exists").wait(StreamName=name)
    yield name
    aws.kinesis.delete_stream(StreamName=name)


def batch(aws: Clients, stream: str) -> dict[str, Any]:
    """All records of the one shard, as an event source mapping delivers them."""
    shard = aws.kinesis.list_shards(StreamName=stream)["Shards"][0]["ShardId"]
    start = aws.kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = [
        {
            "eventID": f"{shard}:{record['SequenceNumber']}",
            "kinesis": {
                "sequenceNumber": record["SequenceNumber"],
                "partitionKey": record["PartitionKey"],
                "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"].timestamp(),
                "data": base64.b64encode(record["Data"]).decode(),
            },
        }
        for record in aws.kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
    ]
    return {"Records": records}


def test_what_is_sent_is_taken_in_order(aws: Clients, stream: str, channel: Channel) -> None:
    send = sender(stream, aws)
    for device in ("a", "b", "a"):
        send(channel.message(Reading(device=device), {"device": device}))
    delivered = batch(aws, stream)
    assert [record["kinesis"]["partitionKey"] for record in delivered["Records"]] == [
        "readings/a",
        "readings/b",
        "readings/a",
    ]
    seen: list[Received] = []
    entry = functions.consumer(Consumer(name="take", channel=channel, handle=seen.append))
    assert entry(delivered, None) == {"batchItemFailures": []}
    assert [one.event for one in seen] == [Reading(device="a"), Reading(device="b"), Reading(device="a")]
    assert [one.parameters for one in seen] == [{"device": "a"}, {"device": "b"}, {"device": "a"}]


def test_at_the_first_that_fails_it_stops_and_has_it_sent_again(
    aws: Clients, stream: str, channel: Channel
) -> None:
    send = sender(stream, aws)
    for device in ("a", "bad", "c"):
        send(channel.message(Reading(device=device)))
    seen: list[str] = []

    def handle(received: Received) -> None:
        event = received.event
        assert isinstance(event, Reading)
        if event.device == "bad":
            raise RuntimeError("out of order")
        seen.append(event.device)

    delivered = batch(aws, stream)
    answer = functions.consumer(Consumer(name="take", channel=channel, handle=handle))(delivered, None)
    number = delivered["Records"][1]["kinesis"]["sequenceNumber"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": number}]}
    assert seen == ["a"]


def test_what_cannot_be_read_is_signalled_without_its_content_and_passed_over(
    aws: Clients, stream: str, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    aws.log.put_record(StreamName=stream, PartitionKey="k", Data=b'{"secret": 1}')
    sender(stream, aws)(channel.message(Reading(device="a")))
    seen: list[Received] = []
    entry = functions.consumer(Consumer(name="take", channel=channel, handle=seen.append))
    with caplog.at_level(logging.INFO, "runtime.signals"):
        assert entry(batch(aws, stream), None) == {"batchItemFailures": []}
    assert [one.event for one in seen] == [Reading(device="a")]
    assert [record.message for record in caplog.records if "defect" in record.message]
    assert "secret" not in caplog.text


def test_an_answer_goes_to_the_stream_of_its_channel(
    aws: Clients, stream: str, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handle(received: Received) -> Event:
        return Reading(device=f"answer to {received.parameters['device']}")

    reply = ReplyTo(channel=replace(channel, address="answers"))
    consume = Consumer(name="take", channel=channel, handle=handle, reply=reply)
    monkeypatch.setenv("ANSWERS_STREAM", stream)
    entry = functions.consumer(consume, Environment(channels={"answers": "ANSWERS_STREAM"}), "answers")
    sender(stream, aws)(channel.message(Reading(device="a"), {"device": "a"}))
    assert entry(batch(aws, stream), None) == {"batchItemFailures": []}
    said = [base64.b64decode(record["kinesis"]["data"]) for record in batch(aws, stream)["Records"]]
    assert [json.loads(one)["device"] for one in said] == ["a", "answer to a"]


def test_a_stream_that_is_not_there_is_unavailable(aws: Clients, channel: Channel, name: str) -> None:
    with pytest.raises(Unavailable):
        sender(name, aws)(channel.message(Reading(device="a")))
