"""Spans from the request to the row, by OpenTelemetry's API: W3C trace context over the log.

Without an SDK (on Lambda a layer brings one) nothing is recorded, and the ids of traces that others began
pass through. No span holds a payload, nor the words of an exception, which may quote one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final
from uuid import UUID

from opentelemetry.trace import SpanKind, StatusCode, get_current_span, get_tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

__all__ = ["SpanKind", "begun", "span", "traceparent"]

_LINKS: Final = 100  # of one span; a batch may hold more traces than a viewer shows
_tracer = get_tracer("specfold")
_w3c = TraceContextTextMapPropagator()


@contextmanager
def span(
    name: str, kind: SpanKind, parent: str | None = None, links: Iterable[str | None] = (), **attributes: str
) -> Iterator[None]:
    """A span around the block: child of the trace that `parent` tells, else of the current one.

    `links` are traceparents of what it works on beside that; they are looked at only if it is recorded.
    """
    context = _w3c.extract({"traceparent": parent}) if parent else None
    with _tracer.start_as_current_span(
        name, context, kind, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        if current.is_recording():
            for link in islice(dict.fromkeys(filter(None, links)), _LINKS):
                current.add_link(get_current_span(_w3c.extract({"traceparent": link})).get_span_context())
        try:
            yield
        except Exception as error:
            current.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def traceparent(otherwise: str | None) -> str | None:
    """The current span as a traceparent; `otherwise` where there is none."""
    carrier: dict[str, str] = {}
    _w3c.inject(carrier)
    return carrier.get("traceparent", otherwise)


def begun(command_id: str) -> str:
    """The trace of a request that none was sent with: the same for the same command, and not sampled."""
    digits = UUID(command_id).hex
    return f"00-{digits}-{digits[16:]}-00"
