# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the telemetry service needs of the cloud."""

from __future__ import annotations

from specfold import EventSource, Function, Grant, Ref, Stream, Topology

READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)

TOPOLOGY = Topology(
    service="telemetry",
    streams=(Stream(name="telemetry-readings", channel="readings", shards=2, retention_hours=168),),
    tables=(),
    functions=(
        Function(
            name="telemetry-take",
            handler="generated.telemetry.functions.take",
            purpose="policy",
            reads=EventSource(stream="telemetry-readings", retries=10),
            timeout_seconds=60,
            grants=(Grant(on=Ref("stream", "telemetry-readings"), actions=READ_STREAM),),
        ),
        Function(
            name="telemetry-archive",
            handler="generated.telemetry.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="telemetry-audit",
            handler="generated.telemetry.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "TELEMETRY_READINGS_STREAM": Ref("stream", "telemetry-readings"),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(on=Ref("stream", "telemetry-readings"), actions=READ_STREAM),
            ),
        ),
    ),
    authorizers=(),
    routes=(),
)
