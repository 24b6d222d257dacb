"""Contract tests of events: one module for every published version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold_generator.model import ir
from specfold_generator.model.event_sources import channel_key
from specfold_generator.python.code import Code, literal
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests.data import printed_examples, tuple_of
from specfold_generator.rendering.contract_tests.member_facts import facts, printed
from specfold_generator.rendering.contract_tests.test_module import (
    PROMISES,
    PromiseView,
    about,
    arguments,
    constant,
    does,
    promise_of,
    shared,
    test_imports,
    tests,
)

FIXED = {
    PROMISES: ["Broken", "EventPromise", "Members", "broken"],
}
PROSE = ("description", "title", "examples", "deprecated", "x-personal-data")


def event_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every version of every event that the service owns."""
    for event in context.service.events:
        for version in event.versions:
            yield module_of(context, event, version), _view(context, event, version)


def module_of(context: Context, event: ir.Event, version: ir.EventVersion) -> str:
    """The test module of a version of an own event."""
    return about("event", context.names.events[event.name, version.number])


def promise(context: Context, imports: Imports, event: ir.Event) -> Code:
    """The promise of an event's latest version, imported from its test module; also another service's."""
    owner = context.owner(event)
    names = context.names if owner == context.service.name else context.foreign[owner]
    made = names.events[event.name, event.latest.number]
    module = f"generated.{names.package}.contract.{about('event', made)}"
    return imports.use(module, constant(made))


def _view(context: Context, event: ir.Event, version: ir.EventVersion) -> PromiseView:
    service = context.service
    made = context.names.events[event.name, version.number]
    mine, title = constant(made), f"{_short(event.name)}_v{version.number}"
    imports = test_imports(mine, FIXED)
    examples = printed_examples(version.shape)
    aggregate = next((a for a in service.aggregates if a.name == event.aggregate), None)
    given = arguments(
        event=context.event_class(imports, event, version.number),
        type=literal(f"{event.name}.v{version.number}"),
        schemas=shared(context, imports, "SCHEMAS"),
        source=literal(service.source),
        examples=tuple_of(examples) if examples else None,
        aggregate=literal(aggregate.name) if aggregate else None,
        identity=literal(aggregate.identity) if aggregate else None,
        channel=literal(channel_key(service, service.name, aggregate.channel)) if aggregate else None,
    )
    sentences = [
        (f"published_examples_of_{title}_survive_the_round_trip", does("survives")),
        (f"any_valid_{title}_survives_the_round_trip", does("survives_any")),
    ]
    if _open(version.shape.schema):
        sentences.append((f"{title}_ignores_members_it_does_not_know", does("ignores_unknown_members")))
    if "json" in event.content_type:
        sentences.append((f"{title}_travels_as_a_cloud_event", does("travels")))
    if version is not event.latest:
        sentences.append(
            (f"{title}_reads_as_v{event.latest.number}", _reading(context, imports, event, version))
        )
    doc = f"What {event.name}, version {version.number}, promises to anyone who writes or reads it."
    return PromiseView(
        head=context.head(imports, doc, event.doc, kind="asyncapi"),
        constant=Code(mine),
        kind=Code("EventPromise"),
        arguments=given,
        members=printed(facts(service, version.shape)),
        broken=Code("broken(MEMBERS)"),
        title=Code(title),
        tests=tests(mine, *sentences),
    )


def _short(text: str) -> str:
    return function_name(text).strip("_")[:44].rstrip("_")


def _reading(context: Context, imports: Imports, event: ir.Event, version: ir.EventVersion) -> Code:
    latest = context.names.events[event.name, event.latest.number]
    other = promise_of(context, imports, about("event", latest), constant(latest))
    kept = literal(tuple(_kept(event, version)))
    return does("reads_as", other, context.catalog(imports, context.service.name), kept)


def _kept(event: ir.Event, version: ir.EventVersion) -> Iterator[str]:
    """Members that this version and every later one describe alike: they say the same in all of them."""
    later = [_properties(v) for v in event.versions if v.number >= version.number]
    for name, schema in later[0].items():
        if all(name in known and _bare(known[name]) == _bare(schema) for known in later):
            yield name


def _properties(version: ir.EventVersion) -> Mapping[str, Any]:
    schema = version.shape.schema
    return schema.get("properties", {}) if isinstance(schema, Mapping) else {}


def _bare(schema: Any) -> Any:
    """A schema without its prose."""
    if isinstance(schema, Mapping):
        return {word: _bare(part) for word, part in schema.items() if word not in PROSE}
    return [_bare(part) for part in schema] if isinstance(schema, list | tuple) else schema


def _open(schema: ir.Schema) -> bool:
    """Whether members that the schema does not name may be there."""
    if not isinstance(schema, Mapping) or "properties" not in schema:
        return False
    closed = ("patternProperties", "propertyNames", "unevaluatedProperties", "maxProperties")
    more = schema.get("additionalProperties", True)
    return more is True and not any(word in schema for word in closed)
