"""Logs of a function: a line of JSON each, for CloudWatch to search and count. Never a payload.

Lines are written by Powertools' formatter. A record that carries measures (see `specfold.telemetry.signals`)
is a metric too, in the embedded metric format, by Powertools' provider: in the namespace `Specfold`, by the
name of the function.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from specfold.model.errors import described
from specfold.telemetry.signals import METRICS

NAMESPACE: Final = "Specfold"
_function: ContextVar[str] = ContextVar("function", default="")  # that this thread works for
_request: ContextVar[str] = ContextVar("request", default="")


class JsonLines(LambdaPowertoolsFormatter):
    """A log record as a line of JSON. Of an exception its kind and place, as its message may quote data."""

    def __init__(self) -> None:
        # ASCII: no control character and no reversed text reaches a terminal; and no `str` of an object, as
        # that may quote a payload.
        told = partial(json.dumps, default=_kind, separators=(",", ":"))
        super().__init__(json_serializer=told, utc=True, use_rfc3339=True, serialize_stacktrace=False)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        made = logging.makeLogRecord(vars(record))  # other handlers see the record as it was
        made.msg, made.args = f"{record.getMessage()}", None
        facts: dict[str, Any] = vars(made).pop("facts", {})
        measures: Mapping[str, float] = vars(made).pop("measures", {})
        if record.exc_info and record.exc_info[1]:
            facts = facts | {"error": described(record.exc_info[1])}
        made.exc_info = made.exc_text = made.stack_info = None
        told = {"logger": record.name, "requestId": _request.get(), "function": _function.get()}
        vars(made).update({name: fact for name, fact in (told | facts).items() if fact not in (None, "")})
        vars(made).update(_metrics(measures, round(record.created * 1000)))
        return str(super().format(made))


def _kind(value: object) -> str:
    return f"({type(value).__name__})"


def _metrics(measures: Mapping[str, float], at: int) -> Mapping[str, Any]:
    """Measures as fields of a line, and what tells CloudWatch to take them for metrics."""
    function = _function.get()
    if not measures or not function:
        return {}
    # `service=""`, or a variable of that name would add a dimension that no alarm asks for.
    emf = AmazonCloudWatchEMFProvider(
        namespace=NAMESPACE, service="", default_dimensions={"function": function}
    )
    emf.set_timestamp(at)
    for name, value in measures.items():
        emf.add_metric(name, METRICS[name], value)
    return dict(emf.serialize_metric_set())


_lines = JsonLines()


def begin(context: Any) -> None:
    """An invocation begins, and lines tell of it. Elsewhere than on Lambda the host says how to log."""
    name = getattr(context, "function_name", None) or os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
    _function.set(str(name))
    _request.set(str(getattr(context, "aws_request_id", "")))
    if "AWS_LAMBDA_RUNTIME_API" not in os.environ:
        return
    structured(logging.getLogger())


def structured(logger: logging.Logger) -> None:
    """Have a logger's handlers write lines of JSON, from INFO on."""
    for handler in logger.handlers:
        if handler.formatter is not _lines:
            handler.setFormatter(_lines)
    if logger.level in (logging.NOTSET, logging.WARNING):
        logger.setLevel(logging.INFO)
    for chatty in ("botocore", "mangum"):  # API Gateway's access log has each request already
        logging.getLogger(chatty).setLevel(logging.WARNING)
