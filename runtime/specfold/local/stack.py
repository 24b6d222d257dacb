"""The local cloud as a whole: the emulator, the issuer, and the api, consumers and archive processes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from specfold.local import emulator, project
from specfold.local.aws import environment, scrubbed
from specfold.local.checkpoints import read_positions
from specfold.local.child_process import Child, Echo
from specfold.local.errors import LocalError
from specfold.local.poll_intervals import Pace
from specfold.local.ports import LOOPBACK, claim
from specfold.local.provisioning import Provision, provision
from specfold.local.settings import Settings
from specfold.local.token_issuer import Issuer
from specfold.model.topology import Ref, Topology

Kind = Literal["stream", "table", "bucket", "function"]
PROCESSES = ("api", "consumers", "archive")


class Local:
    """A running local cloud. `up` makes it and takes it down."""

    def __init__(
        self,
        settings: Settings,
        topologies: list[Topology],
        *,
        issuer: Issuer,
        aws: emulator.Emulator,
        children: Mapping[str, Child],
        gateway_url: str | None = None,
    ) -> None:
        self.settings = settings
        self.topologies = topologies
        self.api_url = f"http://{LOOPBACK}:{settings.api_port}"
        self.endpoint = settings.endpoint
        self.gateway_url = gateway_url  # the same API by the emulator's own gateway and functions
        self.logs = settings.state / "logs"
        self._issuer = issuer
        self._aws = aws
        self._children = children

    @property
    def environment(self) -> dict[str, str]:
        """What an AWS client needs in its environment to talk to the emulator."""
        return environment(self.endpoint)

    def token(
        self,
        subject: str = "someone",
        scopes: Iterable[str] = (),
        audience: str | Iterable[str] | None = None,
        *,
        seconds: float = 3600,
        claims: Mapping[str, object] | None = None,
    ) -> str:
        """An access token that the API takes; see `Issuer.token`. The audience is that of the topology."""
        wanted = self._audiences() if audience is None else audience
        return self._issuer.token(subject, scopes, wanted, seconds=seconds, claims=claims)

    def pid(self, name: str) -> int | None:
        """The process id of "api", "consumers" or "archive"; None while it does not run."""
        return self._child(name).pid

    @property
    def emulator_pid(self) -> int | None:
        """The process id of the emulator. Killing it loses every stream, table and object."""
        return self._aws.pid

    def start(self, *names: str, variables: Mapping[str, str] | None = None) -> None:
        """Start processes that do not run, side by side, and wait until they are ready.

        Args:
            variables: more environment for this once: `AWS_ENDPOINT_URL_KINESIS` puts a proxy before the
                functions, for instance, and leaves the drivers alone.

        Raises:
            NotReadyError: one ended, or did not get ready in time.
        """
        children = [self._child(name) for name in names]
        for child in children:
            child.begin(variables)
        for child in children:
            child.ready()

    def stop(self, name: str) -> None:
        """End a process in order."""
        self._child(name).stop()

    def kill(self, name: str) -> None:
        """End a process with SIGKILL, as a crash would."""
        self._child(name).kill()

    def restart(self, name: str, variables: Mapping[str, str] | None = None) -> None:
        """End a process in order if it runs, start it, and wait until it is ready."""
        self.stop(name)
        self.start(name, variables=variables)

    def dead(self) -> list[str]:
        """The processes that do not run."""
        return [name for name, child in self._children.items() if not child.running]

    def physical(self, kind: Kind, name: str) -> str:
        """The physical name of a resource. Raises TopologyError when there is none."""
        return self.settings.physical(Ref(kind, name))

    def checkpoints(self, reader: str, stream: str) -> Mapping[str, str]:
        """How far a reader has come: shard to sequence number. Both names are logical.

        The reader is a function that reads the stream, or "archive".
        """
        return read_positions(self.settings.checkpoints(reader, stream))

    def _audiences(self) -> tuple[str, ...]:
        """Every audience that some authorizer asks for."""
        found = [
            audience
            for topology in self.topologies
            for authorizer in topology.authorizers
            for audience in project.audience(authorizer)
        ]
        return tuple(dict.fromkeys(found))

    def _child(self, name: str) -> Child:
        try:
            return self._children[name]
        except KeyError:
            raise LocalError(f"no process {name!r}: there are {', '.join(self._children)}") from None


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports to listen on, on loopback. 0 takes a free one."""

    api: int = 0
    endpoint: int = 0
    issuer: int = 0


