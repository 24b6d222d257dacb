"""Makes a project's resources in an emulated AWS on this machine: its Pulumi program, run without the CLI.

    python -m specfold.deploy.provision --endpoint http://127.0.0.1:PORT --state FILE
        [--project FOLDER] [--stack NAME] [--region REGION] [--config KEY=VALUE]... [--driver local|emulator]

It creates, and remembers in the state file what it created; a second run changes nothing but functions' code.
It never deletes: an emulator is thrown away. The endpoint is always said, and is always a loopback address.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from specfold.deploy.arguments import add_common, config_of
from specfold.deploy.emulated.backend import Emulated
from specfold.deploy.emulated.cloud import Cloud, Driver
from specfold.deploy.emulated.endpoint import loopback
from specfold.deploy.emulated.state import State
from specfold.deploy.errors import DeployError
from specfold.deploy.graph import Graph
from specfold.deploy.monitor import run
from specfold.deploy.project import full_config


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What stands in the emulator. The maps go from logical to physical names."""

    api_endpoint: str | None  # where the routes begin: add a path
    bucket: str
    streams: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    deliveries: Mapping[str, str] = field(default_factory=dict)
    created: tuple[str, ...] = field(default=(), repr=False)  # URNs, by this run
    updated: tuple[str, ...] = field(default=(), repr=False)
    graph: Graph = field(default_factory=Graph, repr=False, compare=False)


def provision(
    project: Path,
    endpoint: str,
    state: Path,
    config: Mapping[str, Any] | None = None,
    *,
    stack: str = "local",
    region: str = "us-east-1",
    driver: Driver = "local",
) -> Outputs:
    """Make the project's resources in the emulator at `endpoint`, each one once.

    Args:
        config: values over the defaults of `Pulumi.yaml`; objects as JSON text or as objects.
        driver: who moves records; see `specfold.deploy.emulated.cloud.Driver`.

    Raises:
        NotLoopback: the endpoint is not on this machine; nothing was contacted.
        DeployError: the program was refused, or a resource could not be made as it says.
    """
    endpoint = loopback(endpoint)
    name, full = full_config(project, config or {}, region)
    cloud = Cloud(endpoint, region, driver)
    backend = Emulated(cloud, State.read(state))
    graph = run(project, backend, name=name, stack=stack, config=full)
    cloud.settle()
    exports = graph.exports
    return Outputs(
        api_endpoint=exports.get("apiEndpoint"),
        bucket=exports["bucket"],
        streams=exports["streams"],
        tables=exports["tables"],
        functions=exports["functions"],
        deliveries=exports["deliveries"],
        created=tuple(backend.created),
        updated=tuple(backend.updated),
        graph=graph,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Provision from the command line; prints the outputs as JSON."""
    parser = argparse.ArgumentParser(prog="python -m specfold.deploy.provision", description=__doc__)
    add_common(parser)
    parser.add_argument("--endpoint", required=True, help="the emulator: http://127.0.0.1:PORT")
    parser.add_argument("--state", type=Path, required=True, help="file that remembers what was made")
    parser.add_argument("--driver", choices=("local", "emulator"), default="local", help="who moves records")
    options = parser.parse_args(arguments)
    try:
        outputs = provision(
            options.project,
            options.endpoint,
            options.state,
            config_of(options.config),
            stack=options.stack,
            region=options.region,
            driver=options.driver,
        )
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(_summary(outputs), indent=2))
    return 0


def _summary(outputs: Outputs) -> dict[str, Any]:
    return {
        "apiEndpoint": outputs.api_endpoint,
        "bucket": outputs.bucket,
        "streams": dict(outputs.streams),
        "tables": dict(outputs.tables),
        "functions": dict(outputs.functions),
        "deliveries": dict(outputs.deliveries),
        "created": len(outputs.created),
        "updated": len(outputs.updated),
    }


if __name__ == "__main__":
    raise SystemExit(main())
