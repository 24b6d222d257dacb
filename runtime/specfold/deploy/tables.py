"""DynamoDB tables: ledger, read models, cursors. Each can go back to any second of its recovery period."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import pulumi

from specfold.deploy.deploy_context import Site
from specfold.deploy.keys import Keys
from specfold.deploy.pulumi_aws_import import aws
from specfold.model.topology import Index, Table, Topology


class Tables(pulumi.ComponentResource):
    """Every table of the project, by logical name."""

    by_name: dict[str, aws.dynamodb.Table]

    def __init__(
        self,
        topologies: Sequence[Topology],
        site: Site,
        keys: Keys,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Tables", "tables", None, opts)
        self.by_name = {
            table.name: aws.dynamodb.Table(
                table.name, _arguments(table, topology.service, site, keys), opts=site.lasting(self)
            )
            for topology in topologies
            for table in topology.tables
        }
        for table in (table for topology in topologies for table in topology.tables):
            for policy in table.starts:
                self._start(table, policy)
        self.register_outputs({})

    def _start(self, table: Table, policy: str) -> None:
        """Record when a policy is first deployed, once: the time of the program that deploys it."""
        item = {table.partition: {"S": f"{policy}#"}, "started": {"N": str(int(time.time() * 1000))}}
        made = self.by_name[table.name]
        aws.dynamodb.TableItem(
            f"{table.name}-{policy}",
            aws.dynamodb.TableItemArgs(table_name=made.name, hash_key=table.partition, item=json.dumps(item)),
            # The time is that of the first deployment, whatever later ones say.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["item"]),
        )


def _arguments(table: Table, service: str, site: Site, keys: Keys) -> aws.dynamodb.TableArgs:
    return aws.dynamodb.TableArgs(
        name=site.names.physical(table.name),
        billing_mode="PAY_PER_REQUEST",
        on_demand_throughput=_maximum(site),
        hash_key=table.partition,
        range_key=table.sort,
        attributes=[
            aws.dynamodb.TableAttributeArgs(name=name, type=kind)
            for name, kind in sorted(table.attributes.items())
        ],
        global_secondary_indexes=[_index(index, site) for index in table.indexes] or None,
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(
            enabled=True, recovery_period_in_days=table.recovery_days
        ),
        server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
            enabled=True, kms_key_arn=keys.tables.arn
        ),
        deletion_protection_enabled=site.settings.protect,
        ttl=aws.dynamodb.TableTtlArgs(enabled=True, attribute_name=table.ttl) if table.ttl else None,
        tags=site.tags(service) | {"purpose": table.purpose},
    )


def _index(index: Index, site: Site) -> aws.dynamodb.TableGlobalSecondaryIndexArgs:
    keys = [("HASH", index.partition), *([("RANGE", index.sort)] if index.sort else [])]
    settings = site.settings
    return aws.dynamodb.TableGlobalSecondaryIndexArgs(
        name=index.name,
        projection_type="ALL",
        key_schemas=[
            aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(attribute_name=name, key_type=kind)
            for kind, name in keys
        ],
        on_demand_throughput=aws.dynamodb.TableGlobalSecondaryIndexOnDemandThroughputArgs(
            max_read_request_units=settings.table_max_read_units or None,
            max_write_request_units=settings.table_max_write_units or None,
        )
        if _limited(site)
        else None,
    )


def _maximum(site: Site) -> aws.dynamodb.TableOnDemandThroughputArgs | None:
    """A ceiling on what a runaway caller can cost; without one, on demand has none."""
    if not _limited(site):
        return None
    return aws.dynamodb.TableOnDemandThroughputArgs(
        max_read_request_units=site.settings.table_max_read_units or None,
        max_write_request_units=site.settings.table_max_write_units or None,
    )


def _limited(site: Site) -> bool:
    return bool(site.settings.table_max_read_units or site.settings.table_max_write_units)
