# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the measurements service needs of the cloud."""

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
    service="measurements",
    streams=(
        Stream(
            name="measurements-org-example-district-heating-measurements",
            channel="org.example.district.heating.measurements",
            shards=None,
            retention_hours=168,
        ),
    ),
    tables=(),
    functions=(
        Function(
            name="measurements-take-what-the-measuring-devices-of-the-district-heating-x590b0e1",
            handler="generated.measurements.functions.take_what_the_measuring_devices_of_the_district_heating_x590b0e1",
            purpose="policy",
            reads=EventSource(stream="measurements-org-example-district-heating-measurements", retries=10),
            timeout_seconds=60,
            grants=(
                Grant(
                    on=Ref("stream", "measurements-org-example-district-heating-measurements"),
                    actions=READ_STREAM,
                ),
            ),
        ),
        Function(
            name="measurements-archive",
            handler="generated.measurements.functions.archive",
            purpose="archive",
            timeout_seconds=60,
            grants=(),
        ),
        Function(
            name="measurements-audit",
            handler="generated.measurements.functions.audit",
            purpose="audit",
            environment={
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
                "MEASUREMENTS_ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_STREAM": Ref(
                    "stream", "measurements-org-example-district-heating-measurements"
                ),
            },
            every_minutes=60,
            timeout_seconds=900,
            grants=(
                Grant(on=Ref("bucket", "archive"), actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject")),
                Grant(
                    on=Ref("stream", "measurements-org-example-district-heating-measurements"),
                    actions=READ_STREAM,
                ),
            ),
        ),
    ),
    authorizers=(),
    routes=(),
)
