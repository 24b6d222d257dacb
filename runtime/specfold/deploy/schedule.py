"""Functions that the clock invokes."""

from __future__ import annotations

import pulumi

from specfold.deploy.deploy_context import Site, child
from specfold.deploy.pulumi_aws_import import aws
from specfold.model.topology import Function


class Schedule(pulumi.ComponentResource):
    """A rule of EventBridge that invokes one function at a rate, and may invoke nothing else."""

    def __init__(
        self,
        spec: Function,
        service: str,
        function: aws.lambda_.Function,
        site: Site,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Schedule", spec.name, None, opts)
        rule = aws.cloudwatch.EventRule(
            spec.name,
            aws.cloudwatch.EventRuleArgs(
                name=site.names.physical(spec.name),
                description=f"Invokes {spec.name}.",
                schedule_expression=rate(spec.every_minutes or 0),
                tags=site.tags(service),
            ),
            opts=child(self),
        )
        permission = aws.lambda_.Permission(
            f"{spec.name}-clock",
            aws.lambda_.PermissionArgs(
                statement_id="clock",
                action="lambda:InvokeFunction",
                function=function.name,
                principal="events.amazonaws.com",
                source_arn=rule.arn,
            ),
            opts=child(self),
        )
        target = aws.cloudwatch.EventTargetArgs(rule=rule.name, target_id="function", arn=function.arn)
        aws.cloudwatch.EventTarget(spec.name, target, opts=child(self, permission))
        self.register_outputs({})


def rate(minutes: int) -> str:
    """EventBridge's words for it: one minute is singular."""
    return f"rate({minutes} minute{'s' if minutes > 1 else ''})"
