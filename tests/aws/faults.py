"""A proxy before the emulator that fails as networks and services do: before the work is done, or after."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

Fault = Literal[
    "pass",
    "lost request",  # the connection breaks before the service sees it
    "lost answer",  # the service does it, and the connection breaks
    "failed after",  # the service does it, and answers 500
    "garbage",  # the service does it, and the answer does not read
    "silent",  # the service does it, and no answer comes
    "throttled",  # the service refuses
    "half",  # of a BatchGetItem: half of the keys are answered, as when there are too many bytes
    "none",  # of a BatchGetItem: no key is answered, as when it is throttled
]


class FaultProxy(ThreadingHTTPServer):
    """Forwards to `endpoint`; each request to an operation in `plan` takes the next fault from it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        target = urlsplit(endpoint)
        self.target = (str(target.hostname), int(target.port or 80))
        self.endpoint = f"http://127.0.0.1:{self.server_port}"
        self.plan: dict[str, deque[Fault]] = {}
        self.seen: list[str] = []
        self.over = threading.Event()

    def fail(self, operation: str, *faults: Fault) -> None:
        """The next requests to this operation end so."""
        self.plan[operation] = deque(faults)


@contextmanager
def proxy(endpoint: str) -> Iterator[FaultProxy]:
    """A running proxy, ended at the end of the block."""
    with FaultProxy(endpoint) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultProxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        self.server.seen.append(operation)
        planned = self.server.plan.get(operation)
        fault: Fault = planned.popleft() if planned else "pass"
        if fault == "lost request":
            self._break()
        elif fault == "throttled":
            self._error(400, "ProvisionedThroughputExceededException")
        elif fault in ("half", "none"):
            self._answer_some(json.loads(body), fault)
        else:
            self._after(fault, *self._forwarded(body))

    def _answer_some(self, request: dict[str, Any], fault: Fault) -> None:
        ((table, asked),) = request["RequestItems"].items()
        keys = asked["Keys"]
        count = len(keys) // 2 if fault == "half" else 0
        answer: dict[str, Any] = {"Responses": {table: []}}
        if count:
            some = {"RequestItems": {table: asked | {"Keys": keys[:count]}}}
            answer = json.loads(self._forwarded(json.dumps(some).encode())[2])
        answer["UnprocessedKeys"] = {table: asked | {"Keys": keys[count:]}}
        self._send(200, "application/x-amz-json-1.0", json.dumps(answer).encode())

    def _forwarded(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(*self.server.target)
        try:
            headers = dict(self.headers) | {"Content-Length": str(len(body))}
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _after(self, fault: Fault, status: int, headers: dict[str, str], body: bytes) -> None:
        if fault == "silent":
            self.server.over.wait(30)
        if fault in ("silent", "lost answer"):
            self._break()
        elif fault == "failed after":
            self._error(500, "InternalFailure")
        else:
            content = b"{garb" if fault == "garbage" else body
            self._send(status, headers.get("Content-Type", "application/x-amz-json-1.1"), content)

    def _error(self, status: int, code: str) -> None:
        self._send(
            status, "application/x-amz-json-1.1", json.dumps({"__type": code, "message": "x"}).encode()
        )

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Nothing: what fails here is meant to."""
