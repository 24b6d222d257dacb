"""One request, followed from its headers to the rows: correlation, causation and trace at every station.

The processes are those of `specfold up`; a recording SDK is put beside them, as a Lambda layer does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.log_store import KinesisSource
from specfold.local.poll_intervals import Pace
from specfold.local.stack import PROCESSES, Local, up

from tests.operations.place import ROOT, eventually, order

SDK = """
import json, os
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

def told(context):
    return context and f"{context.trace_id:032x}-{context.span_id:016x}"

class Lines(SpanExporter):
    def export(self, spans):
        with open(os.environ["SPANS"], "a") as file:
            for span in spans:
                links = [told(link.context) for link in span.links]
                facts = [dict(span.attributes), span.status.description, [e.name for e in span.events]]
                line = [span.name, told(span.context), told(span.parent), links, facts]
                file.write(json.dumps(line) + "\\n")
        return SpanExportResult.SUCCESS

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(Lines()))
trace.set_tracer_provider(provider)
"""
TRACE, CLIENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@dataclass(frozen=True)
class Traced:
    """A running service, and where its spans are written."""

    local: Local
    spans_at: Path

    def lines(self, process: str) -> list[dict[str, Any]]:
        """What a process has logged: every line of it is JSON."""
        text = (self.local.logs / f"{process}.log").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def told(self, process: str, **facts: str) -> list[dict[str, Any]]:
        """The lines with these facts."""
        return [line for line in self.lines(process) if facts.items() <= line.items()]

    def has_read(self, reader: str, commit: dict[str, Any]) -> bool:
        """Whether a reader has told of a commit, with all its ids."""
        return any(commit in line["commits"] for line in self.told("consumers", signal="read", reader=reader))

    def spans(self, name: str) -> list[tuple[str, str | None, list[str]]]:
        """Own id, parent and links of the spans of this name."""
        read = map(json.loads, self.spans_at.read_text("utf-8").splitlines())
        return [(own, parent, links) for its, own, parent, links, _ in read if its == name]

    def links_to(self, name: str, of: str) -> bool:
        """Whether a span of a batch links to this one."""
        return any(of in links for _, _, links in self.spans(name))

    def events(self, stream: str, key: str) -> list[dict[str, Any]]:
        """The envelopes of a key's commits."""
        name = self.local.physical("stream", stream)
        source = KinesisSource(Clients().kinesis, name, 0, SystemClock())
        return [event for record in source.records(key) for event in msgspec.json.decode(record.data)]

    def top(self, table: str, **key: str) -> str | None:
        """The commit that a row stands on."""
        found = Clients().dynamodb.get_item(
            TableName=self.local.physical("table", table),
            Key={name: {"S": value} for name, value in key.items()},
            ConsistentRead=True,
        )
        return found["Item"]["_cursor"]["M"]["top"]["S"] if "Item" in found else None  # type: ignore[return-value]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    beside = tmp_path_factory.mktemp("sdk")
    (beside / "sitecustomize.py").write_text(SDK, "utf-8")
    spans = beside / "spans.jsonl"
    path = os.pathsep.join([str(beside), str(ROOT)])
    with (
        up(ROOT, pace=Pace(poll=0.1, window_most=0.1, archive_seconds=1.0), processes=()) as local,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in local.environment.items():
            patch.setenv(name, value)
        local.start(*PROCESSES, variables={"PYTHONPATH": path, "SPANS": str(spans)})
        yield Traced(local, spans)


def test_ids_lead_from_the_request_to_the_rows_of_two_services(traced: Traced) -> None:
    local, id, correlation = traced.local, str(uuid4()), f"corr-{uuid4()}"
    token = local.token("ada", ("orders:read", "orders:write", "payments:read"))
    sent = {
        "Authorization": f"Bearer {token}",
        "Prefer": "wait=20",
        "traceparent": f"00-{TRACE}-{CLIENT}-01",
        "X-Correlation-ID": correlation,
    }
    answer = httpx.post(f"{local.api_url}/orders", json=order(id), headers=sent, timeout=40)
    assert (answer.status_code, answer.headers["X-Correlation-ID"]) == (201, correlation)
    command = answer.json()["commandId"]

    # the commit
    (placed,) = traced.events("ordering-orders", f"Order-{id}")
    assert (placed["correlationid"], placed["causationid"]) == (correlation, command)
    version, trace, asked, sampled = placed["traceparent"].split("-")
    assert (version, trace, sampled, asked != CLIENT) == ("00", TRACE, "01", True)

    # the command's line, of the API
    ids = {"correlation": correlation, "causation": command, "trace": placed["traceparent"]}
    (decided,) = traced.told("api", signal="decided", id=command)
    assert ids.items() <= decided.items()
    assert (decided["outcome"], decided["version"]) == ("Accepted", 1)
    assert (decided["CommitWait"][0] > 0, decided["function"]) == (True, "specfold-local-ordering-api")

    # the readers' lines, and the row
    commit = {"key": f"Order-{id}", "version": 1, "commit": placed["commitid"], "command": command} | ids
    for reader in ("ledger", "OrderSummary", "CustomerTotals"):
        eventually(partial(traced.has_read, reader, commit), f"the line of {reader}")
    assert traced.top("ordering-order-summary", orderId=id) == placed["commitid"]

    # the policy's command, its commit in another service, and that one's row
    (issued, *_) = eventually(
        lambda: [
            line
            for line in traced.told("consumers", signal="decided", command="requestPayment")
            if line.get("correlation") == correlation
        ],
        "the policy's command",
    )
    assert (issued["causation"], issued["trace"].split("-")[1]) == (placed["id"], TRACE)
    (requested,) = traced.events("payments-payments", issued["key"])
    assert (requested["correlationid"], requested["causationid"]) == (correlation, placed["id"])
    assert requested["traceparent"] == issued["trace"]
    payment = issued["key"].removeprefix("Payment-")
    row = eventually(lambda: traced.top("payments-payment-status", paymentId=payment), "the payment's row")
    assert row == requested["commitid"]

    # the spans: children of the client's and of each other, and batches that link to them
    asked_for, its = f"{TRACE}-{asked}", "-".join(requested["traceparent"].split("-")[1:3])
    assert [span[:2] for span in traced.spans("placeOrder")] == [(asked_for, f"{TRACE}-{CLIENT}")]
    assert (its, asked_for) in [span[:2] for span in traced.spans("onOrderPlaced issues requestPayment")]
    for batch, of in (("read OrderSummary", asked_for), ("read PaymentStatus", its)):
        eventually(partial(traced.links_to, batch, of), f"a span of {batch}")


def test_without_ids_a_request_gets_some_and_wrong_ones_are_told(traced: Traced) -> None:
    local, id = traced.local, str(uuid4())
    token = local.token("ada", ("orders:write",))
    sent = {"Authorization": f"Bearer {token}", "traceparent": "00-no-trace-01"}
    answer = httpx.post(f"{local.api_url}/orders", json=order(id), headers=sent, timeout=40)
    assert answer.status_code == 202
    (placed,) = traced.events("ordering-orders", f"Order-{id}")
    assert placed["correlationid"] == placed["causationid"] == placed["commandid"]
    assert placed["traceparent"].split("-")[1] != TRACE
    wrong = sent | {"X-Correlation-ID": "two words"}
    refused = httpx.post(f"{local.api_url}/orders", json=order(id), headers=wrong, timeout=40)
    assert (refused.status_code, "X-Correlation-ID" in refused.json()["detail"]) == (400, True)


def test_neither_log_nor_span_holds_what_was_sent(traced: Traced) -> None:
    told = traced.spans_at.read_text("utf-8")
    for process in PROCESSES:
        told += (traced.local.logs / f"{process}.log").read_text("utf-8")
    assert told.count("Order-") > 5
    for payload in ("ada@shop.example", "St James", "TEA-250", "1700"):
        assert payload not in told
