"""Loopback ports: find a free one, or say clearly that the one asked for is taken."""

from __future__ import annotations

import socket

from specfold.local.errors import PortTakenError

LOOPBACK = "127.0.0.1"


def claim(port: int, purpose: str) -> int:
    """The port to listen on: `port` itself when it is free, any free one when it is 0.

    The socket that proves it is closed again, so another process may still win the port in between;
    the listener then fails with an error of its own.

    Raises:
        PortTakenError: `port` is not 0 and something listens there.
    """
    try:
        with listen(port) as probe:
            return int(probe.getsockname()[1])
    except OSError as problem:
        raise PortTakenError(port, purpose) from problem


def listen(port: int) -> socket.socket:
    """A bound, not yet listening socket on loopback. Raises OSError when the port is taken."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Lets a restarted listener take its port back while old connections linger in TIME_WAIT.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((LOOPBACK, port))
    except OSError:
        bound.close()
        raise
    return bound
