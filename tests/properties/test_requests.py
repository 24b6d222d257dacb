"""Any request gets an answer below 500, of bounded size, at a bounded cost, and stops nothing else."""

from __future__ import annotations

import asyncio
import importlib
import logging
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from specfold.http.security import Claims
from specfold.model.service import Answer, OperationRoute, Service
from specfold.testing import running

from tests.properties.depth import cases
from tests.properties.project import generated_project
from tests.properties.requests_at_random import Requests, Sent

CASES = Path(__file__).parents[1] / "cases"
ANSWER = 64 * 1024  # bytes of an answer that is not a row or a page
REFUSAL = 16 * 1024
PER_REQUEST = 0.05  # seconds of CPU of one request on average; the most that any batch may take
SLOWEST = 2.0  # of any one


def silent(service: Service) -> Service:
    """The service with operations that answer 204."""
    routes = tuple(
        replace(route, handle=lambda _: Answer(status=204)) if isinstance(route, OperationRoute) else route
        for route in service.routes
    )
    return replace(service, routes=routes)


@pytest.fixture(scope="module", params=["ordering", "payments", "every-body", "every-parameter"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    name = request.param
    if name in ("ordering", "payments"):
        yield importlib.import_module(f"generated.{name}.service").SERVICE
        return
    files = sorted((CASES / name / "specs/openapi").glob("*.yaml"))
    texts = {file.name: file.read_text("utf-8").replace("a/b?c", "'a/b?c'") for file in files}  # PyYAML
    documents = {f"openapi/{file}": yaml.safe_load(text) for file, text in texts.items()}
    with generated_project(tmp_path_factory.mktemp(name), documents):
        yield silent(importlib.import_module(f"generated.{files[0].stem}.service").SERVICE)


async def answered(app: Any, sent: Sent, claims: Claims | None) -> tuple[int, bytes]:
    """The status and the body that an app answers with."""
    messages: list[dict[str, Any]] = []
    body = [{"type": "http.request", "body": sent.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return body.pop() if body else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "https",
        "path": sent.path.decode("utf-8", "replace"),
        "raw_path": sent.path,
        "query_string": sent.query,
        "headers": list(sent.headers),
        "server": ("test", 443),
        "claims": claims,
    }
    await app(scope, receive, send)
    return messages[0]["status"], b"".join(message.get("body", b"") for message in messages[1:])


def test_any_request_is_answered_or_refused(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="runtime.signals")
    world = running(service)
    client = world.client()
    requests = Requests(service)
    count = cases(bounded=800, deep=30_000)
    statuses: Counter[int] = Counter()

    async def ask_all() -> None:
        for number in range(count):
            sent = requests.make(number)
            before = resource.getrusage(resource.RUSAGE_SELF)
            status, body = await answered(client.app, sent, client.claims)
            after = resource.getrusage(resource.RUSAGE_SELF)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            statuses[status] += 1
            waiting = status == 503 and b'"not-yet-visible"' in body
            assert status < 500 or waiting, (number, status, sent, body, caplog.text)
            assert len(body) <= (REFUSAL if status >= 400 else ANSWER), (number, status, len(body))
            assert spent < SLOWEST, (number, spent, sent)
            if number % 200 == 0:
                world.drain()

    started = resource.getrusage(resource.RUSAGE_SELF)
    asyncio.run(ask_all())
    ended = resource.getrusage(resource.RUSAGE_SELF)
    assert (ended.ru_utime - started.ru_utime) / count < PER_REQUEST
    failed = [record.getMessage() for record in caplog.records if getattr(record, "signal", "") == "failed"]
    assert not failed
    assert any(status < 300 for status in statuses), statuses
    print(f"{service.name}: {count:,} requests, {dict(sorted(statuses.items()))}")
