"""Finds the services of a project: `generated/<service>/topology.py`, each with a `TOPOLOGY`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from specfold.deploy.errors import DeployError
from specfold.model.topology import Topology


def topologies(project: Path) -> list[Topology]:
    """Every generated topology of a project, ordered by service.

    Raises:
        DeployError: there is none, or a module holds no `TOPOLOGY`.
    """
    files = sorted((project / "generated").glob("*/topology.py"))
    if not files:
        raise DeployError(f"no topology below {project / 'generated'}: generate the services first")
    return [_load(file) for file in files]


def _load(file: Path) -> Topology:
    # By file, so that a project elsewhere on disk is never mixed up with one already imported.
    name = f"generated.{file.parent.name}.topology"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise DeployError(f"{file} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
    topology = getattr(module, "TOPOLOGY", None)
    if not isinstance(topology, Topology):
        raise DeployError(f"{file} has no TOPOLOGY of type specfold.model.topology.Topology")
    return topology
