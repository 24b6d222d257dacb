"""Runs a Pulumi program without Pulumi's CLI: this monitor stands where the engine would.

The SDK has a monitor for tests, which passes type, name and inputs on. Whether a resource is protected,
what it depends on and what the stack exports it drops; here they are kept. What a resource *becomes* is the
backend's affair: `record` makes outputs up, `emulated` makes the resource in an emulator.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import runpy
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from pulumi.runtime import rpc, set_all_config, set_mocks
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import SETTINGS, set_root_resource
from pulumi.runtime.stack import run_in_stack

from specfold.deploy.graph import Graph, Made, Registered

STACK_TYPE = "pulumi:pulumi:Stack"
_LOG = logging.getLogger(__name__)


class Backend(Protocol):
    """Gives resources their ids and outputs, one at a time."""

    def create(self, resource: Registered) -> Made:
        """Make a resource, or find that it is there already."""
        ...

    def invoke(self, token: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a provider function such as `aws:index/getCallerIdentity:getCallerIdentity`."""
        ...


class _Unused(Mocks):
    """The base class wants mocks; every call that would reach them is answered in `Monitor`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def call(self, args: MockCallArgs) -> Any:
        return dict(self._backend.invoke(args.token, args.args)), []

    def new_resource(self, args: MockResourceArgs) -> Any:
        raise NotImplementedError(args.typ)


class Monitor(MockMonitor):
    """Pulumi's resource monitor over a backend, filling a graph."""

    def __init__(self, backend: Backend) -> None:
        super().__init__(_Unused(backend))
        self.graph = Graph()
        self._sdk: Any = super()  # the SDK's monitor is not typed
        self._backend = backend
        # The SDK registers from a pool of threads; a resource is made only after those it depends on.
        self._lock = threading.Lock()

    def RegisterResource(self, request: Any) -> Any:
        """Keep the registration, let the backend make the resource, answer with its outputs."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        with _event_loop() as loop:
            made = self._make(_registered(urn, request))
            outputs = loop.run_until_complete(rpc.serialize_properties(dict(made.outputs), {}))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=made.id, object=outputs)

    def _make(self, resource: Registered) -> Made:
        with self._lock:
            if resource.urn in self.graph.made:
                raise ValueError(f"two resources are called {resource.urn}")
            made = self._backend.create(resource) if resource.custom else Made(id="", outputs={})
            self.graph.resources.append(resource)
            self.graph.made[resource.urn] = made
            return made

    def Invoke(self, request: Any) -> Any:
        """A provider function."""
        with _event_loop():
            return self._sdk.Invoke(request)

    def RegisterResourceOutputs(self, request: Any) -> Any:
        """The outputs of the stack are the program's exports."""
        if request.urn.split("::")[2] == STACK_TYPE:
            with _event_loop():
                self.graph.exports.update(plain(rpc.deserialize_properties(request.outputs)))
        return self._sdk.RegisterResourceOutputs(request)


def _registered(urn: str, request: Any) -> Registered:
    through = {one for value in request.propertyDependencies.values() for one in value.urns}
    return Registered(
        urn=urn,
        type=request.type,
        name=request.name,
        inputs=plain(rpc.deserialize_properties(request.object)),
        custom=bool(request.custom),
        parent=request.parent,
        protect=bool(request.protect),
        retain_on_delete=bool(request.retainOnDelete),
        ignored=frozenset(request.ignoreChanges),
        depends_on=frozenset({*request.dependencies, *through}),
    )


def plain(value: Any) -> Any:
    """Numbers arrive as floats: whole ones become int again, throughout."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@contextmanager
def _event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The SDK's (de)serialisation wants an event loop, and the threads of its pool have none."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def run(
    project: Path,
    backend: Backend,
    *,
    name: str,
    stack: str,
    config: Mapping[str, str],
    preview: bool = False,
) -> Graph:
    """Run a project's `__main__.py` as Pulumi would and return what it registered.

    `config` maps full keys (`aws:region`, `<name>:logRetentionDays`) to text.

    Raises:
        Exception: whatever the program or the backend raised.
    """
    monitor = Monitor(backend)

    def program() -> None:
        runpy.run_path(str(project / "__main__.py"), run_name="__main__")

    async def main() -> None:
        set_mocks(monitor.mocks, project=name, stack=stack, preview=preview, monitor=monitor, logger=_LOG)
        SETTINGS.outputs = set()  # or the tasks of a run that failed are waited for in the next
        set_root_resource(cast("Any", None))  # a run has a stack resource of its own
        asyncio.get_running_loop().set_exception_handler(_already_raised)
        set_all_config(dict(config))
        await run_in_stack(program)

    with _importable(project):
        # The SDK keeps its settings in context variables: a context of our own leaves no trace.
        contextvars.copy_context().run(asyncio.run, main())
    return monitor.graph


def _already_raised(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """One failed registration fails every output that hangs on it; the first is what `run` raises."""
    if not str(context.get("message")).endswith("exception was never retrieved"):
        loop.default_exception_handler(context)


@contextmanager
def _importable(project: Path) -> Iterator[None]:
    """Pulumi runs a program with its folder on the path."""
    sys.path.insert(0, str(project))
    try:
        yield
    finally:
        sys.path.remove(str(project))
