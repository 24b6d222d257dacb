"""A proxy before the emulator that fails as networks and services do, at random, and counts how it failed.

It stands between all of our processes and Kinesis, DynamoDB, S3 and Lambda. What it does to a request is
drawn from a seeded dice; which request meets which draw is up to the threads.
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
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

JSON: Final = {"Content-Type": "application/x-amz-json-1.0"}
OFTEN: Final = 0.2  # of the rate: reads that are made all the time, by drivers that only wait and try again
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
    "PutObject": {"late": 2, "twice": 4},  # ... and If-None-Match refuses the second
    "GetObject": {"cut answer": 6},
}
POLLED: Final = frozenset({"GetRecords", "GetShardIterator", "ListShards", "DescribeStreamSummary"})
_HOP: Final = frozenset({"connection", "content-length", "host", "expect", "transfer-encoding", "keep-alive"})


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


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
        self.every = EVERY
        self.counts: Counter[str] = Counter()
        self.requests = 0
        self.over = threading.Event()
        self.late = ThreadPoolExecutor(8, "late")
        self.answers: dict[bytes, _Answer] = {}  # the last to each read that need not be consistent
        self._dice = random.Random(f"{seed} proxy")
        self._lock = threading.Lock()

    def draw(self, operation: str) -> tuple[str, float]:
        """What happens to a request, and a number between 0 and 1 to do it with."""
        weights = {"pass": 0.0, **self.every, **MORE.get(operation, {})}
        with self._lock:
            self.requests += 1
            if self._dice.random() >= self.rate * (OFTEN if operation in POLLED else 1):
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
        self.every = EVERY
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

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = _operation(self.command, self.path, self.headers)
        kind, amount = self.server.draw(operation)
        strike = getattr(self, "_" + kind.replace(" ", "_"))
        if strike(body, amount) is None and kind != "pass":
            self.server.count(f"{operation}: {kind}" if kind in MORE.get(operation, {}) else kind)

    do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = _any

    # -- faults; each answers "" where it had nothing to do and passed the request on

    def _pass(self, body: bytes, _amount: float = 0) -> str:
        self._answer(self._forwarded(body))
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
        whole = self._forwarded(body)
        half = whole.content[: len(whole.content) // 2]
        self._answer(replace(whole, content=half), length=len(whole.content) + 1)
        self._break()

    def _slow(self, body: bytes, amount: float) -> None:
        self.server.over.wait(amount)
        self._pass(body)

    def _silent(self, body: bytes, _amount: float) -> None:
        self._forwarded(body)
        self.server.over.wait(30)
        self._break()

    def _late(self, body: bytes, amount: float) -> None:
        method, headers, target = self.command, self._headers(), self.server.target
        self._break()

        def put() -> None:
            self.server.over.wait(4 * amount)
            with closing(http.client.HTTPConnection(*target)) as connection:
                _sent(connection, method, self.path, body, headers)

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
            answer = self._forwarded(json.dumps(asked).encode())
            if answer.status != 200:
                self._answer(answer)
                return ""
            content = json.loads(answer.content)
        left = wanted | {"Keys": keys[some:]}
        content |= {"UnprocessedKeys": {table: left}}
        self._answer(_Answer(200, JSON, json.dumps(content).encode()))
        return None

    def _conflict(self, body: bytes, _amount: float) -> None:
        reasons = [{"Code": "TransactionConflict"} for _ in json.loads(body)["TransactItems"]]
        self._error(400, "TransactionCanceledException", CancellationReasons=reasons)

    def _stale(self, body: bytes, _amount: float) -> str | None:
        earlier = self.server.answers.get(body)
        if earlier is None:
            return self._pass(body)
        self._answer(earlier)
        return None

    # -- the wire

    def _headers(self) -> dict[str, str]:
        return {name: text for name, text in self.headers.items() if name.lower() not in _HOP}

    def _forwarded(self, body: bytes) -> _Answer:
        try:
            self._beyond = self._beyond or http.client.HTTPConnection(*self.server.target)
            answer = _sent(self._beyond, self.command, self.path, body, self._headers())
        except (http.client.HTTPException, OSError):  # an idle connection that was closed over there
            if self._beyond is not None:
                self._beyond.close()
            self._beyond = None
            raise
        if b'"ConsistentRead": false' in body or b'"ConsistentRead":false' in body:
            self.server.answers.setdefault(body, answer)
        return answer

    def _error(self, status: int, code: str, **more: Any) -> None:
        if "X-Amz-Target" in self.headers:
            content = json.dumps({"__type": code, "message": "planned", **more}).encode()
            self._answer(_Answer(status, JSON, content))
            return
        code = "SlowDown" if status == 400 else code  # as S3 says it
        content = f"<Error><Code>{code}</Code><Message>planned</Message></Error>".encode()
        self._answer(_Answer(max(status, 503), {"Content-Type": "application/xml"}, content))

    def _answer(self, answer: _Answer, length: int | None = None) -> None:
        self.send_response(answer.status)
        for name, text in answer.headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.content) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)
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


def _operation(method: str, path: str, headers: Mapping[str, str]) -> str:
    """What is asked for: AWS's JSON services say it in a header, S3 and Lambda by method and path."""
    if target := headers.get("X-Amz-Target"):
        return target.rpartition(".")[2]
    if path.startswith("/2015-03-31/functions"):
        return "Invoke"
    return {"PUT": "PutObject", "GET": "ListObjectsV2" if "list-type" in path else "GetObject"}.get(
        method, "?"
    )


def _sent(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> _Answer:
    connection.request(method, path, body, dict(headers))
    answer = connection.getresponse()
    told = {name: text for name, text in answer.getheaders() if name.lower() not in _HOP}
    return _Answer(answer.status, told, answer.read())
