"""Records what a project's program would deploy: no cloud, no emulator, a second or two.

python -m specfold.deploy.dry_run [--stack NAME] [--region REGION] [--config KEY=VALUE]...
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from specfold.deploy.arguments import add_common, config_of
from specfold.deploy.computed_outputs import Place, made, provider_function
from specfold.deploy.graph import Graph, Made, Registered
from specfold.deploy.monitor import run
from specfold.deploy.project import full_config


class Recorder:
    """A backend that makes nothing: ids are the names, outputs what AWS would compute of them."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def create(self, resource: Registered) -> Made:
        """Give the resource an id that can be told apart in an assertion."""
        inputs = resource.inputs
        id_ = str(inputs.get("bucket") or inputs.get("name") or f"{resource.name}-id")
        return made(self._place, resource, id_)

    def invoke(self, token: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer for the recorded account."""
        del arguments
        return provider_function(self._place, token)


def record(
    project: Path,
    *,
    config: Mapping[str, Any] | None = None,
    stack: str = "dev",
    region: str = "us-east-1",
    account: str = "123456789012",
) -> Graph:
    """Run the project's Pulumi program and return the resources it would make.

    Raises:
        DeployError: the topologies or the settings were refused.
    """
    name, full = full_config(project, config or {}, region)
    return run(project, Recorder(Place(account, region)), name=name, stack=stack, config=full)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the graph; see the module's text for the arguments."""
    parser = argparse.ArgumentParser(prog="python -m specfold.deploy.dry_run", description=__doc__)
    add_common(parser)
    options = parser.parse_args(arguments)
    graph = record(
        options.project, config=config_of(options.config), stack=options.stack, region=options.region
    )
    print("\n".join(graph.lines()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
