"""Rules for queries: lists end, rows may be missing, and what is kept is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir

MISSING = frozenset(("404", "4XX", "4xx", "default"))


def _limit(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for query in service.queries:
        if query.page and query.page.limit is None:
            message = f"{quoted(query.name)} answers with a list, and has no `limit`"
            help = "add a query parameter: {name: limit, in: query, schema: {type: integer, maximum: 100}}"
            yield hit(query, message, help)


def _cursor(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for query in service.queries:
        if query.page and (query.page.next is None or query.page.after is None):
            lacks = [] if query.page.after else ["the query parameter `after`"]
            lacks += [] if query.page.next else ["the member `next` beside the rows"]
            message = f"what comes after the first page of {quoted(query.name)} cannot be asked for"
            yield hit(query, message, f"add {' and '.join(lacks)}, both text")


def _missing(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for query in service.queries:
        if query.page is None and not MISSING & {response.name for response in query.route.responses}:
            message = f"{quoted(query.name)} does not say what it answers where there is no such row"
            yield hit(query, message, "document `'404'` among its responses")


def _unasked_rows(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    asked = {query.read_model for query in service.queries}
    for row in service.read_models:
        if row.name not in asked:
            message = f"no query reads {quoted(row.name)}"
            help = (
                f"write `x-event-sourcing: {{readModel: {row.name}}}` at a GET, or leave the read model out"
            )
            yield hit(row, message, help)


def _unasked_indexes(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    asked = {(query.read_model, query.index) for query in service.queries}
    for row in service.read_models:
        idle = [index for index in row.indexes if (row.name, index.name) not in asked]
        if idle:
            names = join_names(index.name for index in idle)
            message = f"no query of {quoted(row.name)} uses {names}; every write pays for it"
            yield hit(row, message, "name it at a query, or leave it out", span=idle[0].origin)


RULES = (
    Rule("SPF521", "queries", _limit),
    Rule("SPF522", "queries", _cursor),
    Rule("SPF523", "queries", _missing),
    Rule("SPF524", "queries", _unasked_rows),
    Rule("SPF525", "queries", _unasked_indexes),
)
