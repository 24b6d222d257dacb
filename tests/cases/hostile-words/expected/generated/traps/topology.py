# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the traps service needs of the cloud."""

from __future__ import annotations

from specfold import EventSource, Function, Grant, Index, Ref, Route, Stream, Table, Topology

READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
APPEND = ("kinesis:PutRecord",)
GET = ("dynamodb:GetItem",)
GET_AND_QUERY = ("dynamodb:GetItem", "dynamodb:Query")
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
    service="traps",
    streams=(Stream(name="traps-import-os", channel="import os", shards=None, retention_hours=168),),
    tables=(
        Table(name="traps-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),
        Table(
            name="traps-row",
            purpose="rows",
            partition="class",
            attributes={"class": "S", "type": "S"},
            indexes=(Index(name="get", partition="class", sort="type"),),
        ),
        Table(
            name="traps-policies",
            purpose="cursors",
            partition="pk",
            attributes={"pk": "S"},
            starts=("Policy",),
        ),
    ),
    functions=(
        Function(
            name="traps-api",
            handler="generated.traps.functions.api",
            purpose="api",
            environment={
                "TRAPS_IMPORT_OS_STREAM": Ref("stream", "traps-import-os"),
                "TRAPS_LEDGER_TABLE": Ref("table", "traps-ledger"),
                "TRAPS_REPAIR_FUNCTION": Ref("function", "traps-repair"),
                "TRAPS_ROW_TABLE": Ref("table", "traps-row"),
            },
            grants=(
                Grant(on=Ref("table", "traps-ledger"), actions=GET),
                Grant(on=Ref("stream", "traps-import-os"), actions=APPEND),
                Grant(on=Ref("table", "traps-row"), actions=GET_AND_QUERY, indexes=True),
                Grant(on=Ref("function", "traps-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="traps-import-os-reader",
            handler="generated.traps.functions.import_os_reader",
            purpose="reader",
            environment={
                "TRAPS_IMPORT_OS_STREAM": Ref("stream", "traps-import-os"),
                "TRAPS_LEDGER_TABLE": Ref("table", "traps-ledger"),
                "TRAPS_REPAIR_FUNCTION": Ref("function", "traps-repair"),
                "TRAPS_ROW_TABLE": Ref("table", "traps-row"),
            },
            reads=EventSource(stream="traps-import-os"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "traps-import-os"), actions=READ_STREAM),
                Grant(on=Ref("table", "traps-ledger"), actions=FOLD),
                Grant(on=Ref("table", "traps-row"), actions=FOLD),
                Grant(on=Ref("function", "traps-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="traps-policy",
            handler="generated.traps.functions.policy",
            purpose="policy",
            environment={
                "TRAPS_IMPORT_OS_STREAM": Ref("stream", "traps-import-os"),
                "TRAPS_LEDGER_TABLE": Ref("table", "traps-ledger"),
                "TRAPS_POLICY_CURSORS_TABLE": Ref("table", "traps-policies"),
                "TRAPS_REPAIR_FUNCTION": Ref("function", "traps-repair"),
            },
            reads=EventSource(stream="traps-import-os"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "traps-import-os"), actions=READ_STREAM),
                Grant(on=Ref("table", "traps-policies"), actions=FOLD),
                Grant(on=Ref("table", "traps-ledger"), actions=GET),
                Grant(on=Ref("stream", "traps-import-os"), actions=APPEND),
                Grant(on=Ref("function", "traps-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="traps-archive",
            handler="generated.traps.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="traps-audit",
            handler="generated.traps.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "TRAPS_IMPORT_OS_STREAM": Ref("stream", "traps-import-os"),
                "TRAPS_LEDGER_TABLE": Ref("table", "traps-ledger"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "traps-import-os"), actions=READ_STREAM),
                Grant(on=Ref("table", "traps-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="traps-repair",
            handler="generated.traps.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "TRAPS_IMPORT_OS_STREAM": Ref("stream", "traps-import-os"),
                "TRAPS_LEDGER_TABLE": Ref("table", "traps-ledger"),
                "TRAPS_POLICY_CURSORS_TABLE": Ref("table", "traps-policies"),
                "TRAPS_ROW_TABLE": Ref("table", "traps-row"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "traps-import-os"), actions=READ_STREAM),
                Grant(on=Ref("table", "traps-ledger"), actions=FOLD),
                Grant(on=Ref("table", "traps-row"), actions=FOLD),
                Grant(on=Ref("table", "traps-policies"), actions=FOLD),
                Grant(on=Ref("stream", "traps-import-os"), actions=APPEND),
            ),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="PUT", path="/a/{class}", function="traps-api"),
        Route(method="GET", path="/a/{class}", function="traps-api"),
        Route(method="GET", path="/b/{class}", function="traps-api"),
        Route(method="GET", path="/c", function="traps-api"),
        Route(method="POST", path="/c", function="traps-api"),
        Route(method="GET", path="/commands/traps/{commandId}", function="traps-api"),
    ),
)
