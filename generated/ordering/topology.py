# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the ordering service needs of the cloud."""

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
    service="ordering",
    streams=(Stream(name="ordering-orders", channel="orders", shards=None, retention_hours=168),),
    tables=(
        Table(name="ordering-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),
        Table(
            name="ordering-customer-totals",
            purpose="rows",
            partition="customerId",
            attributes={"customerId": "S"},
        ),
        Table(
            name="ordering-customer-totals-cursors", purpose="cursors", partition="pk", attributes={"pk": "S"}
        ),
        Table(
            name="ordering-order-summary",
            purpose="rows",
            partition="orderId",
            attributes={"orderId": "S", "customerId": "S", "placedAt": "S"},
            indexes=(Index(name="byCustomer", partition="customerId", sort="placedAt"),),
        ),
        Table(
            name="ordering-policies",
            purpose="cursors",
            partition="pk",
            attributes={"pk": "S"},
            starts=("onPaymentCaptured", "onPaymentDeclined"),
        ),
    ),
    functions=(
        Function(
            name="ordering-api",
            handler="generated.ordering.functions.api",
            purpose="api",
            environment={
                "ORDERING_CUSTOMER_TOTALS_TABLE": Ref("table", "ordering-customer-totals"),
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "ORDERING_ORDER_SUMMARY_TABLE": Ref("table", "ordering-order-summary"),
                "ORDERING_REPAIR_FUNCTION": Ref("function", "ordering-repair"),
            },
            grants=(
                Grant(on=Ref("table", "ordering-ledger"), actions=GET),
                Grant(on=Ref("stream", "ordering-orders"), actions=APPEND),
                Grant(on=Ref("table", "ordering-customer-totals"), actions=GET),
                Grant(on=Ref("table", "ordering-order-summary"), actions=GET_AND_QUERY, indexes=True),
                Grant(on=Ref("function", "ordering-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="ordering-orders-reader",
            handler="generated.ordering.functions.orders_reader",
            purpose="reader",
            environment={
                "ORDERING_CUSTOMER_TOTALS_CURSORS_TABLE": Ref("table", "ordering-customer-totals-cursors"),
                "ORDERING_CUSTOMER_TOTALS_TABLE": Ref("table", "ordering-customer-totals"),
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "ORDERING_ORDER_SUMMARY_TABLE": Ref("table", "ordering-order-summary"),
                "ORDERING_REPAIR_FUNCTION": Ref("function", "ordering-repair"),
            },
            reads=EventSource(stream="ordering-orders"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "ordering-orders"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-ledger"), actions=FOLD),
                Grant(on=Ref("table", "ordering-customer-totals"), actions=FOLD),
                Grant(on=Ref("table", "ordering-customer-totals-cursors"), actions=FOLD),
                Grant(on=Ref("table", "ordering-order-summary"), actions=FOLD),
                Grant(on=Ref("function", "ordering-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="ordering-on-payment-captured",
            handler="generated.ordering.functions.on_payment_captured",
            purpose="policy",
            environment={
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "ORDERING_POLICY_CURSORS_TABLE": Ref("table", "ordering-policies"),
                "ORDERING_REPAIR_FUNCTION": Ref("function", "ordering-repair"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
            },
            reads=EventSource(stream="payments-payments"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-policies"), actions=FOLD),
                Grant(on=Ref("table", "ordering-ledger"), actions=GET),
                Grant(on=Ref("stream", "ordering-orders"), actions=APPEND),
                Grant(on=Ref("function", "ordering-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="ordering-on-payment-declined",
            handler="generated.ordering.functions.on_payment_declined",
            purpose="policy",
            environment={
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "ORDERING_POLICY_CURSORS_TABLE": Ref("table", "ordering-policies"),
                "ORDERING_REPAIR_FUNCTION": Ref("function", "ordering-repair"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
            },
            reads=EventSource(stream="payments-payments"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-policies"), actions=FOLD),
                Grant(on=Ref("table", "ordering-ledger"), actions=GET),
                Grant(on=Ref("stream", "ordering-orders"), actions=APPEND),
                Grant(on=Ref("function", "ordering-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="ordering-archive",
            handler="generated.ordering.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="ordering-audit",
            handler="generated.ordering.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "ordering-orders"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="ordering-repair",
            handler="generated.ordering.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "ORDERING_CUSTOMER_TOTALS_CURSORS_TABLE": Ref("table", "ordering-customer-totals-cursors"),
                "ORDERING_CUSTOMER_TOTALS_TABLE": Ref("table", "ordering-customer-totals"),
                "ORDERING_LEDGER_TABLE": Ref("table", "ordering-ledger"),
                "ORDERING_ORDERS_STREAM": Ref("stream", "ordering-orders"),
                "ORDERING_ORDER_SUMMARY_TABLE": Ref("table", "ordering-order-summary"),
                "ORDERING_POLICY_CURSORS_TABLE": Ref("table", "ordering-policies"),
                "PAYMENTS_PAYMENTS_STREAM": Ref("stream", "payments-payments"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "ordering-orders"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-ledger"), actions=FOLD),
                Grant(on=Ref("table", "ordering-customer-totals"), actions=FOLD),
                Grant(on=Ref("table", "ordering-customer-totals-cursors"), actions=FOLD),
                Grant(on=Ref("table", "ordering-order-summary"), actions=FOLD),
                Grant(on=Ref("stream", "payments-payments"), actions=READ_STREAM),
                Grant(on=Ref("table", "ordering-policies"), actions=FOLD),
                Grant(on=Ref("stream", "ordering-orders"), actions=APPEND),
            ),
        ),
    ),
    authorizers=(Authorizer(name="shop", issuer="https://id.shop.example", audience=("shop",)),),
    routes=(
        Route(
            method="POST",
            path="/orders",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:write",),
        ),
        Route(
            method="PUT",
            path="/orders/{orderId}/delivery-address",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:write",),
        ),
        Route(
            method="PUT",
            path="/orders/{orderId}/confirmation",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:admin",),
        ),
        Route(
            method="POST",
            path="/orders/{orderId}/cancellation",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:write",),
        ),
        Route(
            method="GET",
            path="/orders/{orderId}",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:read",),
        ),
        Route(
            method="GET",
            path="/customers/{customerId}/orders",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:read",),
        ),
        Route(
            method="GET",
            path="/customers/{customerId}/totals",
            function="ordering-api",
            authorizer="shop",
            scopes=("orders:read",),
        ),
        Route(
            method="GET", path="/commands/ordering/{commandId}", function="ordering-api", authorizer="shop"
        ),
    ),
)
