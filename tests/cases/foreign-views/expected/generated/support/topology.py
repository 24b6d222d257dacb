# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the support service needs of the cloud."""

from __future__ import annotations

from specfold import EventSource, Function, Grant, Ref, Route, Stream, Table, Topology

READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
APPEND = ("kinesis:PutRecord",)
GET = ("dynamodb:GetItem",)
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
    service="support",
    streams=(Stream(name="support-deals", channel="deals", shards=None, retention_hours=168),),
    tables=(
        Table(name="support-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),
        Table(
            name="support-month",
            purpose="rows",
            partition="region",
            sort="month",
            attributes={"region": "S", "month": "N"},
        ),
        Table(name="support-month-cursors", purpose="cursors", partition="pk", attributes={"pk": "S"}),
        Table(name="support-policies", purpose="cursors", partition="pk", attributes={"pk": "S"}),
    ),
    functions=(
        Function(
            name="support-api",
            handler="generated.support.functions.api",
            purpose="api",
            environment={
                "SUPPORT_DEALS_STREAM": Ref("stream", "support-deals"),
                "SUPPORT_LEDGER_TABLE": Ref("table", "support-ledger"),
                "SUPPORT_MONTH_TABLE": Ref("table", "support-month"),
                "SUPPORT_REPAIR_FUNCTION": Ref("function", "support-repair"),
            },
            grants=(
                Grant(on=Ref("table", "support-ledger"), actions=GET),
                Grant(on=Ref("stream", "support-deals"), actions=APPEND),
                Grant(on=Ref("table", "support-month"), actions=GET),
                Grant(on=Ref("function", "support-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="support-deals-reader",
            handler="generated.support.functions.deals_reader",
            purpose="reader",
            environment={
                "SUPPORT_DEALS_STREAM": Ref("stream", "support-deals"),
                "SUPPORT_LEDGER_TABLE": Ref("table", "support-ledger"),
                "SUPPORT_MONTH_CURSORS_TABLE": Ref("table", "support-month-cursors"),
                "SUPPORT_MONTH_TABLE": Ref("table", "support-month"),
                "SUPPORT_REPAIR_FUNCTION": Ref("function", "support-repair"),
            },
            reads=EventSource(stream="support-deals"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "support-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-ledger"), actions=FOLD),
                Grant(on=Ref("table", "support-month"), actions=FOLD),
                Grant(on=Ref("table", "support-month-cursors"), actions=FOLD),
                Grant(on=Ref("function", "support-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="support-sales-deals-reader",
            handler="generated.support.functions.sales_deals_reader",
            purpose="reader",
            environment={
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SUPPORT_MONTH_CURSORS_TABLE": Ref("table", "support-month-cursors"),
                "SUPPORT_MONTH_TABLE": Ref("table", "support-month"),
                "SUPPORT_REPAIR_FUNCTION": Ref("function", "support-repair"),
            },
            reads=EventSource(stream="sales-deals"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-month"), actions=FOLD),
                Grant(on=Ref("table", "support-month-cursors"), actions=FOLD),
                Grant(on=Ref("function", "support-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="support-on-deal-won",
            handler="generated.support.functions.on_deal_closed",
            purpose="policy",
            environment={
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SUPPORT_DEALS_STREAM": Ref("stream", "support-deals"),
                "SUPPORT_LEDGER_TABLE": Ref("table", "support-ledger"),
                "SUPPORT_POLICY_CURSORS_TABLE": Ref("table", "support-policies"),
                "SUPPORT_REPAIR_FUNCTION": Ref("function", "support-repair"),
            },
            reads=EventSource(stream="sales-deals"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-policies"), actions=FOLD),
                Grant(on=Ref("table", "support-ledger"), actions=GET),
                Grant(on=Ref("stream", "support-deals"), actions=APPEND),
                Grant(on=Ref("function", "support-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="support-archive",
            handler="generated.support.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="support-audit",
            handler="generated.support.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "SUPPORT_DEALS_STREAM": Ref("stream", "support-deals"),
                "SUPPORT_LEDGER_TABLE": Ref("table", "support-ledger"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "support-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="support-repair",
            handler="generated.support.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "SALES_DEALS_STREAM": Ref("stream", "sales-deals"),
                "SUPPORT_DEALS_STREAM": Ref("stream", "support-deals"),
                "SUPPORT_LEDGER_TABLE": Ref("table", "support-ledger"),
                "SUPPORT_MONTH_CURSORS_TABLE": Ref("table", "support-month-cursors"),
                "SUPPORT_MONTH_TABLE": Ref("table", "support-month"),
                "SUPPORT_POLICY_CURSORS_TABLE": Ref("table", "support-policies"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "support-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-ledger"), actions=FOLD),
                Grant(on=Ref("table", "support-month"), actions=FOLD),
                Grant(on=Ref("table", "support-month-cursors"), actions=FOLD),
                Grant(on=Ref("stream", "sales-deals"), actions=READ_STREAM),
                Grant(on=Ref("table", "support-policies"), actions=FOLD),
                Grant(on=Ref("stream", "support-deals"), actions=APPEND),
            ),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="DELETE", path="/tickets/{ticketId}", function="support-api"),
        Route(method="GET", path="/regions/{region}/months/{month}", function="support-api"),
        Route(method="GET", path="/commands/support/{commandId}", function="support-api"),
    ),
)
