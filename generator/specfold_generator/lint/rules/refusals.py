"""Rules for refusals: the service answers them in one form, whatever a document describes."""

from __future__ import annotations

from collections.abc import Iterator

import jsonschema_rs
from specfold.model.shared.http import BEFORE_A_HANDLER, OF_THE_SERVICE
from specfold.model.shared.media_types import PROBLEM

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.json_schema.request_response import Edge
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir

SHOWN = 5  # operations that are named

Place = tuple[ir.Route, ir.Response]


def _other_form(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    """Answers that are documented in another form than the service gives them, in one hit."""
    own: tuple[ir.Command | ir.Query, ...] = (*service.commands, *service.queries)
    places = [(node.route, answer) for node in own for answer in _answers(node.route, OF_THE_SERVICE)]
    places += [(o.route, a) for o in service.operations for a in _answers(o.route, BEFORE_A_HANDLER)]
    schemas = {key: shape.schema for key, shape in service.definitions.items()}
    edge = Edge(schemas, {key: shape.name for key, shape in service.definitions.items()}, "writeOnly")
    other = [(route, answer) for route, answer in places if not _follows(edge, answer)]
    if other:
        names = list(dict.fromkeys(f"{route.name} {answer.name}" for route, answer in other))
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        message = (
            f"{join_names(names[:SHOWN])}{more} are documented in a form that the service does not give them"
        )
        help = f"describe them as {quoted(PROBLEM)} (RFC 9457); contract tests do not ask for another form"
        yield hit(other[0][1], message, help)


def _answers(route: ir.Route, names: frozenset[str]) -> Iterator[ir.Response]:
    for answer in route.responses:
        if answer.name in names and answer.contents and answer.rejection is None:
            yield answer


def _follows(edge: Edge, answer: ir.Response) -> bool:
    """Whether the documented body is one that the service gives."""
    content = next((content for content in answer.contents if content.media_type == PROBLEM), None)
    if content is None or content.shape is None:
        return content is not None
    judged = edge.schema(content.shape.schema)
    whole = {"allOf": [judged], "$defs": edge.definitions([judged])}
    try:
        return jsonschema_rs.Draft202012Validator(whole).is_valid(problem(int(answer.name)))
    except ValueError:  # a pattern that it cannot compile: nothing is judged
        return True


def problem(status: int) -> dict[str, object]:
    """A problem as `specfold.http.problems` writes it; a test compares the two."""
    listed = {"errors": [{"pointer": "/body", "detail": "is wrong"}]} if status == 400 else {}
    about = {"type": "//service.example/problems/code", "title": "Wrong.", "status": status}
    return {**about, "detail": "It is wrong.", "code": "code", **listed}


RULES = (Rule("SPF519", "commands", _other_form),)
