# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the sales service needs of the cloud."""

from __future__ import annotations

from specfold import EventSource, Function, Grant, Ref, Stream, Table, Topology

READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
FOLD = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)
SCAN = ("dynamodb:Scan",)

TOPOLOGY = Topology(
    service="sales",
    streams=(Stream(name="sales-deals", channel="deals", shards=2, retention_hours=168),),
    tables=(Table(name="sales-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),),
    functions=(
        Function(
            name="sales-deals-reader",
            handler="generated.sales.functions.deals_reader",
            purpose="reader",
            environment={
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SALES_LEDGER_TABLE": Ref("table", "sales-ledger"),
                "SALES_REPAIR_FUNCTION": Ref("function", "sales-repair"),
            },
            reads=EventSource(stream="sales-deals"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "sales-ledger"), actions=FOLD),
                Grant(on=Ref("function", "sales-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="sales-archive",
            handler="generated.sales.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="sales-audit",
            handler="generated.sales.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SALES_LEDGER_TABLE": Ref("table", "sales-ledger"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "sales-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="sales-repair",
            handler="generated.sales.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SALES_LEDGER_TABLE": Ref("table", "sales-ledger"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "sales-ledger"), actions=FOLD),
            ),
        ),
    ),
    authorizers=(),
    routes=(),
)
