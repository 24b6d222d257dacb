"""The alarms as a table: which metric, when, how urgent, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One alarm on each resource of its kind. Thresholds are in the metric's own unit."""

    name: str
    namespace: str
    metric: str
    threshold: float
    meaning: str
    page: bool = False
    statistic: str = "Sum"
    below: bool = False
    period_seconds: int = 300
    periods: int = 1
    silence: bool = False  # no data at all breaks it too

    @property
    def comparison(self) -> str:
        """CloudWatch's comparison operator."""
        return "LessThanThreshold" if self.below else "GreaterThanThreshold"

    @property
    def percentile(self) -> bool:
        """Whether the statistic is an extended one, such as p99."""
        return self.statistic.startswith("p")


STREAM: Final = (
    Rule(
        name="write-throttled",
        namespace="AWS/Kinesis",
        metric="WriteProvisionedThroughputExceeded",
        threshold=0,
        meaning="Commands are refused by a hot or small shard.",
    ),
    Rule(
        name="read-throttled",
        namespace="AWS/Kinesis",
        metric="ReadProvisionedThroughputExceeded",
        threshold=0,
        meaning="More readers than a shard serves: read models lag.",
    ),
)

DELIVERY: Final = (
    Rule(
        name="archive-late",
        namespace="AWS/Firehose",
        metric="DeliveryToS3.DataFreshness",
        statistic="Maximum",
        threshold=900,
        meaning="The oldest record not yet in the archive is older than 15 minutes.",
    ),
    Rule(
        name="archive-stopped",
        namespace="AWS/Firehose",
        metric="DeliveryToS3.DataFreshness",
        statistic="Maximum",
        threshold=3600,
        page=True,
        meaning="Nothing reached the archive for an hour; the stream does not keep records forever.",
    ),
    Rule(
        name="archive-failing",
        namespace="AWS/Firehose",
        metric="DeliveryToS3.Success",
        statistic="Average",
        threshold=1,
        below=True,
        meaning="S3 refuses some of the archive's objects.",
    ),
    Rule(
        name="archive-behind",
        namespace="AWS/Firehose",
        metric="KinesisMillisBehindLatest",
        statistic="Maximum",
        threshold=60_000,
        periods=3,
        meaning="Firehose reads the stream more than a minute late.",
    ),
    Rule(
        name="archive-throttled",
        namespace="AWS/Firehose",
        metric="ThrottledGetRecords",
        threshold=0,
        periods=3,
        meaning="Firehose competes with other readers for the shards.",
    ),
    Rule(
        name="transform-failing",
        namespace="AWS/Firehose",
        metric="ExecuteProcessing.Success",
        statistic="Average",
        threshold=1,
        below=True,
        meaning="The archive function fails; after its retries a batch lands under errors/.",
    ),
)

FUNCTION: Final = (
    Rule(
        name="errors",
        namespace="AWS/Lambda",
        metric="Errors",
        threshold=0,
        meaning="The function raised or timed out.",
    ),
    Rule(
        name="throttles",
        namespace="AWS/Lambda",
        metric="Throttles",
        threshold=0,
        meaning="The function had no concurrency left.",
    ),
)

READER: Final = (
    Rule(
        name="lag",
        namespace="AWS/Lambda",
        metric="IteratorAge",
        statistic="Maximum",
        threshold=60_000,
        periods=2,
        meaning="The reader is more than a minute behind its stream.",
    ),
    Rule(
        name="stopped",
        namespace="AWS/Lambda",
        metric="IteratorAge",
        statistic="Maximum",
        threshold=3_600_000,
        page=True,
        meaning="The reader is more than an hour behind its stream.",
    ),
)

MAPPING: Final = (
    Rule(
        name="dropped",
        namespace="AWS/Lambda",
        metric="DroppedEventCount",
        threshold=0,
        page=True,
        meaning="Records expired unread: read models have a hole and must be repaired.",
    ),
    Rule(
        name="given-up",
        namespace="AWS/Lambda",
        metric="OnFailureDestinationDeliveredEventCount",
        threshold=0,
        page=True,
        meaning="Lambda gave up on records and wrote them to the bucket.",
    ),
    Rule(
        name="failed-invokes",
        namespace="AWS/Lambda",
        metric="FailedInvokeEventCount",
        threshold=0,
        periods=3,
        meaning="The reader keeps failing on some batch.",
    ),
)

TABLE: Final = (
    Rule(
        name="write-throttled",
        namespace="AWS/DynamoDB",
        metric="WriteThrottleEvents",
        threshold=0,
        meaning="Writes wait for capacity.",
    ),
    Rule(
        name="read-throttled",
        namespace="AWS/DynamoDB",
        metric="ReadThrottleEvents",
        threshold=0,
        meaning="Reads wait for capacity.",
    ),
    Rule(
        name="conflicts",
        namespace="AWS/DynamoDB",
        metric="TransactionConflict",
        threshold=100,
        meaning="Two pollers write the same items: the reader does not get along.",
    ),
)

API: Final = (
    Rule(
        name="5xx",
        namespace="AWS/ApiGateway",
        metric="5xx",
        threshold=0,
        meaning="Callers got a server error.",
    ),
    Rule(
        name="slow",
        namespace="AWS/ApiGateway",
        metric="Latency",
        statistic="p99",
        threshold=5_000,
        periods=3,
        meaning="One request in a hundred takes more than five seconds.",
    ),
)

CLOCK: Final = (
    Rule(
        name="silent",
        namespace="AWS/Lambda",
        metric="Invocations",
        threshold=1,
        below=True,
        silence=True,
        period_seconds=10_800,
        page=True,
        meaning="Nobody audits: a loss in the archive would not be found while the stream can repair it.",
    ),
)
