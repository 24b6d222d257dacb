"""Sends requests over HTTPS to addresses that others named: never inside, never on to another address.

An address comes from a stranger, so it may lead to what only this network reaches. The name is resolved
once, what it means is judged, and the connection goes to just that (OWASP, Server-Side Request Forgery).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from specfold.messaging.webhooks.request_encoding import Asked
from specfold.messaging.webhooks.sender import Answered, Post, Undeliverable

MOST = 1024 * 1024  # bytes of an answer that are read
Resolve = Callable[[str, int], str]


def https(
    *, timeout: float = 10.0, context: ssl.SSLContext | None = None, resolve: Resolve | None = None
) -> Post:
    """A transport; `timeout` in seconds. `resolve` gives the IP address that a host may be reached at.

    What it returns raises `Undeliverable`: the address is none, or is not public; or there was no answer.
    Redirects are answers like others: nobody follows them.
    """
    secured, find = context or ssl.create_default_context(), resolve or public

    def post(request: Asked) -> Answered:
        url = _address(request.path)
        connection = _Connection(find(url.hostname or "", url.port or 443), url, timeout, secured)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        try:
            connection.request(request.method, target, body=request.body, headers=request.headers)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, headers, answer.read(MOST))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Undeliverable(f"no answer: {type(error).__name__}") from error
        finally:
            connection.close()

    return post


def public(host: str, port: int) -> str:
    """The address of a host that the whole world reaches.

    Raises:
        Undeliverable: it has none, or one of its addresses is not public.
    """
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Undeliverable("its host is not known") from error
    if not found or not all(ipaddress.ip_address(text.partition("%")[0]).is_global for text in found):
        raise Undeliverable("its host is not public")
    return sorted(found)[0]


class _Connection(http.client.HTTPSConnection):
    """A connection to an address that was judged, under the name it was asked for by."""

    def __init__(self, address: str, url: SplitResult, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(url.hostname or "", url.port or 443, timeout=timeout, context=context)
        self._place, self._secured = (address, url.port or 443), context

    def connect(self) -> None:
        """Connect to the address, and check that it holds a certificate for the name."""
        plain = socket.create_connection(self._place, self.timeout)
        self.sock = self._secured.wrap_socket(plain, server_hostname=self.host)


def _address(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        sound = url.scheme == "https" and url.hostname and not url.username and url.port != 0
    except ValueError as error:
        raise Undeliverable("it is no address") from error
    if not sound or not text.isascii() or not text.isprintable() or " " in text:
        raise Undeliverable("it is no https address")
    return url
