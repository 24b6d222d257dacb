"""Logs of a function: a line of JSON each, for CloudWatch to search and count. Never a payload.

A record that carries a `signal` (see `runtime.signals`) is a metric too, by the embedded metric format: a
count (1, or the fact `count`) in the namespace `Specfold`, by the signal's name and the function's.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any, Final

from runtime.errors import described

NAMESPACE: Final = "Specfold"
_OURS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonLines(logging.Formatter):
    """A log record as a line of JSON. Of an exception its kind and place, as its message may quote data."""

    request = ""  # id of the invocation that runs now

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "requestId": self.request,
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = described(record.exc_info[1])
        extra = {name: fact for name, fact in vars(record).items() if name not in _OURS}
        line |= extra.pop("facts", {}) | {name: fact for name, fact in extra.items() if name not in line}
        if name := extra.get("signal"):
            line |= _metric(str(name), line.get("count", 1), round(record.created * 1000))
        return json.dumps(line, default=str)


def _metric(name: str, count: int, at: int) -> dict[str, Any]:
    """Source: "Specification: Embedded metric format", CloudWatch user guide."""
    counted = {
        "Namespace": NAMESPACE,
        "Dimensions": [["function"]],
        "Metrics": [{"Name": name, "Unit": "Count"}],
    }
    function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
    return {"_aws": {"Timestamp": at, "CloudWatchMetrics": [counted]}, "function": function, name: count}


_lines = JsonLines()


def begin(context: Any) -> None:
    """Have this process log so, if Lambda runs it; elsewhere its host decides how to log."""
    if "AWS_LAMBDA_RUNTIME_API" not in os.environ:
        return
    _lines.request = str(getattr(context, "aws_request_id", ""))
    root = logging.getLogger()
    for handler in root.handlers:
        if handler.formatter is not _lines:
            handler.setFormatter(_lines)
    if root.level in (logging.NOTSET, logging.WARNING):
        root.setLevel(logging.INFO)
    logging.getLogger("mangum").setLevel(logging.WARNING)  # API Gateway's access log has each request already
