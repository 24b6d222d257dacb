"""Contract tests of webhooks and callbacks: one module for each."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.model import ir
from specfold_generator.python.code import Code, literal
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
    test_imports,
    tests,
    title,
)
from specfold_generator.rendering.senders import request_class

FIXED = {
    PROMISES: ["Broken", "Members", "OutgoingPromise", "broken"],
}


def outgoing_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every request that the service makes of others."""
    for operation in context.service.outgoing:
        made = context.names.outgoing[operation.name]
        yield about("outgoing", made), _view(context, operation, made)


def _view(context: Context, operation: ir.Operation, made: str) -> PromiseView:
    names, mine = context.names, constant(operation.name)
    imports = test_imports(mine, FIXED)
    sent = names.constants["outgoing", operation.name]
    variants = operation.route.variants
    shape = variants[0].shape if variants else operation.shape
    examples = printed_examples(shape)
    members = {
        pointer: said for pointer, said in facts(context.service, shape, request=True).items() if pointer
    }
    given = arguments(
        outgoing=imports.use(f"{context.package}.senders", sent, f"{sent}_SENT" if sent == mine else ""),
        request=context.own_class(imports, made),
        examples=tuple_of(examples) if examples else None,
    )
    named = title(operation.name)
    sentences = [(f"{named}_arrives_as_it_was_sent", does("arrives"))]
    if shape.required:
        sentence = f"{named}_is_not_sent_unless_it_is_as_published"
        sentences.append((sentence, does("sends_nothing_else")))
    for response in operation.route.responses:
        sentence = f"{named}_knows_the_answer_{response.name.lower()}"
        sentences.append((sentence, does("knows", literal(response.name))))
    if operation.route.cause:
        asking = context.own_class(imports, request_class(context, operation.route.cause))
        sentences.append((f"{named}_goes_where_its_request_said", does("goes_where_it_was_asked", asking)))
    doc = f"What {operation.name} promises to its receivers: {operation.route.method} {operation.route.path}"
    return PromiseView(
        head=context.head(imports, doc, operation.doc, kind="openapi"),
        constant=Code(mine),
        kind=Code("OutgoingPromise"),
        arguments=given,
        members=printed(members),
        broken=Code("broken(MEMBERS)"),
        title=Code(named),
        tests=tests(mine, *sentences),
    )
