# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the quotes service needs of the cloud."""

from __future__ import annotations

from specfold import EventSource, Function, Grant, Ref, Stream, Topology

READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
APPEND = ("kinesis:PutRecord",)

TOPOLOGY = Topology(
    service="quotes",
    streams=(
        Stream(name="quotes-checks", channel="checks", shards=None, retention_hours=168),
        Stream(name="quotes-results", channel="results", shards=None, retention_hours=168),
    ),
    tables=(),
    functions=(
        Function(
            name="quotes-on-check",
            handler="generated.quotes.functions.on_check",
            purpose="policy",
            environment={"QUOTES_RESULTS_STREAM": Ref("stream", "quotes-results")},
            reads=EventSource(stream="quotes-checks", retries=10),
            timeout_seconds=60,
            grants=(
                Grant(on=Ref("stream", "quotes-checks"), actions=READ_STREAM),
                Grant(on=Ref("stream", "quotes-results"), actions=APPEND),
            ),
        ),
        Function(
            name="quotes-archive",
            handler="generated.quotes.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="quotes-audit",
            handler="generated.quotes.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "QUOTES_CHECKS_STREAM": Ref("stream", "quotes-checks"),
                "QUOTES_RESULTS_STREAM": Ref("stream", "quotes-results"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "quotes-checks"), actions=READ_STREAM),
                Grant(on=Ref("stream", "quotes-results"), actions=READ_STREAM),
            ),
        ),
    ),
    authorizers=(),
    routes=(),
)
