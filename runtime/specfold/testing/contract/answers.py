"""Documented answers, and whether what came back is one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from specfold.http import sequences
from specfold.http.problems import PROBLEMS
from specfold.model.schemas import Schemas
from specfold.model.shared.media_types import PROBLEM, is_json, is_sequence
from specfold.testing.client import Answered
from specfold.testing.contract.schema_validator import Judge

Answers = Mapping[str, tuple[str, ...]]  # media types by status: "200", "4XX", "default"


@dataclass(frozen=True)
class Bodies:
    """The schema of every documented body, by operation, status and media type."""

    schemas: Schemas

    def judge(self, operation: str, status: str, media_type: str) -> Judge | None:
        """What judges a body; None: any will do."""
        name = f"{operation} {status} {media_type}"
        known = name in self.schemas.names("answers")
        return Judge(self.schemas.schema("answers", name)) if known else None


@dataclass(frozen=True)
class Documented:
    """The answers of one operation."""

    operation: str
    answers: Answers
    bodies: Bodies
    has_body: bool = True  # a response to HEAD has none (RFC 9110, 9.3.2)

    def name_of(self, status: int) -> str | None:
        """What a status is documented as; None: it is not."""
        names = (str(status), f"{status // 100}XX", "default")
        return next((name for name in names if name in self.answers), None)

    def check(self, answered: Answered, wanted: Iterable[int] = ()) -> None:
        """It is an answer that the spec describes: status, content type and body."""
        expected, status = tuple(wanted), answered.status
        if expected:
            named = " or ".join(map(str, expected))
            assert status in expected, (
                f"{self.operation} must answer {named}, not {status}: {_shown(answered)}"
            )
        name = self.name_of(status)
        assert name, f"{self.operation} must answer as documented, and {status} is not: {_shown(answered)}"
        types = self.answers[name]
        if self._is_generic(answered) and not self.follows(name, status):
            return
        if not types or (status in (204, 304) and not answered.body):
            return
        given = media_type(answered)
        found = _matching(given, types)
        assert found, (
            f"{self.operation} must answer {status} as {' or '.join(types)}, not as {given or 'nothing'}"
        )
        self._body(answered, name, found)

    def check_problem(self, answered: Answered, wanted: int) -> None:
        """It is a problem (RFC 9457) of this status; also as the spec has it, where it describes one."""
        status, operation = answered.status, self.operation
        assert status == wanted, f"{operation} must answer {wanted}, not {status}: {_shown(answered)}"
        assert media_type(answered) == PROBLEM, f"{operation} must answer {wanted} as {PROBLEM}"
        if not self.has_body:
            assert not answered.body, f"{operation} is a HEAD: its responses have no body"
            return
        body = answered.json()
        assert body["status"] == wanted, f"the body of a {wanted} of {operation} must say so"
        assert body["type"], f"the body of a {wanted} of {operation} must say what is wrong"
        name = self.name_of(wanted)
        if name and PROBLEM in self.answers[name] and self.follows(name, wanted):
            self._body(answered, name, PROBLEM)

    def follows(self, name: str, status: int) -> bool:
        """Whether the documented body is one that the service can answer before a handler is asked.

        A document may describe a form of its own; SPF519 reports it when code is generated.
        """
        if PROBLEM not in self.answers[name]:
            return not self.answers[name]
        judge = self.bodies.judge(self.operation, name, PROBLEM)
        return judge is None or judge.accepts(generic(status))

    def _is_generic(self, answered: Answered) -> bool:
        """Whether the service refused by itself, and not as a rejection or a handler says."""
        if media_type(answered) != PROBLEM:
            return False
        return not self.has_body or answered.json().get("code") in PROBLEMS

    def _body(self, answered: Answered, name: str, media_type: str) -> None:
        if not self.has_body:
            return
        judge = self.bodies.judge(self.operation, name, media_type)
        if judge and is_sequence(media_type):
            wrong = judge.says(sequences.decode(media_type, answered.body))
            assert not wrong, f"the {answered.status} of {self.operation} must have such items: {wrong}"
        elif judge and is_json(media_type):
            wrong = judge.says(answered.json())
            assert not wrong, (
                f"the {answered.status} of {self.operation} must have the body it documents: {wrong}"
            )


def generic(status: int) -> dict[str, Any]:
    """A problem (RFC 9457) as the service answers it itself."""
    code = next((code for code, (known, _) in PROBLEMS.items() if known == status), "internal")
    listed = {"errors": [{"pointer": "/body", "detail": "is wrong"}]} if status == 400 else {}
    about = {"type": f"//service.example/problems/{code}", "title": "Wrong.", "status": status}
    return {**about, "detail": "It is wrong.", "code": code, **listed}


def media_type(answered: Answered) -> str:
    """The content type, without parameters."""
    return answered.headers.get("content-type", "").partition(";")[0].strip().lower()


def _matching(given: str, types: Iterable[str]) -> str | None:
    kind = given.partition("/")[0]
    for name in types:
        if name.partition(";")[0].strip().lower() in (given, f"{kind}/*", "*/*"):
            return name
    return None


def _shown(answered: Answered) -> str:
    return answered.body[:300].decode("utf-8", "replace") or "no body"