@contextmanager
def up(
    root: Path,
    *,
    ports: Ports = Ports(),  # immutable
    state: Path | None = None,
    pace: Pace = Pace(),  # noqa: B008  # immutable
    processes: Iterable[str] = PROCESSES,
    output: TextIO | None = None,
    provisioner: Provision = provision,
    on_ready: Callable[[Local], None] | None = None,
) -> Iterator[Local]:
    """A local cloud for the project at `root` (it holds generated/), for as long as the block lasts.

    Args:
        state: for checkpoints and logs; by default a temporary directory, removed at the end.
        processes: which of the three to start at once; the others can be started later.
        output: where the lines of all processes go too, each with its name before it.
        provisioner: creates the resources.
        on_ready: called when everything answers.

    Raises:
        LocalError: a taken port, a process that does not get ready, topologies that do not fit.
    """
    with ExitStack() as stack:
        plan = _Plan(
            root=root.resolve(),
            state=_directory(state, stack),
            temporary=state is None,
            ports=ports,
            pace=pace,
            echo=_echo(output),
        )
        local = plan.create(provisioner, stack)
        local.start(*processes)
        if on_ready is not None:
            on_ready(local)
        yield local


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What `up` was asked for."""

    root: Path
    state: Path
    temporary: bool
    ports: Ports
    pace: Pace
    echo: Echo | None

    def create(self, provisioner: Provision, stack: ExitStack) -> Local:
        """Everything but the processes, which are made and not started. `stack` takes it all down."""
        topologies = project.topologies(self.root)
        api_port = claim(self.ports.api, "the HTTP API")
        issuer = Issuer(self.ports.issuer)
        stack.callback(issuer.stop)
        aws = self._emulator(stack)
        config = {"authorizers": _authorizers(topologies, issuer.url)}
        created = provisioner(self.root, aws.endpoint, self.state, config)
        settings = Settings(
            project=self.root,
            state=self.state,
            endpoint=aws.endpoint,
            issuer=issuer.url,
            api_port=api_port,
            names=created.names,
            archive_bucket=created.archive_bucket,
            failure_bucket=created.failure_bucket,
            pace=self.pace,
        )
        settings.save(self.state / "settings.json")
        children = _children(settings, self.echo)
        for child in children.values():
            stack.callback(child.stop)
        return Local(
            settings,
            topologies,
            issuer=issuer,
            aws=aws,
            children=children,
            gateway_url=created.gateway_url,
        )

    def _emulator(self, stack: ExitStack) -> emulator.Emulator:
        return stack.enter_context(
            emulator.running(
                self.ports.endpoint,
                log=self.state / "logs" / "emulator.log",
                echo=self.echo,
                litter=self.state if self.temporary else None,
            )
        )


def _directory(state: Path | None, stack: ExitStack) -> Path:
    if state is not None:
        state.mkdir(parents=True, exist_ok=True)
        return state.resolve()
    directory = Path(tempfile.mkdtemp(prefix="specfold-local-"))
    stack.callback(shutil.rmtree, directory, ignore_errors=True)
    return directory


def _echo(output: TextIO | None) -> Echo | None:
    if output is None:
        return None

    def echo(line: str) -> None:
        output.write(line + "\n")
        output.flush()

    return echo


def _authorizers(topologies: Iterable[Topology], issuer: str) -> dict[str, object]:
    """The stack's configuration of identity providers: everyone's tokens are the local issuer's."""
    return {
        f"{found.service}/{authorizer.name}": {
            "issuer": issuer,
            "audience": list(project.audience(authorizer)),
        }
        for found in topologies
        for authorizer in found.authorizers
    }


def _children(settings: Settings, echo: Echo | None) -> dict[str, Child]:
    """The processes, not started. The project comes first on their import path, then this package."""
    path = os.pathsep.join([str(settings.project), str(Path(__file__).parents[2])])
    variables = scrubbed(os.environ) | environment(settings.endpoint) | {"PYTHONPATH": path}
    return {
        name: Child(
            name,
            f"specfold.local.{name}",
            ["--settings", str(settings.state / "settings.json")],
            environment=variables,
            directory=settings.project,
            log=settings.state / "logs" / f"{name}.log",
            echo=echo,
        )
        for name in PROCESSES
    }
