"""Calling a Lambda entry point as Lambda does: by its dotted path, with a context, within limits."""

from __future__ import annotations

import importlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from specfold.local.errors import EntryPointError, FunctionError

Json = dict[str, Any]
Handler = Callable[[Json, Any], Any]

MAX_PAYLOAD = 6 * 1024 * 1024  # bytes of a synchronous request, and of its response


def load(path: str) -> Handler:
    """The callable at a dotted path, `generated.ordering.functions.api`.

    Raises:
        EntryPointError: no such module or name, or it is not callable.
    """
    module_name, _, name = path.rpartition(".")
    try:
        found = getattr(importlib.import_module(module_name), name)
    except (ImportError, AttributeError, ValueError) as problem:
        raise EntryPointError(f"entry point {path} cannot be imported: {problem}") from problem
    if not callable(found):
        raise EntryPointError(f"entry point {path} is not callable")
    return found  # type: ignore[no-any-return]  # what a dotted path leads to has no static type


@dataclass(frozen=True, slots=True)
class Context:
    """What Lambda passes beside the event; the members that Python functions may use."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    deadline: float  # of time.monotonic()
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    identity: None = None
    client_context: None = None

    @property
    def log_group_name(self) -> str:
        """Where Lambda would write the log."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """One stream for all: there is one process."""
        return "local"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function's time is up; 0 when it is."""
        return max(0, int((self.deadline - time.monotonic()) * 1000))


@dataclass(frozen=True, slots=True)
class Function:
    """A function that can be invoked here. `name` is the physical one, as in its ARN.

    Lambda gives every concurrent invocation a process of its own; here they are threads of one, so what
    an entry point keeps between calls (clients, caches) must be safe to share.
    """

    name: str
    arn: str
    handler: Handler
    timeout_seconds: float
    memory_mb: int = 512

    def invoke(self, event: Json) -> Any:
        """Call it and return its answer, as plain JSON.

        A call that takes longer than its time is not cut short, since a thread cannot be killed; it
        counts as failed when it is over, and is never run twice at once.

        Raises:
            FunctionError: it raised, took too long, or answered something that is not JSON or too large.
        """
        started = time.monotonic()
        context = Context(self.name, self.arn, self.memory_mb, started + self.timeout_seconds)
        try:
            answer = self.handler(event, context)
        except (Exception, SystemExit) as problem:  # exiting is an error to Lambda too
            raise FunctionError(type(problem).__name__, str(problem)) from problem
        if time.monotonic() > context.deadline:
            raise FunctionError(
                "Sandbox.Timedout", f"Task timed out after {self.timeout_seconds:.2f} seconds"
            )
        return _as_json(answer)


def _as_json(answer: Any) -> Any:
    try:
        text = json.dumps(answer)
    except (TypeError, ValueError) as problem:
        raise FunctionError("Runtime.MarshalError", f"Unable to marshal response: {problem}") from problem
    if len(text) > MAX_PAYLOAD:
        raise FunctionError(
            "Function.ResponseSizeTooLarge", f"Response payload size exceeded {MAX_PAYLOAD} bytes"
        )
    return json.loads(text)
