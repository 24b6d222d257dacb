"""The process that serves the HTTP API of every service: `python -m specfold.local.api --settings FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from specfold.local import child_supervision as lifeline
from specfold.local import project, service
from specfold.local.authorizer import JwtAuthorizer, Keys
from specfold.local.errors import LocalError, PortTakenError
from specfold.local.gateway import Gateway, server
from specfold.local.ports import listen
from specfold.local.routes import Routes
from specfold.local.settings import Settings
from specfold.model.topology import Route, Topology


def build(settings: Settings) -> Gateway:
    """The gateway over all `api` functions. Tokens are those of the local issuer, whatever the spec names.

    Raises:
        LocalError: the topologies do not fit, or an entry point cannot be loaded.
    """
    services = project.topologies(settings.project)
    functions = project.invocable(project.of_purpose(services, {"api"}), settings)
    keys = Keys(settings.issuer)
    authorizers = {
        f"{found.service}/{authorizer.name}": JwtAuthorizer(
            settings.issuer, project.audience(authorizer), keys
        )
        for found in services
        for authorizer in found.authorizers
    }
    return Gateway(Routes(_routes(services)), functions, authorizers)


def _routes(services: Iterable[Topology]) -> Iterator[Route]:
    """The routes of all services, with authorizers named so that those of two services stay apart."""
    for found in services:
        for route in found.routes:
            if route.authorizer is None:
                yield route
            else:
                yield replace(route, authorizer=f"{found.service}/{route.authorizer}")


def _serve(path: Path, ready_fd: int | None) -> None:
    settings = Settings.load(path)
    gateway = build(settings)
    try:
        bound = listen(settings.api_port)
    except OSError as problem:
        raise PortTakenError(settings.api_port, "the HTTP API") from problem
    port = bound.getsockname()[1]
    server(gateway, lambda: lifeline.announce(ready_fd, port=port)).run(sockets=[bound])
    gateway.close()


def main() -> None:
    """Serve until SIGTERM."""
    given = service.options("api")
    try:
        _serve(given.settings, given.ready_fd)
    except LocalError as problem:
        sys.exit(f"api: {problem}")


if __name__ == "__main__":
    main()
