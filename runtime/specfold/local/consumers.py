"""The process that reads the streams for readers and policies: `python -m specfold.local.consumers`."""

from __future__ import annotations

from specfold.local import project
from specfold.local.aws import Clients, clients
from specfold.local.event_source_mapping import Mapping
from specfold.local.failure_destination import FailureBucket
from specfold.local.invoke import Function
from specfold.local.service import run_workers
from specfold.local.settings import Settings
from specfold.local.shards import KinesisLog
from specfold.model.topology import EventSource, Ref

READING = frozenset({"reader", "policy", "consumer"})


def build(settings: Settings) -> list[Mapping]:
    """One mapping for every function that reads a stream.

    Raises:
        LocalError: the topologies do not fit, or an entry point cannot be loaded.
    """
    services = project.topologies(settings.project)
    readers = [spec for spec in project.of_purpose(services, READING) if spec.reads is not None]
    functions = project.invocable(readers, settings)
    aws = clients(settings.endpoint)
    return [
        _mapping(spec.name, functions[spec.name], spec.reads, aws, settings)
        for spec in readers
        if spec.reads is not None
    ]


def _mapping(name: str, function: Function, source: EventSource, aws: Clients, settings: Settings) -> Mapping:
    stream = KinesisLog(aws.kinesis, settings.physical(Ref("stream", source.stream)))
    failures = None
    if settings.failure_bucket is not None:
        failures = FailureBucket(
            aws.s3, settings.failure_bucket, mapping=name, function_arn=function.arn, stream_arn=stream.arn
        )
    return Mapping(
        function,
        stream,
        source,
        checkpoints=settings.checkpoints(name, source.stream),
        failures=failures,
        max_age_seconds=stream.retention_seconds,
        pace=settings.pace,
    )


if __name__ == "__main__":
    run_workers("consumers", build)
