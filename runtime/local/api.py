"""The process that serves the HTTP API of every service: `python -m runtime.local.api --settings FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from runtime.local import lifeline, project, service
from runtime.local.authorizer import JwtAuthorizer, Keys
from runtime.local.errors import LocalError, PortTakenError
from runtime.local.gateway import Gateway, server
from runtime.local.ports import listen
from runtime.local.routes import Routes
from runtime.local.settings import Settings


def build(settings: Settings) -> Gateway:
    """The gateway over all `api` functions. Tokens are those of the local issuer, whatever the spec names.

    Raises:
        LocalError: the topologies do not fit, or an entry point cannot be loaded.
    """
    services = project.topologies(settings.project)
    functions = project.invocable(project.of_purpose(services, {"api"}), settings)
    keys = Keys(settings.issuer)
    authorizers = {
        authorizer.name: JwtAuthorizer(settings.issuer, authorizer.audience, keys)
        for found in services
        for authorizer in found.authorizers
    }
    return Gateway(Routes(route for found in services for route in found.routes), functions, authorizers)


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
