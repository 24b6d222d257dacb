"""What every component of a deployment is given: settings, names, account and keys."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from specfold.deploy.names import Names
from specfold.deploy.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One stack in one account and region."""

    settings: Settings
    names: Names
    account: pulumi.Output[str]
    partition: pulumi.Output[str]  # "aws", "aws-cn", "aws-us-gov"

    def tags(self, service: str | None = None) -> dict[str, str]:
        """Tags that say where a resource comes from."""
        tags = {"project": self.settings.project, "stack": self.settings.stack}
        return tags | ({"service": service} if service else {})

    def lasting(self, parent: pulumi.Resource, *depends_on: pulumi.Resource) -> pulumi.ResourceOptions:
        """Options of what holds data: it is not destroyed, and leaving the program leaves it there."""
        return pulumi.ResourceOptions(
            parent=parent,
            protect=self.settings.protect,
            retain_on_delete=self.settings.protect,
            depends_on=list(depends_on),
        )


def child(parent: pulumi.Resource, *depends_on: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of what can be made again."""
    return pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on))
