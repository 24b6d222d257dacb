"""Contract tests of routes: one module for every command, query and plain operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specfold.model.shared.http import BEFORE_A_HANDLER
from specfold.model.shared.media_types import is_json

from specfold_generator.model import ir
from specfold_generator.python.code import Code, listed, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import function_name
from specfold_generator.rendering.api import route_arguments
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests import projections
from specfold_generator.rendering.contract_tests.data import printed_examples, tuple_of
from specfold_generator.rendering.contract_tests.member_facts import Fact, facts, printed
from specfold_generator.rendering.contract_tests.scenarios import emission, rejection
from specfold_generator.rendering.contract_tests.test_module import (
    PROMISES,
    Arguments,
    PromiseView,
    SkippedView,
    about,
    arguments,
    constant,
    does,
    shared,
    test_imports,
    tests,
    title,
)
from specfold_generator.rendering.messages import success
from specfold_generator.rendering.names import SCENARIOS

FIXED = {
    PROMISES: ["Broken", "CommandPromise", "Members", "OperationPromise", "QueryPromise", "broken_requests"],
    "specfold": ["Encoding", "HttpRoute", "Parameter", "Security"],
}
GUARANTEED = (*sorted(BEFORE_A_HANDLER), "412")  # what the runtime itself answers
Node = ir.Command | ir.Query | ir.Operation
Sentences = list[tuple[str, Code]]


def command_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every command."""
    for command in context.service.commands:
        imports, named = _begin(command)
        route, done = command.route, str(success(command.route))
        emits = [context.event_class(imports, context.event(event, "")) for event in command.emits]
        own = arguments(
            emits=listed(emits) if emits else None,
            success=literal(int(done)) if done != "200" else None,
        )
        driven = {done, *(str(reason.status) for reason in command.rejections)}
        driven |= {"200"} if "200" in _documented(route) else set()
        sentences = [*_callers(route, named), *_outcomes(context, imports, command, named)]
        yield (
            about("command", command.name),
            _view(
                context,
                imports,
                command,
                kind="CommandPromise",
                own=own,
                sentences=sentences,
                driven=driven | {"202"},
            ),
        )


def _outcomes(context: Context, imports: Imports, command: ir.Command, named: str) -> Sentences:
    """What people have shown in a scenario each: every event, every reason why not."""
    scenarios = imports.use(context.handwritten, SCENARIOS)
    documented = _documented(command.route)
    found: Sentences = [(f"{named}_gives_any_valid_request_a_documented_answer", does("answers_any"))]
    if "412" in documented:
        found.append((f"{named}_refuses_a_version_that_is_not_there", does("refuses_another_version")))
    for event in command.emits or ("",):
        write = Code(f"{scenarios}.{name(emission(command, event))}")
        made = [context.event_class(imports, context.event(event, ""))] if event else []
        what = title(event) if event else "something"
        found.append((f"{named}_lets_{what}_happen", does("happens", write, *made)))
    write = Code(f"{scenarios}.{name(emission(command, (command.emits or ('',))[0]))}")
    if "202" in documented:
        found.append((f"{named}_tells_where_its_outcome_will_stand", does("answers_later", write)))
    found.append((f"{named}_acts_once_when_it_is_sent_again", does("acts_once", write)))
    for reason in command.rejections:
        write = Code(f"{scenarios}.{name(rejection(command, reason))}")
        made = [context.own_class(imports, context.names.rejections[reason.name]), literal(reason.status)]
        sentence = f"{named}_answers_{reason.status}_{title(reason.name)}"
        found.append((sentence, does("refused", write, *made)))
    return found


def query_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every query that a read model answers."""
    for query in context.service.queries:
        imports, named = _begin(query)
        row = next(row for row in context.service.read_models if row.name == query.read_model)
        key = next((index.key for index in row.indexes if index.name == query.index), row.key)
        fed = projections.promise(context, imports, row)
        single = query.page is None
        wires = (key.partition, key.sort) if single and query.index is None else (key.partition,)
        page = query.page
        own = arguments(
            projection=fed,
            key=literal(tuple(wire for wire in wires if wire)),
            sort=literal(key.sort) if page and key.sort else None,
            newest_first=literal(True) if query.newest_first else None,
            items=literal(page.items) if page and page.items else None,
            next=literal(page.next) if page and page.next else None,
            limit=literal(page.limit) if page and page.limit else None,
            after=literal(page.after) if page and page.after else None,
        )
        sentences = _callers(query.route, named) + _answers(query, row, named)
        yield (
            about("query", query.name),
            _view(
                context,
                imports,
                query,
                kind="QueryPromise",
                own=own,
                sentences=sentences,
                driven={"200", "404", "304"},
            ),
        )


def _answers(query: ir.Query, row: ir.ReadModel, named: str) -> Sentences:
    documented = _documented(query.route)
    found: Sentences = []
    if query.page is not None:
        found.append((f"{named}_lists_nothing_where_nothing_is", does("lists_nothing")))
        if query.page.limit and query.page.after and query.page.next:
            found.append((f"{named}_lists_every_row_once_and_in_order", does("pages_in_order")))
        return found
    if "404" in documented:
        found.append((f"{named}_answers_404_for_what_is_not_there", does("finds_nothing")))
    found.append((f"{named}_answers_with_the_row_that_events_made", does("finds_the_row")))
    if row.per_aggregate and query.index is None:
        found.append((f"{named}_waits_for_the_version_it_is_asked_for", does("waits_for_a_version")))
    return found


def operation_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every operation that is answered by hand."""
    for operation in context.service.operations:
        imports, named = _begin(operation)
        sentences = [
            *_callers(operation.route, named),
            (f"{named}_answers_as_documented", does("answers_as_documented")),
        ]
        everything = {response.name for response in operation.route.responses}
        yield (
            about("operation", context.names.operations[operation.name]),
            _view(
                context, imports, operation, kind="OperationPromise", sentences=sentences, driven=everything
            ),
        )


