"""The services of a project in one stack, and the names that their resources have there.

Names are asked of the stack itself: of the variables of a deployed `repair` or `audit` function, which knows
every table, stream and bucket that its work needs. So nothing has to be told twice, and nothing told wrong.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specfold.aws.clients import Clients
from specfold.aws.environment import EPOCHS, Environment
from specfold.aws.function_config import variables_of
from specfold.deploy.errors import DeployError
from specfold.deploy.names import Names
from specfold.deploy.project import read_project
from specfold.model.service import Service
from specfold.model.shared.limits import FUNCTION_NAME
from specfold.model.topology import Function, Topology

LOCAL = "local"  # the stack that `specfold up` provisions


class NoStack(Exception):
    """The project or the stack is not as the command needs it; says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """One service, and the names of the environment variables that it finds its resources by."""

    service: Service
    environment: Environment
    functions: Sequence[str] = ()  # physical names of its readers and policies

    def channel_of(self, stream: str) -> str | None:
        """The channel whose records stand in this stream (a logical name); None: it does not read them."""
        read = {reader.channel for reader in self.service.readers}
        read |= {policy.channel for policy in self.service.policies}
        return next((c for c, name in self.environment.streams.items() if name == stream and c in read), None)

    @property
    def readers(self) -> dict[str, str]:
        """The channel that each reader follows: "ledger" under the first that has aggregates."""
        found = {policy.name: policy.channel for policy in self.service.policies}
        for reader in self.service.readers:
            found |= {view.name: reader.channel for view in reader.views}
        return found


def deployed(project: Path, stack: str) -> list[Deployed]:
    """The services that read a log, with this process's environment set as their functions have theirs.

    Raises:
        NoStack: no service reads a log, or one is not deployed in this stack.
        Unavailable: AWS cannot be asked now.
    """
    found = []
    for package, topology in taken_over(project, stack, "repair"):
        environment: Environment = module(package, "functions").ENVIRONMENT
        functions = [one.name for one in topology.functions if one.purpose in ("reader", "policy")]
        names = Names(read_project(project).name, stack)
        found.append(
            Deployed(
                service=module(package, "service").SERVICE,
                environment=environment,
                functions=[names.physical(name, FUNCTION_NAME) for name in functions],
            )
        )
    if not found:
        raise NoStack("no service here reads a log: nothing can be held")
    return found


def taken_over(project: Path, stack: str, purpose: str) -> Iterator[tuple[str, Topology]]:
    """The packages that have a function of this purpose, each once its environment is this process's too.

    Raises:
        NoStack: one is not deployed in this stack, or not as it is here.
        Unavailable: AWS cannot be asked now.
    """
    sys.path.insert(0, str(project.resolve()))
    try:
        names = Names(read_project(project).name, stack)
    except DeployError as error:
        raise NoStack(str(error)) from error
    clients = Clients()
    for package in _packages(project):
        topology: Topology = module(package, "topology").TOPOLOGY
        function = next((one for one in topology.functions if one.purpose == purpose), None)
        if function is not None:
            physical = names.physical(function.name, FUNCTION_NAME)
            _take_over(function, variables_of(clients, physical), physical)
            yield package, topology


def _take_over(repair: Function, variables: Mapping[str, str] | None, physical: str) -> None:
    """Set what the topology asks for, and nothing else that a function's configuration may hold."""
    if variables is None:
        raise NoStack(f"there is no function {physical}: is the stack's name right, and is it deployed?")
    missing = sorted(repair.environment.keys() - variables.keys())
    if missing:
        raise NoStack(f"{physical} does not have {', '.join(missing)}: deploy what is generated here first")
    wanted = {*repair.environment, EPOCHS}
    os.environ.update({name: value for name, value in variables.items() if name in wanted})


def _packages(project: Path) -> Iterable[str]:
    files = sorted((project / "generated").glob("*/functions.py"))
    if not files:
        raise NoStack(f"{project}/generated holds no service: run `specfold generate` there first")
    return (file.parent.name for file in files)


def module(package: str, name: str) -> Any:
    """Generated code is found by name: the runtime imports no service."""
    return importlib.import_module(f"generated.{package}.{name}")
