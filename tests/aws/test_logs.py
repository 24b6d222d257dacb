"""What a function logs: lines that a machine reads, and nothing of anybody's data."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from runtime.aws import functions, logs
from runtime.cursor import Cursor, Status
from runtime.signals import signal, stopped

log = logging.getLogger("tests.aws.logs")


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What Lambda's own handler on the root logger writes."""
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "shop-test-reader")
    written, root = io.StringIO(), logging.getLogger()
    handler, before, level = logging.StreamHandler(written), root.handlers[:], root.level
    root.handlers[:] = [handler]
    logs.begin(SimpleNamespace(aws_request_id="r-1"))
    yield written
    root.handlers[:] = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_record_is_one_line_of_json(stream: io.StringIO) -> None:
    log.info('of "two"\nlines', extra={"keys": ["Order-1"], "at": object})
    (line,) = lines(stream)
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "tests.aws.logs", 'of "two"\nlines')
    assert (line["requestId"], line["keys"]) == ("r-1", ["Order-1"])
    assert line["timestamp"].endswith("+00:00")


def test_an_exception_is_logged_without_its_words(stream: io.StringIO) -> None:
    with pytest.raises(functions.FunctionFailed):
        functions.archive()({"sourceKinesisStreamArn": "a/b", "records": [{"secret": "payload"}]}, None)
    with pytest.raises(ZeroDivisionError):
        fails()
    try:
        fails()
    except ZeroDivisionError:
        log.exception("it failed")
    assert "payload" not in stream.getvalue()
    assert [line["error"].split(" at ")[0] for line in lines(stream)] == ["KeyError", "ZeroDivisionError"]


def fails() -> None:
    raise ZeroDivisionError("payload")


def test_a_signal_is_counted_by_its_name(stream: io.StringIO) -> None:
    stopped("OrderSummary", {"Order-1": Cursor(version=3, status=Status.PARKED, error="KeyError at a.b:1")})
    signal("retried", reader="ledger", keys=4)
    parked, retried = lines(stream)
    assert (parked["signal"], parked["reader"], parked["key"], parked["version"]) == (
        "parked", "OrderSummary", "Order-1", 3,
    )  # fmt: skip
    (metric,) = parked["_aws"]["CloudWatchMetrics"]
    assert metric == {
        "Namespace": "Specfold",
        "Dimensions": [["function"]],
        "Metrics": [{"Name": "parked", "Unit": "Count"}],
    }
    assert (parked["parked"], parked["function"]) == (1, "shop-test-reader")
    assert retried["retried"] == 1
    signal("AuditMissing", channel="orders", count=7)
    (missing,) = lines(stream)[2:]
    assert (missing["AuditMissing"], missing["level"]) == (7, "ERROR")
    assert parked["_aws"]["Timestamp"] > 1_600_000_000_000


def test_outside_of_lambda_the_host_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_RUNTIME_API", raising=False)
    root = logging.getLogger()
    before = [handler.formatter for handler in root.handlers]
    logs.begin(None)
    assert [handler.formatter for handler in root.handlers] == before
