"""A function's role: what its topology grants, the keys behind that, its own log group, and tracing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pulumi

from specfold.deploy.actions import kms_actions
from specfold.deploy.archive import EVENTS, FAILURES, REPAIR, Archive
from specfold.deploy.deploy_context import Site
from specfold.deploy.iam import Statement, statement, through
from specfold.deploy.keys import Keys
from specfold.deploy.pulumi_aws_import import aws
from specfold.model.shared.iam_actions import INDEX_ACTIONS
from specfold.model.topology import Function, Grant, Ref

# Where a grant on the bucket names no prefix. Events are written by Firehose alone.
_READABLE, _WRITABLE = (EVENTS, REPAIR), (REPAIR,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """Everything a grant may point at."""

    site: Site
    keys: Keys
    archive: Archive
    streams: Mapping[str, aws.kinesis.Stream]
    tables: Mapping[str, aws.dynamodb.Table]

    def arn(self, ref: Ref) -> pulumi.Output[str]:
        """The ARN behind a reference."""
        match ref.kind:
            case "stream":
                return self.streams[ref.name].arn
            case "table":
                return self.tables[ref.name].arn
            case "bucket":
                return self.archive.bucket.arn
            case "function":
                # By name: a function may be granted on one that is made after it.
                site, name = self.site, self.site.names.physical(ref.name)
                place = f":lambda:{site.settings.region}:"
                return pulumi.Output.concat("arn:", site.partition, place, site.account, ":function:", name)


def statements(function: Function, log_group: aws.cloudwatch.LogGroup, granted: Granted) -> list[Statement]:
    """Every statement of a function's policy, in a fixed order."""
    own: list[Statement] = [
        statement(
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [pulumi.Output.concat(log_group.arn, ":log-stream:*")],
        ),
        # X-Ray knows no resources for these two.
        statement("Trace", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
    ]
    for number, grant in enumerate(function.grants):
        own.extend(_grant(f"Grant{number}", grant, granted))
    own.extend(_decryption(function, granted))
    if function.reads:
        own.extend(_failures(granted))
    return own


def _grant(sid: str, grant: Grant, granted: Granted) -> Iterator[Statement]:
    arn = granted.arn(grant.on)
    if grant.on.kind == "bucket":
        yield from _on_bucket(sid, grant, arn)
        return
    yield statement(sid, sorted(grant.actions), [arn])
    on_indexes = sorted(INDEX_ACTIONS.intersection(grant.actions))
    if grant.indexes and on_indexes:
        yield statement(f"{sid}Indexes", on_indexes, [pulumi.Output.concat(arn, "/index/*")])


def _on_bucket(sid: str, grant: Grant, arn: pulumi.Output[str]) -> Iterator[Statement]:
    for action in sorted(grant.actions):
        prefixes = grant.prefixes or (_WRITABLE if action == "s3:PutObject" else _READABLE)
        name = f"{sid}{action.removeprefix('s3:')}"
        if action == "s3:ListBucket":
            condition = {"StringLike": {"s3:prefix": [f"{prefix}*" for prefix in prefixes]}}
            yield statement(name, [action], [arn], condition=condition)
        else:
            yield statement(
                name, [action], [pulumi.Output.concat(arn, "/", prefix, "*") for prefix in prefixes]
            )


def _decryption(function: Function, granted: Granted) -> Iterator[Statement]:
    """KMS follows from the grants: each key only for its use, and only through its service."""
    keys, region = granted.keys, granted.site.settings.region
    for kind, service, key in (
        ("stream", "kinesis", keys.log),
        ("table", "dynamodb", keys.tables),
        ("bucket", "s3", keys.log),
    ):
        used = {action for grant in function.grants if grant.on.kind == kind for action in grant.actions}
        if kind == "bucket" and function.reads:
            used.add("s3:PutObject")
        if actions := kms_actions(frozenset(used)):
            yield statement(f"Key{kind.capitalize()}", actions, [key.arn], condition=through(service, region))


def _failures(granted: Granted) -> Iterator[Statement]:
    """Lambda writes a batch it gives up on with the function's own role."""
    bucket = granted.archive.bucket.arn
    yield statement("Failures", ["s3:PutObject"], [pulumi.Output.concat(bucket, "/", FAILURES, "*")])
    # Names of objects only, and without a condition: whether Lambda asks with a prefix is not documented.
    yield statement("FailuresBucket", ["s3:ListBucket"], [bucket])
