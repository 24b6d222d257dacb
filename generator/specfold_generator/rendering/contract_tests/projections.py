"""Contract tests of read models and policies."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.model import ir
from specfold_generator.python.code import Code, listed, literal
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests import events
from specfold_generator.rendering.contract_tests.test_module import (
    PROMISES,
    PromiseView,
    about,
    arguments,
    constant,
    does,
    promise_of,
    test_imports,
    tests,
    title,
)
from specfold_generator.rendering.handler_contracts import policy_events
from specfold_generator.rendering.policies import log_policies

FIXED = {
    PROMISES: ["PolicyPromise", "ProjectionPromise", "Source"],
}


def projection_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every read model that events of aggregates fill."""
    for row in filter(lambda row: fed(context, row), context.service.read_models):
        mine, named = constant(row.name), title(row.name)
        imports = test_imports(mine, FIXED)
        sources = [
            Code(f"Source({events.promise(context, imports, event)}, {literal(source.key)})")
            for source in row.sources
            for event in [context.event(source.event, source.service)]
        ]
        sentences = [
            (f"{named}_folds_its_events_into_valid_rows", does("folds")),
            (f"{named}_gives_the_same_rows_when_replayed", does("replays")),
            (f"{named}_folds_an_event_once_however_often_it_comes", does("ignores_duplicates")),
            (f"{named}_does_not_depend_on_the_order_of_aggregates", does("commutes")),
            (f"{named}_commutes_for_any_valid_events", does("commutes_for_any")),
        ]
        given = arguments(
            service=imports.use(f"{context.package}.service", "SERVICE"),
            view=literal(row.name),
            sources=listed(sources),
        )
        doc = f"What the read model {row.name} promises: the same rows from the same history."
        yield (
            about("projection", row.name),
            PromiseView(
                head=context.head(imports, doc, row.doc, kind="openapi"),
                constant=Code(mine),
                kind=Code("ProjectionPromise"),
                arguments=given,
                members=(),
                broken=Code("()"),
                title=Code(named),
                tests=tests(mine, *sentences),
            ),
        )


def promise(context: Context, imports: Imports, row: ir.ReadModel) -> Code | None:
    """The promise of a read model, imported from its test module; None if there is none."""
    if not fed(context, row):
        return None
    return promise_of(context, imports, about("projection", row.name), constant(row.name))


def fed(context: Context, row: ir.ReadModel) -> bool:
    """Whether every event that fills a read model is one of an aggregate."""
    found = [context.event(source.event, source.service) for source in row.sources]
    return bool(found) and all(event.aggregate for event in found)


def policy_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every policy that reads a log."""
    for policy in log_policies(context.service):
        found = policy_events(context, policy)
        if not all(event.aggregate for event in found):
            continue
        mine, named = constant(policy.name), title(policy.name)
        imports = test_imports(mine, FIXED)
        sentences = [
            (f"{named}_answers_with_commands_it_may_issue", does("reacts")),
            (f"{named}_acts_once_however_often_an_event_is_read", does("acts_once")),
        ]
        given = arguments(
            service=imports.use(f"{context.package}.service", "SERVICE"),
            name=literal(policy.identity),
            events=listed(events.promise(context, imports, event) for event in found),
            issues=literal(policy.issues),
        )
        doc = f"What the policy {policy.name} promises: the same commands for the same event, once."
        yield (
            about("policy", policy.name),
            PromiseView(
                head=context.head(imports, doc, policy.doc, kind="asyncapi"),
                constant=Code(mine),
                kind=Code("PolicyPromise"),
                arguments=given,
                members=(),
                broken=Code("()"),
                title=Code(named),
                tests=tests(mine, *sentences),
            ),
        )
