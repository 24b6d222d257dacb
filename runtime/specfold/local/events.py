"""The events that AWS sends for records of a stream, built from records. Pure functions.

The shapes are those of AWS's own samples (`Kinesis event`, `Firehose transformation`); the sources are the
Lambda developer guide and the type packages of AWS's SDKs.
"""

from __future__ import annotations

from collections.abc import Iterable

from specfold.local.aws import ACCOUNT
from specfold.local.invoke import Json
from specfold.local.shards import Record

_INVOKE_IDENTITY = f"arn:aws:iam::{ACCOUNT}:role/local"


def kinesis_event(records: Iterable[Record], stream_arn: str) -> Json:
    """What an event source mapping sends to its function."""
    region = stream_arn.split(":")[3]
    return {"Records": [_kinesis_record(record, stream_arn, region) for record in records]}


def _kinesis_record(record: Record, stream_arn: str, region: str) -> Json:
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.key,
            "sequenceNumber": record.sequence,
            "data": record.encoded,
            "approximateArrivalTimestamp": record.arrived,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{record.shard}:{record.sequence}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": _INVOKE_IDENTITY,
        "awsRegion": region,
        "eventSourceARN": stream_arn,
    }


def firehose_record_id(record: Record) -> str:
    """Opaque to the function, and unique in the stream: the sequence number and the sub-sequence number."""
    return f"{record.sequence}{0:06d}"


def firehose_event(records: Iterable[Record], stream_arn: str, delivery_arn: str, invocation: str) -> Json:
    """What Firehose sends to its transform function. Times are in milliseconds since 1970."""
    return {
        "invocationId": invocation,
        "sourceKinesisStreamArn": stream_arn,
        "deliveryStreamArn": delivery_arn,
        "region": stream_arn.split(":")[3],
        "records": [_firehose_record(record) for record in records],
    }


def _firehose_record(record: Record) -> Json:
    arrived = round(record.arrived * 1000)
    return {
        "recordId": firehose_record_id(record),
        "approximateArrivalTimestamp": arrived,
        "data": record.encoded,
        "kinesisRecordMetadata": {
            "shardId": record.shard,
            "partitionKey": record.key,
            "approximateArrivalTimestamp": arrived,
            "sequenceNumber": record.sequence,
            "subsequenceNumber": 0,
        },
    }
