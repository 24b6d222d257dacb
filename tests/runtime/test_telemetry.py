"""What is told of requests and records: whose ids pass, which are refused, and what no span may hold."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.envelope import Entry
from specfold.telemetry import tracing
from specfold.telemetry.signals import folded
from specfold.testing import World, commit_data
from specfold.testing.client import Client

from tests.runtime import shop

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def world() -> World:
    return World(shop.SERVICE)


@pytest.fixture
def client(world: World) -> Client:
    return world.client()


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What a recording SDK is told."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("test"))
    yield exporter
    provider.shutdown()


def place(client: Client, id: str = "a", **headers: str) -> Any:
    sent = {"Prefer": "wait=5"} | {name.replace("_", "-"): text for name, text in headers.items()}
    return client.post("/orders", {"orderId": id, "customerId": "c"}, headers=sent)


def envelope(world: World) -> dict[str, Any]:
    """The first event of the last commit."""
    event: dict[str, Any] = msgspec.json.decode(world.logs["orders"].entries[-1].data)[0]
    return event


def test_a_request_s_ids_go_into_its_commit_and_its_answer(world: World, client: Client) -> None:
    answer = place(client, X_Correlation_ID="a/b:c=1", traceparent=TRACE)
    assert (answer.status, answer.headers["x-correlation-id"]) == (201, "a/b:c=1")
    written = envelope(world)
    assert (written["correlationid"], written["traceparent"]) == ("a/b:c=1", TRACE)
    refused = place(client, X_Correlation_ID="again")
    assert (refused.status, refused.headers["x-correlation-id"]) == (409, "again")


@pytest.mark.parametrize("wrong", ["two words", "x" * 129, "tab\there", "ü", ""])
def test_what_is_no_correlation_id_is_refused(client: Client, wrong: str) -> None:
    answer = place(client, X_Correlation_ID=wrong)
    assert answer.status == 400
    assert "x-correlation-id" not in answer.headers


@pytest.mark.parametrize("wrong", ["", "00-0af7-b7ad-01", f"{TRACE}-more", TRACE.upper()])
def test_a_trace_that_does_not_read_is_begun_anew(world: World, client: Client, wrong: str) -> None:
    assert place(client, traceparent=wrong).status == 201
    written = envelope(world)
    assert written["traceparent"] == tracing.begun(written["commandid"])


def test_a_span_says_which_error_and_not_its_words(spans: InMemorySpanExporter, client: Client) -> None:
    shop.broken.add("echo")
    try:
        assert client.get("/echo?tag=secret-t", headers={"traceparent": TRACE}).status == 500
        with pytest.raises(KeyError), tracing.span("fails", tracing.SpanKind.INTERNAL, links=[TRACE, TRACE]):
            raise KeyError("secret-k")
    finally:
        shop.broken.clear()
    echo, fails = spans.get_finished_spans()
    assert (echo.parent and f"{echo.parent.span_id:016x}") == TRACE.split("-")[2]
    assert (fails.status.description, list(fails.events), len(fails.links)) == ("KeyError", [], 1)
    assert "secret" not in echo.to_json() + fails.to_json()


def test_ids_of_a_stranger_s_record_are_cut_and_escaped(caplog: pytest.LogCaptureFixture) -> None:
    event = shop.OrderPlaced(order_id="x", customer_id="c", placed_at=datetime(2026, 1, 31, tzinfo=UTC))
    first = msgspec.json.decode(commit_data("Order-x", Head(), event, commit="c-1"))[0]
    first |= {"correlationid": "\x1b[2J\n" + "x" * 10_000, "traceparent": "javascript:alert(1)"}
    record = Record(0, "s", padded("1"), 1, "Order-x", msgspec.json.encode([first]))
    with caplog.at_level(logging.INFO, "runtime.signals"):
        folded("OrderSummary", [(Cursor(version=1), Entry(record, shop.CATALOG))])
    (told,) = caplog.records
    (commit,) = told.facts["commits"]  # type: ignore[attr-defined]  # a fact of ours
    assert commit["correlation"].startswith("\\x1b[2J\\nxxx")
    assert len(commit["correlation"]) < 200
    assert "trace" not in commit


def test_many_commits_are_told_in_few_lines(caplog: pytest.LogCaptureFixture) -> None:
    event = shop.OrderPlaced(order_id="x", customer_id="c", placed_at=datetime(2026, 1, 31, tzinfo=UTC))
    data = commit_data("Order-x", Head(), event, commit="c-1")
    entry = Entry(Record(0, "s", padded("1"), 1, "Order-x", data), shop.CATALOG)
    with caplog.at_level(logging.INFO, "runtime.signals"):
        folded("OrderSummary", [(Cursor(version=1), entry)] * 250)
        folded("OrderSummary", [])
    assert [len(told.facts["commits"]) for told in caplog.records] == [100, 100, 50]  # type: ignore[attr-defined]  # as above
