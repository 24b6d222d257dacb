"""Rules for personal data: not where it is copied, logged or can never be taken back."""

from __future__ import annotations

from collections.abc import Iterator

from specfold.model.shared.json_pointer import escaped

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.members import members
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir


def _is_personal(shape: ir.Shape, name: str) -> bool:
    own = f"/{escaped(name)}"  # a JSON pointer
    return any(pointer == own or pointer.startswith(f"{own}/") for pointer in shape.personal_data)


def _keys(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row in service.read_models:
        places = [(row.key, "the key", row.origin)]
        places += [(index.key, f"the index {quoted(index.name)}", index.origin) for index in row.indexes]
        for key, called, place in places:
            told = [n for n in (key.partition, key.sort) if n and _is_personal(row.shape, n)]
            if told:
                message = f"{join_names(told)} is personal data, and part of {called} of {quoted(row.name)}"
                help = "key rows by an id that says nothing: keys stand in indexes, page cursors and logs"
                yield hit(row, message, help, span=place)


def _identities(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for aggregate in service.aggregates:
        events = [event for event in service.events if event.aggregate == aggregate.name]
        shapes = [version.shape for event in events for version in event.versions]
        if any(_is_personal(shape, aggregate.identity) for shape in shapes):
            message = (
                f"{quoted(aggregate.identity)} is personal data, and the identity of {quoted(aggregate.name)}"
            )
            help = "use an id that says nothing: an identity stands in every partition key, forever"
            yield hit(aggregate, message, help)


def _urls(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    asked: list[ir.Command | ir.Query | ir.Operation] = [
        *service.commands,
        *service.queries,
        *service.operations,
    ]
    for node in asked:
        for parameter in node.route.parameters:
            name = parameter.member or parameter.name
            if parameter.where in ("path", "query", "querystring") and _is_personal(node.shape, name):
                message = f"{quoted(parameter.name)} is personal data in the URL of {quoted(node.name)}"
                help = "send it in the body: URLs stand in the logs of every proxy"
                yield hit(node, message, help, span=parameter.origin)


def _subjects(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    nodes: list[tuple[ir.Node, ir.Shape]] = [
        *((version, version.shape) for event in service.events for version in event.versions),
        *((row, row.shape) for row in service.read_models),
    ]
    for node, shape in nodes:
        known = members(shape)
        for subject in sorted({s for s in shape.subjects.values() if known and s and s not in known}):
            about = join_names(sorted(p for p, s in shape.subjects.items() if s == subject)[:5])
            message = f"{quoted(node.name)} has no member {quoted(subject)}, which says whose data {about} is"
            help = f"add {subject} to it, or name another member as `subject`"
            yield hit(node, message, help)


RULES = (
    Rule("SPF541", "privacy", _keys),
    Rule("SPF542", "privacy", _identities),
    Rule("SPF543", "privacy", _urls),
    Rule("SPF544", "privacy", _subjects),
)
