# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the payments service needs of the cloud."""

from __future__ import annotations

from specfold import Authorizer, EventSource, Function, Grant, Index, Ref, Route, Stream, Table, Topology

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
    service="payments",
    streams=(Stream(name="payments-payments", channel="payments", shards=1, retention_hours=168),),
    tables=(
        Table(name="payments-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),
        Table(
            name="payments-payment-status",
            purpose="rows",
            partition="paymentId",
            attributes={"paymentId": "S", "orderId": "S", "requestedAt": "S"},
            indexes=(Index(name="byOrder", partition="orderId", sort="requestedAt"),),
        ),
        Table(
            name="payments-policies",
            purpose="cursors",
            partition="pk",
            attributes={"pk": "S"},
            starts=("onOrderPlaced",),
        ),
    ),
    functions=(
        Function(
            name="payments-api",
            handler="generated.payments.functions.api",
            purpose="api",
            environment={
                "PAYMENTS_LEDGER_TABLE": Ref("table", "payments-ledger"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
                "PAYMENTS_PAYMENT_STATUS_TABLE": Ref("table", "payments-payment-status"),
                "PAYMENTS_REPAIR_FUNCTION": Ref("function", "payments-repair"),
            },
            grants=(
                Grant(on=Ref("table", "payments-ledger"), actions=GET),
                Grant(on=Ref("stream", "payments-payments"), actions=APPEND),
                Grant(on=Ref("table", "payments-payment-status"), actions=GET_AND_QUERY, indexes=True),
                Grant(on=Ref("function", "payments-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="payments-payments-reader",
            handler="generated.payments.functions.payments_reader",
            purpose="reader",
            environment={
                "PAYMENTS_LEDGER_TABLE": Ref("table", "payments-ledger"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
                "PAYMENTS_PAYMENT_STATUS_TABLE": Ref("table", "payments-payment-status"),
                "PAYMENTS_REPAIR_FUNCTION": Ref("function", "payments-repair"),
            },
            reads=EventSource(stream="payments-payments"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "payments-ledger"), actions=FOLD),
                Grant(on=Ref("table", "payments-payment-status"), actions=FOLD),
                Grant(on=Ref("function", "payments-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="payments-on-order-placed",
            handler="generated.payments.functions.on_order_placed",
            purpose="policy",
            environment={
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "PAYMENTS_LEDGER_TABLE": Ref("table", "payments-ledger"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
                "PAYMENTS_POLICY_CURSORS_TABLE": Ref("table", "payments-policies"),
                "PAYMENTS_REPAIR_FUNCTION": Ref("function", "payments-repair"),
            },
            reads=EventSource(stream="ordering-orders"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "ordering-orders"), actions=READ_STREAM),
                Grant(on=Ref("table", "payments-policies"), actions=FOLD),
                Grant(on=Ref("table", "payments-ledger"), actions=GET),
                Grant(on=Ref("stream", "payments-payments"), actions=APPEND),
                Grant(on=Ref("function", "payments-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="payments-archive",
            handler="generated.payments.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="payments-audit",
            handler="generated.payments.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "PAYMENTS_LEDGER_TABLE": Ref("table", "payments-ledger"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "payments-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="payments-repair",
            handler="generated.payments.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "PAYMENTS_LEDGER_TABLE": Ref("table", "payments-ledger"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
                "PAYMENTS_PAYMENT_STATUS_TABLE": Ref("table", "payments-payment-status"),
                "PAYMENTS_POLICY_CURSORS_TABLE": Ref("table", "payments-policies"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "payments-ledger"), actions=FOLD),
                Grant(on=Ref("table", "payments-payment-status"), actions=FOLD),
                Grant(on=Ref("stream", "ordering-orders"), actions=READ_STREAM),
                Grant(on=Ref("table", "payments-policies"), actions=FOLD),
                Grant(on=Ref("stream", "payments-payments"), actions=APPEND),
            ),
        ),
    ),
    authorizers=(Authorizer(name="shop", issuer="https://id.shop.example", audience=("shop",)),),
    routes=(
        Route(
            method="POST",
            path="/payments",
            function="payments-api",
            authorizer="shop",
            scopes=("payments:write",),
        ),
        Route(
            method="POST",
            path="/payments/{paymentId}/capture",
            function="payments-api",
            authorizer="shop",
            scopes=("payments:write",),
        ),
        Route(
            method="POST",
            path="/payments/{paymentId}/decline",
            function="payments-api",
            authorizer="shop",
            scopes=("payments:write",),
        ),
        Route(
            method="GET",
            path="/payments/{paymentId}",
            function="payments-api",
            authorizer="shop",
            scopes=("payments:read",),
        ),
        Route(
            method="GET",
            path="/orders/{orderId}/payments",
            function="payments-api",
            authorizer="shop",
            scopes=("payments:read",),
        ),
        Route(
            method="GET", path="/commands/payments/{commandId}", function="payments-api", authorizer="shop"
        ),
    ),
)
