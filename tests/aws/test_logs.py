"""What a function logs: lines that a machine reads, and nothing of anybody's data."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from specfold.aws import functions, logs
from specfold.eventlog.cursor import Cursor, Status
from specfold.telemetry.signals import METRICS, signal, stopped

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


def metrics(line: dict[str, Any]) -> dict[str, Any]:
    """What CloudWatch makes of a line: values by metric, if it counts them by function and nothing else."""
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert (told["Namespace"], told["Dimensions"]) == ("Specfold", [["function"]])
    assert (line["function"], line["_aws"]["Timestamp"] > 1_600_000_000_000) == ("shop-test-reader", True)
    assert all(one["Unit"] == METRICS[one["Name"]] for one in told["Metrics"])
    return {one["Name"]: line[one["Name"]] for one in told["Metrics"]}


def test_a_signal_is_a_line_and_a_metric(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "shop")  # would be a dimension that no alarm asks for
    parked = Cursor(version=3, status=Status.PARKED, error="KeyError at a.b:1", by="0/s/1", since=1)
    suspect = Cursor(status=Status.HELD, error="suspect: an unknown record of another shard came late")
    stopped("OrderSummary", {"Order-1": parked, "Order-2": suspect}, {}, {"Order-3": parked})
    signal("retried", reader="ledger", keys=4)
    signal("AuditMissing", channel="orders", count=7)
    first, second, third, retried, missing = lines(stream)
    told = {name: first[name] for name in ("signal", "reader", "key", "version", "error", "record")}
    assert told == {
        "signal": "parked", "reader": "OrderSummary", "key": "Order-1", "version": 3,
        "error": "KeyError at a.b:1", "record": "0/s/1",
    }  # fmt: skip
    assert metrics(first) == {"HeldKeys": [1.0]}
    assert metrics(second) == {"HeldKeys": [1.0], "Suspect": [1.0]}
    assert (third["signal"], metrics(third)) == ("standing", {"HeldKeys": [1.0]})
    assert metrics(retried) == {"Retries": [1.0]}
    assert (metrics(missing), missing["level"]) == ({"AuditMissing": [7.0]}, "ERROR")


def test_what_comes_from_outside_stays_on_its_line(stream: io.StringIO) -> None:
    signal("retried", reader="ledger", key="Order-\x1b[2J\r\nlevel=FATAL \u202e\x7f")
    log.warning("of %s", object(), extra={"held": SimpleNamespace(secret="payload")})
    text = stream.getvalue()
    assert len(text.splitlines()) == 2
    assert all(" " <= character <= "~" for character in text.replace("\n", ""))
    assert "payload" not in text
    assert "\n" not in json.loads(text.splitlines()[0])["message"]


def test_outside_of_lambda_the_host_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_RUNTIME_API", raising=False)
    root = logging.getLogger()
    before = [handler.formatter for handler in root.handlers]
    logs.begin(None)
    assert [handler.formatter for handler in root.handlers] == before
