"""The on-failure destination of a mapping: what was given up is put to S3, whole, as Lambda does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from specfold.local.events import kinesis_event
from specfold.local.invoke import Json
from specfold.local.shards import Record

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class FailureBucket:
    """Writes one object for every batch that a mapping discards."""

    def __init__(
        self, s3: S3Client, bucket: str, *, mapping: str, function_arn: str, stream_arn: str
    ) -> None:
        """`mapping` stands where AWS has the mapping's UUID in the object's key."""
        self._s3 = s3
        self._bucket = bucket
        self._mapping = mapping
        self._function_arn = function_arn
        self._stream_arn = stream_arn

    def put(self, records: Sequence[Record], condition: str, invocations: int) -> str:
        """Write the invocation record with the whole event in it; the object's key.

        Raises:
            botocore.exceptions.ClientError: the bucket did not take it; the batch is not done then.
        """
        now = datetime.now(UTC)
        shard = records[0].shard
        key = f"aws/lambda/{self._mapping}/{shard}/{now:%Y/%m/%d}/{now:%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"
        body = json.dumps(self._invocation_record(records, condition, invocations, now))
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body.encode(), ContentType="application/json")
        return key

    def _invocation_record(
        self, records: Sequence[Record], condition: str, invocations: int, now: datetime
    ) -> Json:
        first, last = records[0], records[-1]
        return {
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self._function_arn,
                "condition": condition,
                "approximateInvokeCount": invocations,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": _iso(now.timestamp()),
            "KinesisBatchInfo": {
                "shardId": first.shard,
                "startSequenceNumber": first.sequence,
                "endSequenceNumber": last.sequence,
                "approximateArrivalOfFirstRecord": _iso(first.arrived),
                "approximateArrivalOfLastRecord": _iso(last.arrived),
                "batchSize": len(records),
                "streamArn": self._stream_arn,
            },
            # A string, as in AWS's own records: the event as the function got it.
            "payload": json.dumps(kinesis_event(records, self._stream_arn)),
        }


def _iso(seconds: float) -> str:
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
