"""IAM actions: those the generator grants, by what a function does, and those a deployment allows.

A topology is made of specs that somebody else wrote. A deployment therefore takes a grant only from
`ALLOWED`: no wildcard, no control plane, nothing that deletes a stream, a table or a bucket.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Actions = tuple[str, ...]

# What the poller of an event source mapping needs of its stream, through the function's role.
READ_STREAM: Final[Actions] = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
APPEND: Final[Actions] = ("kinesis:PutRecord",)
GET: Final[Actions] = ("dynamodb:GetItem",)
GET_AND_QUERY: Final[Actions] = ("dynamodb:GetItem", "dynamodb:Query")
FOLD: Final[Actions] = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)
SCAN: Final[Actions] = ("dynamodb:Scan",)
INVOKE: Final[Actions] = ("lambda:InvokeFunction",)
READ_ARCHIVE: Final[Actions] = ("s3:GetObject", "s3:ListBucket")
REPAIR_ARCHIVE: Final[Actions] = (
    *READ_ARCHIVE,
    "s3:PutObject",
)  # an object under repair/, where there was none

ALLOWED: Final[Mapping[str, frozenset[str]]] = {  # by kind of resource
    "stream": frozenset({*READ_STREAM, *APPEND}),
    "table": frozenset(
        {*GET_AND_QUERY, *FOLD, *SCAN, "dynamodb:BatchWriteItem", "dynamodb:DescribeTable"},
    ),
    "bucket": frozenset(REPAIR_ARCHIVE),
    "function": frozenset(INVOKE),
}
INDEX_ACTIONS: Final = frozenset({"dynamodb:Query", "dynamodb:Scan"})  # those that DynamoDB knows on an index