def _begin(node: Node) -> tuple[Imports, str]:
    return test_imports(constant(node.name), FIXED), title(node.name)


def _view(
    context: Context,
    imports: Imports,
    node: Node,
    *,
    kind: str,
    own: Arguments = (),
    sentences: Sentences,
    driven: set[str],
) -> PromiseView:
    route, mine = node.route, constant(node.name)
    examples = printed_examples(_shape(node))
    given = arguments(
        service=imports.use(f"{context.package}.service", "SERVICE"),
        route=Code(f"HttpRoute({', '.join(f'{key}={value}' for key, value in route_arguments(route, {}))})"),
        answers=_answered(route),
        bodies=shared(context, imports, "BODIES"),
        examples=tuple_of(examples) if examples else None,
    )
    doc = f"What {node.name} promises to its callers: {route.method} {route.path}"
    return PromiseView(
        head=context.head(imports, doc, node.doc, kind="openapi"),
        constant=Code(mine),
        kind=Code(kind),
        arguments=(*given, *own),
        members=_members(context, node),
        broken=Code(f"broken_requests({mine}.route, MEMBERS)"),
        title=Code(title(node.name)),
        tests=tests(mine, *sentences),
        skipped=_undriven(route, driven | set(GUARANTEED)),
    )


def _members(context: Context, node: Node) -> tuple[Fact, ...]:
    """Members that an HTTP request can get wrong: a body that is no JSON says little of its members."""
    body, places = node.route.body, {p.member or p.name: p for p in node.route.parameters}
    json = body is None or any(is_json(content.media_type) for content in body.contents)
    found = {
        pointer: said
        for pointer, said in facts(context.service, _shape(node), request=True).items()
        if pointer and (pointer[1:] in places or (json and pointer.split("/")[1] not in places))
    }
    breakable = any(_breakable(said, places.get(pointer[1:])) for pointer, said in found.items())
    return printed(found) if breakable else ()


def _shape(node: Node) -> ir.Shape:
    """The request that tests are made of: with a body of the preferred media type."""
    return node.route.variants[0].shape if node.route.variants else node.shape


def _breakable(said: Mapping[str, Any], parameter: ir.Parameter | None) -> bool:
    """Whether a request can break anything of this: in a body all of it, but a URL has texts alone."""
    if parameter is None:
        return True
    untold = {"type", "default", "minLength", "minItems", "minProperties"}
    told = said.keys() - (untold | {"required"} if parameter.where == "path" else untold)
    return bool(told) or said.get("type") in ("integer", "number", "boolean")


def _answered(route: ir.Route) -> Code:
    return mapping(
        (literal(answer.name), literal(tuple(content.media_type for content in answer.contents)))
        for answer in route.responses
    )


def _documented(route: ir.Route) -> set[str]:
    return {answer.name for answer in route.responses}


def _callers(route: ir.Route, named: str) -> Sentences:
    """What callers are refused for, before anything is decided."""
    found: Sentences = []
    if route.security and all(route.security):
        found.append((f"{named}_refuses_strangers", does("refuses_strangers")))
        if all(any(requirement.scopes for requirement in way) for way in route.security):
            found.append((f"{named}_refuses_a_token_without_its_scopes", does("refuses_without_scopes")))
    types = {content.media_type for content in route.body.contents} if route.body else set()
    if types and not any(media_type.endswith("*") for media_type in types):
        found.append((f"{named}_refuses_a_body_it_cannot_read", does("refuses_other_content")))
    if len(types) > 1:
        found.append((f"{named}_reads_a_body_of_every_media_type", does("reads_every_content")))
    return found


def _undriven(route: ir.Route, driven: set[str]) -> tuple[SkippedView, ...]:
    """Documented statuses that no test can bring about, each with the reason."""
    found = []
    for answer in route.responses:
        if answer.name not in driven:
            platform = answer.name == "429" or answer.name.startswith("5")
            reason = (
                "the platform in front of the service answers it"
                if platform
                else "nothing in the specs says when: give it a rejection"
            )
            sentence = f"test_{title(route.name)}_answers_{function_name(answer.name).strip('_')}"
            found.append(SkippedView(name=name(sentence), reason=literal(f"{answer.name}: {reason}")))
    return tuple(found)
