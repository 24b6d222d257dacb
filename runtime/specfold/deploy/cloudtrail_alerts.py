"""Pages when somebody tries what the guardrails forbid, whether or not it was denied.

The calls come from CloudTrail's management events, through EventBridge: the account must have a trail. Only
calls that name this stack's resources count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from specfold.deploy import deny_policy as guardrails
from specfold.deploy.deploy_context import Site, child
from specfold.deploy.pulumi_aws_import import aws

Pattern = Mapping[str, Sequence[Any]]
"""Which request parameters name one of our resources, as EventBridge matches them."""


@dataclass(frozen=True, slots=True)
class _Watch:
    """Calls of one service, and the ways in which they name a resource: any one of them is enough."""

    source: str
    actions: tuple[str, ...]
    named: tuple[Pattern, ...]


class Sentinel(pulumi.ComponentResource):
    """One EventBridge rule per service, all to the topic of pages."""

    def __init__(
        self,
        site: Site,
        pages: pulumi.Input[str],
        *,
        bucket: pulumi.Input[str],
        keys: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Sentinel", "sentinel", None, opts)
        self._site = site
        for watch in _watches(site.names.prefix, bucket, keys):
            self._rule(watch, pages)
        self.register_outputs({})

    def _rule(self, watch: _Watch, pages: pulumi.Input[str]) -> None:
        pattern = {
            "source": [f"aws.{watch.source}"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {
                "eventName": [action.split(":")[1] for action in watch.actions],
                # EventBridge knows `$or` of two and more only.
                "requestParameters": {"$or": list(watch.named)} if len(watch.named) > 1 else watch.named[0],
            },
        }
        name = f"sentinel-{watch.source}"
        rule = aws.cloudwatch.EventRule(
            name,
            aws.cloudwatch.EventRuleArgs(
                name=self._site.names.physical(name),
                description="Somebody tries to weaken the log or its archive.",
                event_pattern=pulumi.Output.json_dumps(pattern),
                tags=self._site.tags(),
            ),
            opts=child(self),
        )
        target = aws.cloudwatch.EventTargetArgs(rule=rule.name, target_id="pages", arn=pages)
        aws.cloudwatch.EventTarget(name, target, opts=child(self))


def _watches(prefix: str, bucket: pulumi.Input[str], keys: Sequence[pulumi.Input[str]]) -> tuple[_Watch, ...]:
    ours = [{"prefix": f"{prefix}-"}]
    streams: tuple[Pattern, ...] = (
        {"streamName": ours},
        {"streamARN": [{"wildcard": f"*:stream/{prefix}-*"}]},
    )
    key_ids = [{"wildcard": pulumi.Output.concat("*", key)} for key in keys]  # an id, or an ARN that ends so
    return (
        _Watch("kinesis", guardrails.STREAM_ACTIONS, streams),
        _Watch("firehose", guardrails.DELIVERY_ACTIONS, ({"deliveryStreamName": ours},)),
        _Watch("s3", guardrails.BUCKET_ACTIONS, ({"bucketName": [bucket]},)),
        _Watch("dynamodb", guardrails.TABLE_ACTIONS, ({"tableName": ours},)),
        _Watch("kms", guardrails.KEY_ACTIONS, ({"keyId": key_ids},)),
    )
