"""The HTTP API: requests in, payload 2.0 events to the `api` functions, their answers out.

An ASGI application, so that the server under it is uvicorn's business. Functions run in threads; each thread
has an event loop set, as the main thread of a Lambda runtime has one.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import uvicorn

from specfold.local.authorizer import DeniedError, JwtAuthorizer
from specfold.local.errors import FunctionError, TopologyError
from specfold.local.http_event import Answer, Request, answer_of, message, request_event
from specfold.local.invoke import MAX_PAYLOAD, Function, Json
from specfold.local.routes import Match, Routes

log = logging.getLogger(__name__)

HEALTH = "//health"  # two slashes: no path parameter can match it, and a route that spells it is refused
MAX_BODY = 10 * 1024 * 1024  # bytes
INTEGRATION_SECONDS = 30.0
_THREADS = 32

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gateway:
    """Serves routes with functions."""

    def __init__(
        self,
        routes: Routes,
        functions: Mapping[str, Function],
        authorizers: Mapping[str, JwtAuthorizer],
        *,
        integration_seconds: float = INTEGRATION_SECONDS,
    ) -> None:
        """`functions` and `authorizers` by the names that the routes use.

        Raises:
            TopologyError: a route would hide the health check, or names what is not there.
        """
        for route in routes:
            if route.function not in functions:
                raise TopologyError(f"{route.method} {route.path}: no api function {route.function!r}")
            if route.authorizer is not None and route.authorizer not in authorizers:
                raise TopologyError(f"{route.method} {route.path}: no authorizer {route.authorizer!r}")
        if routes.match("GET", HEALTH) is not None:
            raise TopologyError(f"GET {HEALTH} is the gateway's own: no route may match it")
        self._routes = routes
        self._functions = functions
        self._authorizers = authorizers
        self._integration_seconds = integration_seconds
        self._loops: list[asyncio.AbstractEventLoop] = []
        self._pool = ThreadPoolExecutor(_THREADS, "invoke", initializer=self._give_loop)

    def close(self) -> None:
        """Wait for the functions at work, and end their threads."""
        self._pool.shutdown()
        for loop in self._loops:
            loop.close()

    def _give_loop(self) -> None:
        self._loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(self._loops[-1])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        started = time.monotonic()
        answer = await self._answer(scope, receive)
        # The raw path is percent-encoded: nothing in it can break a log line.
        path = scope["raw_path"].decode("latin-1")
        if path != HEALTH:
            log.info(
                "%s %s %d %.0f ms", scope["method"], path, answer.status, 1e3 * (time.monotonic() - started)
            )
        length = (b"content-length", str(len(answer.body)).encode())
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]}
        )
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["method"] == "GET" and scope["path"] == HEALTH:
            return message(200, "OK")
        match = self._routes.match(scope["method"], scope["path"])
        if match is None:
            return message(404, "Not Found")
        body = await _read(receive)
        if body is None:
            return message(413, "Request Entity Too Large")
        request = Request(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=list(scope["headers"]),
            body=body,
            client=scope["client"][0] if scope.get("client") else "127.0.0.1",
            protocol=f"HTTP/{scope['http_version']}",
        )
        try:
            authorizer = await self._authorize(request, match)
        except DeniedError as denied:
            return _denial(denied)
        except OSError:
            log.exception("the authorizer of %s cannot work", match.route.path)
            return message(500, "Internal Server Error")
        return await self._invoke(request_event(request, match, authorizer), match)

    async def _authorize(self, request: Request, match: Match) -> Json | None:
        name = match.route.authorizer
        if name is None:
            return None
        authorizer, header = self._authorizers[name], request.header("authorization")
        # In a thread: the first token of an issuer makes it fetch keys.
        return await asyncio.to_thread(authorizer.authorize, header, match.route.scopes)

    async def _invoke(self, event: Json, match: Match) -> Answer:
        if len(event.get("body", "")) > MAX_PAYLOAD:
            return message(413, "Request Too Long")
        function = self._functions[match.route.function]
        seconds = min(self._integration_seconds, function.timeout_seconds)
        work = asyncio.get_running_loop().run_in_executor(self._pool, function.invoke, event)
        try:
            # Shielded: a thread cannot be cancelled, so a late function runs on and its answer is dropped.
            return answer_of(await asyncio.wait_for(asyncio.shield(work), seconds))
        except TimeoutError:
            log.error("%s took longer than %.0f s", function.name, seconds)
            work.add_done_callback(lambda late: late.exception())
            if seconds < self._integration_seconds:  # Lambda ended it before the gateway lost patience
                return message(500, "Internal Server Error")
            return message(503, "Service Unavailable")
        except FunctionError:
            log.exception("%s failed", function.name)
            return message(500, "Internal Server Error")


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None when it is larger than API Gateway takes."""
    parts, size = [], 0
    while True:
        part = await receive()
        chunk = part.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            return None
        parts.append(chunk)
        if not part.get("more_body"):
            return b"".join(parts)


def _denial(denied: DeniedError) -> Answer:
    if denied.status == 403:
        return message(403, "Forbidden")
    reason = denied.reason.encode("ascii", "replace").decode().replace('"', "'")
    challenge = f'Bearer scope="" error="invalid_token" error_description="{reason}"'
    return message(401, "Unauthorized", (b"www-authenticate", challenge.encode()))


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def server(gateway: Gateway, on_ready: Callable[[], None]) -> uvicorn.Server:
    """A server to `run(sockets=[...])`; it ends on SIGTERM, or when `should_exit` is set."""
    config = uvicorn.Config(
        gateway,
        lifespan="off",
        ws="none",  # an HTTP API has no WebSocket: the request that asks for one is a plain GET
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return _Server(config, on_ready)
