"""The process that brings the streams to S3, in Firehose's place: `python -m specfold.local.archive`."""

from __future__ import annotations

from specfold.local import project
from specfold.local.aws import Clients, clients
from specfold.local.errors import TopologyError
from specfold.local.firehose import Firehose
from specfold.local.invoke import Function
from specfold.local.service import run_workers
from specfold.local.settings import Settings
from specfold.local.shards import KinesisLog
from specfold.model.topology import Ref, Topology


def build(settings: Settings) -> list[Firehose]:
    """One delivery stream for every archived stream, through its service's `archive` function.

    Raises:
        LocalError: a service archives but has no such function, or an entry point cannot be loaded.
    """
    services = project.topologies(settings.project)
    functions = project.invocable(project.of_purpose(services, {"archive"}), settings)
    aws = clients(settings.endpoint)
    return [
        _delivery(stream.name, functions[_transformer(found)], aws, settings)
        for found in services
        for stream in found.streams
        if stream.archived
    ]


def _transformer(service: Topology) -> str:
    names = [function.name for function in service.functions if function.purpose == "archive"]
    if len(names) != 1:
        raise TopologyError(f"{service.service} needs one archive function, and has {len(names)}")
    return names[0]


def _delivery(name: str, function: Function, aws: Clients, settings: Settings) -> Firehose:
    if settings.archive_bucket is None:
        raise TopologyError(f"{name} is archived, and no bucket was provisioned for it")
    stream = KinesisLog(aws.kinesis, settings.physical(Ref("stream", name)))
    return Firehose(
        name,
        stream,
        function,
        s3=aws.s3,
        bucket=settings.archive_bucket,
        checkpoints=settings.checkpoints("archive", name),
        pace=settings.pace,
    )


if __name__ == "__main__":
    run_workers("archive", build)
