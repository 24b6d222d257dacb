"""A proxy before the emulator that fails as networks and services do, at random, and counts how it failed.

It stands between the functions and Kinesis and DynamoDB. What it does to a request is drawn from a seeded
dice; which request meets which draw is up to the threads.
"""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

JSON: Final = "application/x-amz-json-1.0"
EVERY: Final[Mapping[str, float]] = {  # what may strike any request, with its weight
    "throttled": 3,  # refused because of the rate
    "500 before": 2,  # the service fails, and has done nothing
    "500 after": 3,  # the service fails, and has done it
    "lost request": 2,  # the connection breaks on the way there
    "lost answer": 3,  # ... and on the way back
    "cut answer": 2,  # half of the answer comes
    "slow": 3,
    "silent": 0.15,  # it is done, and no answer ever comes: the client waits for its time-out
}
MORE: Final[Mapping[str, Mapping[str, float]]] = {  # and what may strike one operation
    "PutRecord": {"late": 4, "twice": 4},  # it lands when nobody waits any more; both tries of a client land
    "BatchGetItem": {"partial": 8},  # some keys come back unprocessed
    "TransactWriteItems": {"conflict": 4},  # cancelled, as another transaction was there
    "GetItem": {"stale": 8},  # an earlier answer, where no consistent one was asked for
}
_Answer = tuple[int, bytes]


class FaultProxy(ThreadingHTTPServer):
    """Forwards to `endpoint`. `rate` is the share of requests that something happens to."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, endpoint: str, seed: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        target = urlsplit(endpoint)
        self.target = (str(target.hostname), int(target.port or 80))
        self.endpoint = f"http://127.0.0.1:{self.server_port}"
        self.rate = 0.0
        self.counts: Counter[str] = Counter()
        self.requests = 0
        self.over = threading.Event()
        self.late = ThreadPoolExecutor(8, "late")
        self.answers: dict[bytes, _Answer] = {}  # the last to each read that need not be consistent
        self._dice = random.Random(f"{seed} proxy")
        self._lock = threading.Lock()

    @property
    def environment(self) -> dict[str, str]:
        """What puts it before the functions of a process."""
        return {"AWS_ENDPOINT_URL_KINESIS": self.endpoint, "AWS_ENDPOINT_URL_DYNAMODB": self.endpoint}

    def draw(self, operation: str) -> tuple[str, float]:
        """What happens to a request, and a number between 0 and 1 to do it with."""
        weights = {"pass": 0.0, **EVERY, **MORE.get(operation, {})}
        with self._lock:
            self.requests += 1
            if self._dice.random() >= self.rate:
                return "pass", 0.0
            (kind,) = self._dice.choices(list(weights), list(weights.values()))
            return kind, self._dice.random()

    def count(self, kind: str) -> None:
        """One more of it took place."""
        with self._lock:
            self.counts[kind] += 1

    def calm(self) -> None:
        """No faults from now on, and nothing late is still under way."""
        self.rate = 0.0
        self.late.shutdown(wait=True)


@contextmanager
def proxy(endpoint: str, seed: str) -> Iterator[FaultProxy]:
    """A running proxy, ended at the end of the block."""
    with FaultProxy(endpoint, seed) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.late.shutdown(wait=True)
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection of a client, and its own to the emulator."""

    protocol_version = "HTTP/1.1"
    server: FaultProxy
    disable_nagle_algorithm = True
    _beyond: http.client.HTTPConnection | None = None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        kind, amount = self.server.draw(operation)
        strike = getattr(self, "_" + kind.replace(" ", "_"))
        if strike(body, amount) is None and kind != "pass":
            self.server.count(f"{operation}: {kind}" if kind in MORE.get(operation, {}) else kind)

    # -- faults; each answers "" where it had nothing to do and passed the request on

    def _pass(self, body: bytes, _amount: float = 0) -> str:
        self._answer(*self._forwarded(body))
        return ""

    def _throttled(self, _body: bytes, _amount: float) -> None:
        self._error(400, "ProvisionedThroughputExceededException")

    def _500_before(self, _body: bytes, _amount: float) -> None:
        self._error(500, "InternalFailure")

    def _500_after(self, body: bytes, _amount: float) -> None:
        self._forwarded(body)
        self._error(500, "InternalServerError")

    def _lost_request(self, _body: bytes, _amount: float) -> None:
        self._break()

    def _lost_answer(self, body: bytes, _amount: float) -> None:
        self._forwarded(body)
        self._break()

    def _cut_answer(self, body: bytes, _amount: float) -> None:
        status, content = self._forwarded(body)
        self._answer(status, content[: len(content) // 2], length=len(content) + 1)
        self._break()

    def _slow(self, body: bytes, amount: float) -> None:
        self.server.over.wait(amount)
        self._pass(body)

    def _silent(self, body: bytes, _amount: float) -> None:
        self._forwarded(body)
        self.server.over.wait(30)
        self._break()

    def _late(self, body: bytes, amount: float) -> None:
        headers, target = dict(self.headers), self.server.target
        self._break()

        def put() -> None:
            self.server.over.wait(4 * amount)
            with closing(http.client.HTTPConnection(*target)) as connection:
                _sent(connection, self.path, body, headers)

        self.server.late.submit(put)

    def _twice(self, body: bytes, _amount: float) -> None:
        self._forwarded(body)
        self._pass(body)

    def _partial(self, body: bytes, amount: float) -> str | None:
        asked = json.loads(body)
        ((table, wanted),) = asked["RequestItems"].items()
        keys = wanted["Keys"]
        some = int(amount * len(keys))
        content: dict[str, Any] = {"Responses": {table: []}}
        if some:
            asked["RequestItems"][table] = wanted | {"Keys": keys[:some]}
            status, raw = self._forwarded(json.dumps(asked).encode())
            if status != 200:
                self._answer(status, raw)
                return ""
            content = json.loads(raw)
        left = wanted | {"Keys": keys[some:]}
        self._answer(200, json.dumps(content | {"UnprocessedKeys": {table: left}}).encode())
        return None

    def _conflict(self, body: bytes, _amount: float) -> None:
        reasons = [{"Code": "TransactionConflict"} for _ in json.loads(body)["TransactItems"]]
        self._error(400, "TransactionCanceledException", CancellationReasons=reasons)

    def _stale(self, body: bytes, _amount: float) -> str | None:
        earlier = self.server.answers.get(body)
        if earlier is None:
            return self._pass(body)
        self._answer(*earlier)
        return None

    # -- the wire

    def _forwarded(self, body: bytes) -> _Answer:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("content-length", "host")}
        try:
            self._beyond = self._beyond or http.client.HTTPConnection(*self.server.target)
            answer = _sent(self._beyond, self.path, body, headers)
        except (http.client.HTTPException, OSError):  # an idle connection that was closed over there
            self._beyond = None
            raise
        if b'"ConsistentRead": false' in body or b'"ConsistentRead":false' in body:
            self.server.answers.setdefault(body, answer)
        return answer

    def _error(self, status: int, code: str, **more: Any) -> None:
        self._answer(status, json.dumps({"__type": code, "message": "planned", **more}).encode())

    def _answer(self, status: int, content: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def handle_one_request(self) -> None:
        """A client that was killed, or waits no more, is nothing to report."""
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def finish(self) -> None:
        if self._beyond is not None:
            self._beyond.close()
        try:
            super().finish()
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing: what fails here is meant to."""


def _sent(
    connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]
) -> _Answer:
    connection.request("POST", path, body, dict(headers))
    answer = connection.getresponse()
    return answer.status, answer.read()
