"""The services of a project: their topologies, and their functions made ready to be invoked here."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from specfold.local.aws import environment, function_arn
from specfold.local.errors import EnvironmentConflictError, TopologyError
from specfold.local.invoke import Function, load
from specfold.local.settings import Settings
from specfold.model.topology import Authorizer, Ref, Topology
from specfold.model.topology import Function as FunctionSpec

LOCAL_AUDIENCE = "local"


def topologies(project: Path) -> list[Topology]:
    """The `TOPOLOGY` of every `generated/<service>/topology.py`, by service name.

    The files are read by their place and not as `generated.<service>`, so that one process may look at
    several projects.

    Raises:
        TopologyError: there is none, or a module has no TOPOLOGY.
    """
    files = sorted(project.glob("generated/*/topology.py"))
    if not files:
        raise TopologyError(f"{project}/generated holds no topology: run the generator first")
    return [_topology(file) for file in files]


def _topology(file: Path) -> Topology:
    spec = importlib.util.spec_from_file_location(f"_topology_of_{file.parent.name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = getattr(module, "TOPOLOGY", None)
    if not isinstance(found, Topology):
        raise TopologyError(f"{file} has no TOPOLOGY")
    return found


def of_purpose(services: Iterable[Topology], purposes: Collection[str]) -> list[FunctionSpec]:
    """The functions of these purposes, over all services."""
    return [
        function for service in services for function in service.functions if function.purpose in purposes
    ]


def audience(authorizer: Authorizer) -> tuple[str, ...]:
    """Whom its tokens are for; a spec that leaves that to each stage gets an audience of this machine."""
    return authorizer.audience or (LOCAL_AUDIENCE,)


def variables(functions: Iterable[FunctionSpec], settings: Settings) -> dict[str, str]:
    """The environment of a process that runs these functions together.

    Lambda gives each function an environment of its own; a process has but one.

    Raises:
        EnvironmentConflictError: two of them want different values for one variable.
        TopologyError: a resource was not provisioned.
    """
    wanted: dict[str, tuple[Ref, str]] = {}
    for function in functions:
        for name, ref in function.environment.items():
            other, owner = wanted.setdefault(name, (ref, function.name))
            if other != ref:
                raise EnvironmentConflictError(
                    f"{name} is the {other.kind} {other.name} for {owner} and the {ref.kind} {ref.name} for "
                    f"{function.name}: they cannot run in one process"
                )
    return {name: settings.physical(ref) for name, (ref, _) in wanted.items()}


def invocable(functions: Collection[FunctionSpec], settings: Settings) -> Mapping[str, Function]:
    """The functions by logical name, loaded into this process, whose environment is set first.

    Raises:
        EnvironmentConflictError, TopologyError, EntryPointError: see there.
    """
    os.environ.update(environment(settings.endpoint) | variables(functions, settings))
    return {spec.name: _function(spec, settings) for spec in functions}


def _function(spec: FunctionSpec, settings: Settings) -> Function:
    name = settings.physical(Ref("function", spec.name))
    return Function(name, function_arn(name), load(spec.handler), spec.timeout_seconds, spec.memory_mb)
