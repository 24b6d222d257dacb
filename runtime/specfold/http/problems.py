"""Every answer that is not the one asked for: RFC 9457, each with a stable `code`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import JSONResponse

from specfold.model.errors import CommitTooLarge, InvalidIdentity, Refused, Throttled, Unavailable, described
from specfold.model.messages import Rejection
from specfold.model.schemas import cut
from specfold.model.shared.media_types import PROBLEM
from specfold.telemetry.signals import signal

UNSTORED: Final = {"Cache-Control": "no-store"}  # else a 404 may be kept for a while (RFC 9111, 4.2.2)
MAX_ERRORS: Final = 20
MAX_ERRORS_SIZE: Final = 12 * 1024  # bytes
MAX_TEXT: Final = 200  # characters of a text that may quote what the client sent
PROBLEMS: Final[Mapping[str, tuple[int, str]]] = {
    "invalid-request": (400, "The request is not what the API describes."),
    "malformed-body": (400, "The body cannot be read as its content type says."),
    "unauthenticated": (401, "Say who asks."),
    "forbidden": (403, "Whoever asks may not do this."),
    "not-found": (404, "There is no such thing."),
    "unknown-command": (404, "No command of this id was accepted, so far."),
    "method-not-allowed": (405, "The resource does not know this method."),
    "conflict": (409, "Others changed it at the same time, again and again. Try again."),
    "request-in-flight": (409, "A request of the same Idempotency-Key is being handled. Try again."),
    "precondition-failed": (412, "A precondition of the request does not hold."),
    "too-large": (413, "The request is too large."),
    "commit-too-large": (413, "What this request would record is too large."),
    "unsupported-media-type": (415, "The operation takes no body of this content type."),
    "idempotency-key-reused": (422, "The Idempotency-Key was used for another request."),
    "throttled": (429, "Too many requests. Try again later."),
    "internal": (500, "Something is wrong here, not with the request."),
    "method-unknown": (501, "No resource here knows this method."),
    "not-implemented": (501, "This operation is described, but not written yet."),
    "unavailable": (503, "It cannot be done now. Try again later."),
    "aggregate-held": (503, "It waits for its repair. Try again later."),
    "newer-than-this-code": (
        503,
        "A newer release wrote it, and must be deployed. Try again later.",
    ),
    "outcome-unknown": (503, "It may or may not be recorded. Repeat it with the same Idempotency-Key."),
    "not-yet-visible": (503, "The version of `min-version` is not visible yet. Try again later."),
}


class Problem(Exception):
    """An answer of its own, raised from anywhere below an endpoint."""

    def __init__(
        self, code: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(code)
        self.status, self.title = PROBLEMS[code]
        self.code, self.detail = code, cut(detail, 2 * MAX_TEXT)
        self.headers = dict(headers or {})
        self.members = members
        if self.status in (429, 503) or code == "request-in-flight":
            self.headers.setdefault("Retry-After", "1")

    def response(self, source: str) -> JSONResponse:
        """The answer; `source` is the service's CloudEvents source, which the problem's type stands under."""
        body = {"type": f"{source}/problems/{self.code}", "title": self.title, "status": self.status}
        body |= {"detail": self.detail} if self.detail else {}
        body |= {"code": self.code} | self.members
        return JSONResponse(body, self.status, UNSTORED | self.headers, PROBLEM)


def invalid(errors: Sequence[Mapping[str, str]]) -> Problem:
    """A request with members that its schema refuses, each named by a JSON pointer.

    The answer is bounded in bytes, whatever the number and the length of the errors.
    """
    listed: list[dict[str, str]] = []
    left = MAX_ERRORS_SIZE
    for error in errors[: MAX_ERRORS + 1]:  # the last one may be the note that there are more
        one = {key: cut(text, MAX_TEXT) for key, text in error.items()}
        left -= len(json.dumps(one))
        if left < 0:
            break
        listed.append(one)
    if len(listed) < len(errors) and not (listed and listed[-1].get("pointer") == ""):
        listed.append({"pointer": "", "detail": "there are more"})
    return Problem("invalid-request", errors=listed)


def rejection_response(rejection: Rejection, source: str) -> JSONResponse:
    """A decision's reason why not, with its members."""
    code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(rejection).__name__).lower()
    body: dict[str, Any] = {
        **rejection.to_wire(),
        "type": f"{source}/problems/{code}",
        "title": rejection.title,
        "status": rejection.status,
        "code": code,
    }
    return JSONResponse(body, rejection.status, UNSTORED, PROBLEM)


def problem_of(error: Exception, operation: str, trace: str | None = None) -> Problem:
    """What an exception is to the client. Only what is our own fault is logged, and never with a payload."""
    match error:
        case Problem():
            problem = error
        case NotImplementedError():
            problem = Problem("not-implemented")
        case Throttled():
            problem = Problem("throttled", headers={"Retry-After": str(max(1, round(error.retry_after)))})
        case CommitTooLarge():
            problem = Problem("commit-too-large", str(error))
        case InvalidIdentity(member=member) if member:
            problem = invalid([{"pointer": f"/{member}", "detail": str(error)}])
        case Refused():
            problem = Problem("invalid-request", str(error))
        case Unavailable():
            problem = Problem("unavailable")
        case _:
            problem = Problem("internal")
    if problem.code in ("unavailable", "internal"):
        signal("failed", operation=operation, error=described(error), trace=trace)
    return problem
