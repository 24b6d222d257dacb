"""Rules for projections: rows are found by their keys, and come out the same in any order of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.lint.rules.members import chosen, is_given, kinds, members
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir
from specfold_generator.model.event_sources import find_event


def _identities(service: ir.Service, services: Services) -> Mapping[tuple[str, str], str]:
    everyone = {**services, service.name: service}
    return {(s.name, a.name): a.identity for s in everyone.values() for a in s.aggregates}


def _owners(service: ir.Service, row: ir.ReadModel) -> set[tuple[str, str]]:
    """The aggregates that the events of a row belong to."""
    events = ((s, find_event(service, s.event, s.service)) for s in row.sources)
    return {(source.service, event.aggregate) for source, event in events if event.aggregate}


def _of_many(service: ir.Service, services: Services) -> Iterator[RuleDiagnostic]:
    identities = _identities(service, services)
    for row in service.read_models:
        owners = _owners(service, row)
        if not row.per_aggregate or not owners:
            continue
        help = "leave out `perAggregate`, and fold so that the order between aggregates does not matter"
        if len(owners) > 1:
            names = join_names(sorted(name for _, name in owners))
            yield hit(row, f"{quoted(row.name)} stands for one aggregate, and has events of {names}", help)
            continue
        identity = identities.get(next(iter(owners)), "")
        strange = [source for source in row.sources if source.key != (identity,)]
        if identity and strange:
            key = join_names(strange[0].key)
            message = (
                f"{quoted(row.name)} stands for one {quoted(next(iter(owners))[1])}, whose identity is "
                f"{quoted(identity)}, and {quoted(strange[0].event)} finds its row by {key}"
            )
            yield hit(row, message, f"make {identity} its key; or {help}")


def _of_one(service: ir.Service, services: Services) -> Iterator[RuleDiagnostic]:
    identities = _identities(service, services)
    for row in service.read_models:
        owners = _owners(service, row)
        if row.per_aggregate or len(owners) != 1:
            continue
        identity = identities.get(next(iter(owners)))
        if all(source.key == (identity,) for source in row.sources):
            message = f"each row of {quoted(row.name)} stands for one {quoted(next(iter(owners))[1])}"
            help = "write `perAggregate: true`: cheaper, versioned for `ETag`, and folded in order"
            yield hit(row, message, help)


def _keyless(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row in service.read_models:
        for source in row.sources:
            event = find_event(service, source.event, source.service)
            shape = event.latest.shape
            absent = [
                name
                for name in source.key
                if not is_given(shape, name) or "null" in kinds(service, members(shape).get(name, True))
            ]
            if absent:
                message = (
                    f"an event {quoted(source.event)} may come without "
                    f"{join_names(absent)}, which says the row "
                    f"of {quoted(row.name)}"
                )
                help = f"add {', '.join(absent)} to the `required` of {source.event}; not null"
                related = [Related(event.latest.origin, "the event")]
                yield hit(row, message, help, related=related)


def _sparse(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row in service.read_models:
        for index in row.indexes:
            names = [name for name in (index.key.partition, index.key.sort) if name]
            absent = [name for name in names if name not in row.shape.required]
            if absent:
                without = f"rows of {quoted(row.name)} without {join_names(absent)}"
                message = f"{without} are not found by {quoted(index.name)}"
                help = f"add {', '.join(absent)} to the `required` of {row.name}, if lists shall be complete"
                yield hit(row, message, help, span=index.origin)


def _order(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row in service.read_models:
        key = {row.key.partition, row.key.sort}
        states = [n for n, m in members(row.shape).items() if n not in key and chosen(service, m)]
        if states and not row.per_aggregate:
            message = (
                f"{join_names(states)} of {quoted(row.name)} is one of a few values, and events of many "
                "aggregates change the row: which of them is last is not known"
            )
            help = (
                "count or collect instead, so that events can be folded in any order; or one row an aggregate"
            )
            yield hit(row, message, help)


RULES = (
    Rule("SPF531", "projections", _of_many),
    Rule("SPF532", "projections", _keyless),
    Rule("SPF533", "projections", _sparse),
    Rule("SPF535", "projections", _order),
    Rule("SPF536", "projections", _of_one),
)
