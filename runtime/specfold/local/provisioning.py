"""The one place where the local cloud asks the deployment to create a project's resources."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specfold.local.errors import ProvisioningError
from specfold.local.settings import Names

Config = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """What stands in the emulator, by physical name."""

    names: Names
    archive_bucket: str | None = None
    failure_bucket: str | None = None  # where mappings put the batches that they give up
    gateway_url: str | None = None  # the emulator's own HTTP API, in front of the emulator's own functions


Provision = Callable[[Path, str, Path, Config], Provisioned]


def provision(project: Path, endpoint: str, state: Path, config: Config) -> Provisioned:
    """Create the project's resources in the emulator, with the very program that deploys them to AWS.

    Args:
        project: holds generated/ and Pulumi.yaml.
        endpoint: of the emulator.
        state: a directory; the deployment remembers in it what it made.
        config: the stack's, over the defaults of Pulumi.yaml.

    Raises:
        ProvisioningError: the deployment refused the project, or could not create a resource.
    """
    # By name, so that only those who provision pay for importing the deployment (Pulumi takes seconds).
    deployment = importlib.import_module("specfold.deploy.provision")
    refusal: type[Exception] = importlib.import_module("specfold.deploy.errors").DeployError
    try:
        outputs = deployment.provision(project, endpoint, state / "resources.jsonl", config)
    except refusal as problem:
        raise ProvisioningError(str(problem)) from problem
    return Provisioned(
        names={"stream": outputs.streams, "table": outputs.tables, "function": outputs.functions},
        archive_bucket=outputs.bucket,
        failure_bucket=outputs.bucket,
        gateway_url=outputs.api_endpoint,
    )
