"""The one place where the local cloud asks the deployment to create a project's resources."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runtime.local.settings import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """What was created, by physical name."""

    names: Names
    archive_bucket: str | None = None
    failure_bucket: str | None = None


Provision = Callable[[Path, str, Path], Provisioned]


def provision(project: Path, endpoint: str, state: Path) -> Provisioned:
    """Create the project's resources in the emulator, with the very program that deploys them to AWS.

    Args:
        project: holds generated/.
        endpoint: of the emulator.
        state: a directory for what the deployment remembers.
    """
    # By name, so that only those who provision pay for importing the deployment (Pulumi takes seconds).
    deployment = importlib.import_module("runtime.deploy.provision")
    outputs = deployment.provision(project, endpoint, state, {})
    return Provisioned(
        names=outputs.names, archive_bucket=outputs.archive_bucket, failure_bucket=outputs.failure_bucket
    )
