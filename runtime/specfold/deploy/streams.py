"""Kinesis data streams: the log itself, until Firehose has carried it to the archive."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from specfold.deploy.deploy_context import Site
from specfold.deploy.keys import Keys
from specfold.deploy.names import STREAM_NAME
from specfold.deploy.pulumi_aws_import import aws
from specfold.model.topology import Stream, Topology

SHARD_METRICS = [
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
]


class Streams(pulumi.ComponentResource):
    """Every stream of the project, by logical name.

    Order within an aggregate stands and falls with Kinesis honouring the partition key. An on-demand
    stream can be switched to the record distribution strategy AUTO, which ignores it, at any time and with
    immediate effect. pulumi_aws 7.51 has no input for the strategy (the default, USER_PARTITION_KEY, is what
    a new stream has), so the switch is forbidden instead: see `specfold.deploy.deny_policy`.
    """

    by_name: dict[str, aws.kinesis.Stream]

    def __init__(
        self,
        topologies: Sequence[Topology],
        site: Site,
        keys: Keys,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Streams", "streams", None, opts)
        self.by_name = {
            stream.name: self._stream(stream, topology.service, site, keys)
            for topology in topologies
            for stream in topology.streams
        }
        self.register_outputs({})

    def _stream(self, stream: Stream, service: str, site: Site, keys: Keys) -> aws.kinesis.Stream:
        args = aws.kinesis.StreamArgs(
            name=site.names.physical(stream.name, STREAM_NAME),
            encryption_type="KMS",
            kms_key_id=keys.log.arn,
            retention_period=stream.retention_hours,
            shard_count=stream.shards,
            shard_level_metrics=SHARD_METRICS,
            stream_mode_details=aws.kinesis.StreamStreamModeDetailsArgs(
                stream_mode="ON_DEMAND" if stream.shards is None else "PROVISIONED"
            ),
            tags=site.tags(service),
        )
        return aws.kinesis.Stream(stream.name, args, opts=site.lasting(self))
