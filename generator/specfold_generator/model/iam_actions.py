"""IAM actions, by what a function does with a resource."""

from __future__ import annotations

READ = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
PUT = ("kinesis:PutRecord",)
FOLD = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)
LOOK: tuple[str, ...] = ("dynamodb:GetItem",)
LIST = ("dynamodb:GetItem", "dynamodb:Query")
ASK = ("lambda:InvokeFunction",)
FETCH = ("s3:GetObject", "s3:ListBucket")
MEND = (*FETCH, "s3:PutObject")  # an object under repair/, where there was none
SCAN = ("dynamodb:Scan",)
