"""The IAM actions a topology may ask for, by kind of resource, and the KMS actions that follow from them.

A topology comes of specs that somebody else wrote. Its grants are therefore chosen from this list:
no wildcard, nothing of a control plane, nothing that deletes a stream, a table or a bucket.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

READ_STREAM: Final = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
"""What an event source mapping's poller needs of its stream, through the function's role."""

ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "stream": frozenset({*READ_STREAM, "kinesis:PutRecord"}),
    "table": frozenset(
        {
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
        }
    ),
    "bucket": frozenset({"s3:GetObject", "s3:ListBucket", "s3:PutObject"}),
    "function": frozenset({"lambda:InvokeFunction"}),
}

INDEX_ACTIONS: Final = frozenset({"dynamodb:Query", "dynamodb:Scan"})
"""The actions that DynamoDB knows on an index."""

_ENCRYPTS: Final = frozenset({"kinesis:PutRecord", "s3:PutObject"})
_DECRYPTS: Final = frozenset({"kinesis:GetRecords", "s3:GetObject"})


def kms_actions(actions: frozenset[str]) -> tuple[str, ...]:
    """The KMS actions that a caller of `actions` needs on the key of the resource, sorted.

    DynamoDB decrypts the table's own key for reads and writes alike; Kinesis and S3 ask for a
    data key to write with.
    """
    needed = set()
    if actions & _ENCRYPTS:
        needed.add("kms:GenerateDataKey")
    if actions & _DECRYPTS or any(
        action.startswith("dynamodb:") and action != "dynamodb:DescribeTable" for action in actions
    ):
        needed.add("kms:Decrypt")
    return tuple(sorted(needed))
