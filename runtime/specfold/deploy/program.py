"""`deploy`: every resource of a project, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pulumi

from specfold.deploy.alarms import Alarms, Watched
from specfold.deploy.api import Api
from specfold.deploy.archive import Archive
from specfold.deploy.checks import check
from specfold.deploy.cloudtrail_alerts import Sentinel
from specfold.deploy.delivery import Delivery
from specfold.deploy.deny_policy import Guardrails
from specfold.deploy.deploy_context import Site
from specfold.deploy.functions import Code, LambdaFunction
from specfold.deploy.keys import Keys
from specfold.deploy.names import Names
from specfold.deploy.package import code_files
from specfold.deploy.pulumi_aws_import import aws
from specfold.deploy.roles import Granted
from specfold.deploy.settings import Settings, read
from specfold.deploy.signal_rules import SIGNALS
from specfold.deploy.streams import Streams
from specfold.deploy.tables import Tables
from specfold.model.topology import Topology

WAVES: Final = (
    ("archive", "reader", "consumer", "repair", "audit"),
    ("policy",),  # reads events, and writes others
    ("api",),
)
"""The order in which functions get new code, by purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What `deploy` made, for a program that wants to add to it."""

    keys: Keys
    archive: Archive
    streams: Streams
    tables: Tables
    deliveries: Mapping[str, Delivery]
    functions: Mapping[str, LambdaFunction]
    api: Api | None


def settings_of_stack() -> Settings:
    """The settings of the running stack, from Pulumi's configuration.

    Raises:
        InvalidSettings: a value is missing or wrong.
    """
    config = pulumi.Config()
    region = pulumi.Config("aws").require("region")
    return read(config.get, project=pulumi.get_project(), stack=pulumi.get_stack(), region=region)


def deploy(topologies: Sequence[Topology], settings: Settings, project: Path) -> Deployment:
    """Register every resource of these services, and export what their users need.

    `project` is the folder whose code the functions run.

    Raises:
        InvalidTopology: a topology asks for something unsafe; nothing was registered.
        InvalidSettings: an authorizer has no issuer or audience.
    """
    check(topologies)
    site = Site(
        settings=settings,
        names=Names(settings.project, settings.stack),
        account=aws.get_caller_identity_output().account_id,
        partition=aws.get_partition_output().partition,
    )
    keys = Keys(site)
    archive = Archive(site, keys)
    streams = Streams(topologies, site, keys)
    tables = Tables(topologies, site, keys)
    granted = Granted(site=site, keys=keys, archive=archive, streams=streams.by_name, tables=tables.by_name)
    functions = dict(_functions(topologies, granted, project))
    deliveries = dict(_deliveries(topologies, functions, granted))
    api = _api(topologies, functions, deliveries, granted)
    made = Deployment(
        keys=keys,
        archive=archive,
        streams=streams,
        tables=tables,
        deliveries=deliveries,
        functions=functions,
        api=api,
    )
    _guard(made, site)
    _watch(made, site)
    _export(made)
    return made


def _functions(
    topologies: Sequence[Topology], granted: Granted, project: Path
) -> Iterator[tuple[str, LambdaFunction]]:
    files = {name: pulumi.FileAsset(str(path)) for name, path in code_files(project).items()}
    code = Code(pulumi.AssetArchive(dict(files)), str(project / granted.site.settings.layer), granted.site)
    made: dict[str, LambdaFunction] = {}
    for purposes in WAVES:
        # All of a wave depend on all before it: anyone who reads an event knows it before anybody writes it.
        before = [one.function for one in made.values()]
        for topology in topologies:
            for function in (one for one in topology.functions if one.purpose in purposes):
                made[function.name] = LambdaFunction(function, topology.service, code, granted, after=before)
    yield from made.items()


def _deliveries(
    topologies: Sequence[Topology], functions: Mapping[str, LambdaFunction], granted: Granted
) -> Iterator[tuple[str, Delivery]]:
    for topology in topologies:
        for stream in topology.streams:
            if stream.archived:
                transform = next(one.name for one in topology.functions if one.purpose == "archive")
                yield stream.name, Delivery(stream, functions[transform].function, granted)


def _api(
    topologies: Sequence[Topology],
    functions: Mapping[str, LambdaFunction],
    deliveries: Mapping[str, Delivery],
    granted: Granted,
) -> Api | None:
    if not any(topology.routes for topology in topologies):
        return None
    # Firehose begins at the newest record: no request before every delivery stream stands.
    before = [delivery.firehose for delivery in deliveries.values()]
    lambdas = {name: one.function for name, one in functions.items()}
    return Api(topologies, lambdas, granted, before)


def _guard(made: Deployment, site: Site) -> None:
    Guardrails(
        site,
        streams=[stream.arn for stream in made.streams.by_name.values()],
        deliveries=[delivery.firehose.arn for delivery in made.deliveries.values()],
        bucket=made.archive.bucket.arn,
        tables=[table.arn for table in made.tables.by_name.values()],
        keys=[made.keys.log.arn, made.keys.tables.arn],
    )


def _watch(made: Deployment, site: Site) -> None:
    mappings = {name: one.mapping for name, one in made.functions.items()}
    alarms = Alarms(
        Watched(
            streams={name: stream.name for name, stream in made.streams.by_name.items()},
            deliveries={name: delivery.firehose.name for name, delivery in made.deliveries.items()},
            functions={name: one.function.name for name, one in made.functions.items()},
            purposes={
                purpose: {n: one.function.name for n, one in made.functions.items() if one.purpose == purpose}
                for purpose in SIGNALS
            },
            mappings={name: mapping.uuid for name, mapping in mappings.items() if mapping},
            tables={name: table.name for name, table in made.tables.by_name.items()},
            api=made.api.api.id if made.api else None,
        ),
        made.archive,
        site,
        made.keys,
    )
    keys = [made.keys.log.key_id, made.keys.tables.key_id]
    Sentinel(site, alarms.pages, bucket=made.archive.bucket.bucket, keys=keys)


def _export(made: Deployment) -> None:
    pulumi.export("apiEndpoint", made.api.api.api_endpoint if made.api else None)
    pulumi.export("streams", {name: stream.name for name, stream in made.streams.by_name.items()})
    pulumi.export("tables", {name: table.name for name, table in made.tables.by_name.items()})
    pulumi.export("functions", {name: one.function.name for name, one in made.functions.items()})
    pulumi.export("deliveries", {name: one.firehose.name for name, one in made.deliveries.items()})
    pulumi.export("bucket", made.archive.bucket.bucket)
