"""Only ever an explicit address of this machine: a provisioner that could reach a cloud would be a danger."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from specfold.deploy.emulated.errors import NotLoopback


def loopback(endpoint: str) -> str:
    """The endpoint without a trailing slash, if it is `http(s)://` a loopback address with a port.

    Raises:
        NotLoopback: anything else, even a name that happens to resolve to this machine.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotLoopback(f"{endpoint!r}: {error}") from None
    if parts.scheme not in ("http", "https") or port is None:
        raise NotLoopback(f"{endpoint!r} is not an http address with a port")
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise NotLoopback(f"{endpoint!r} has more than a host and a port")
    if not _is_loopback(host):
        raise NotLoopback(f"{endpoint!r} is not a loopback address: provisioning reaches this machine only")
    return endpoint.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
