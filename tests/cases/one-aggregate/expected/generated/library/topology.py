# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the library service needs of the cloud."""

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
    service="library",
    streams=(Stream(name="library-books", channel="books", shards=None, retention_hours=168),),
    tables=(
        Table(name="library-ledger", purpose="ledger", partition="pk", attributes={"pk": "S"}, ttl="ttl"),
        Table(
            name="library-loan",
            purpose="rows",
            partition="bookId",
            attributes={"bookId": "S", "shelf": "N", "at": "S"},
            indexes=(Index(name="byShelf", partition="shelf", sort="at"),),
        ),
    ),
    functions=(
        Function(
            name="library-api",
            handler="generated.library.functions.api",
            purpose="api",
            environment={
                "LIBRARY_BOOKS_STREAM": Ref("stream", "library-books"),
                "LIBRARY_LEDGER_TABLE": Ref("table", "library-ledger"),
                "LIBRARY_LOAN_TABLE": Ref("table", "library-loan"),
                "LIBRARY_REPAIR_FUNCTION": Ref("function", "library-repair"),
            },
            grants=(
                Grant(on=Ref("table", "library-ledger"), actions=GET),
                Grant(on=Ref("stream", "library-books"), actions=APPEND),
                Grant(on=Ref("table", "library-loan"), actions=GET_AND_QUERY, indexes=True),
                Grant(on=Ref("function", "library-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="library-books-reader",
            handler="generated.library.functions.books_reader",
            purpose="reader",
            environment={
                "LIBRARY_BOOKS_STREAM": Ref("stream", "library-books"),
                "LIBRARY_LEDGER_TABLE": Ref("table", "library-ledger"),
                "LIBRARY_LOAN_TABLE": Ref("table", "library-loan"),
                "LIBRARY_REPAIR_FUNCTION": Ref("function", "library-repair"),
            },
            reads=EventSource(stream="library-books"),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "library-books"), actions=READ_STREAM),
                Grant(on=Ref("table", "library-ledger"), actions=FOLD),
                Grant(on=Ref("table", "library-loan"), actions=FOLD),
                Grant(on=Ref("function", "library-repair"), actions=("lambda:InvokeFunction",)),
            ),
        ),
        Function(
            name="library-archive",
            handler="generated.library.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="library-audit",
            handler="generated.library.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "LIBRARY_BOOKS_STREAM": Ref("stream", "library-books"),
                "LIBRARY_LEDGER_TABLE": Ref("table", "library-ledger"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "library-books"), actions=READ_STREAM),
                Grant(on=Ref("table", "library-ledger"), actions=SCAN),
            ),
        ),
        Function(
            name="library-repair",
            handler="generated.library.functions.repair",
            purpose="repair",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "LIBRARY_BOOKS_STREAM": Ref("stream", "library-books"),
                "LIBRARY_LEDGER_TABLE": Ref("table", "library-ledger"),
                "LIBRARY_LOAN_TABLE": Ref("table", "library-loan"),
            },
            timeout_seconds=300,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket")),
                Grant(on=Ref("stream", "library-books"), actions=READ_STREAM),
                Grant(on=Ref("table", "library-ledger"), actions=FOLD),
                Grant(on=Ref("table", "library-loan"), actions=FOLD),
            ),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="POST", path="/books", function="library-api"),
        Route(method="PUT", path="/books/{bookId}/loan", function="library-api"),
        Route(method="GET", path="/shelves/{shelf}/loans", function="library-api"),
        Route(method="GET", path="/loans/{bookId}", function="library-api"),
        Route(method="GET", path="/commands/library/{commandId}", function="library-api"),
    ),
)
