"""Contract tests of plain messages: one module for everything that receives them."""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.model import ir
from specfold_generator.model.event_sources import reads_a_log
from specfold_generator.python.code import Code, listed
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests import events
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
from specfold_generator.rendering.handler_contracts import policy_events
from specfold_generator.rendering.message_metadata import reply_events

FIXED = {
    PROMISES: ["ConsumerPromise"],
}


def consumer_promises(context: Context) -> Iterator[tuple[str, PromiseView]]:
    """A module for every operation that receives plain messages."""
    for policy in context.service.policies:
        if policy.events and not reads_a_log(context.service, policy):
            yield about("consumer", context.names.policies[policy.name]), _view(context, policy)


def _view(context: Context, policy: ir.Policy) -> PromiseView:
    mine = f"{constant(context.names.policies[policy.name])}_PROMISE"
    imports = test_imports(mine, FIXED)
    replies = [events.promise(context, imports, event) for event in reply_events(context, policy)]
    given = arguments(
        consumer=imports.use(f"{context.package}.channels", context.names.constants["policy", policy.name]),
        events=listed(events.promise(context, imports, event) for event in policy_events(context, policy)),
        replies=listed(replies) if replies else None,
    )
    named = title(policy.name)
    sentences = [
        (f"{named}_gets_what_was_sent_and_what_is_said_around_it", does("hands_on")),
        (f"{named}_gets_nothing_else", does("hands_on_nothing_else")),
        (f"{named}_takes_each_of_its_messages", does("takes")),
    ]
    if replies:
        sentences.append((f"{named}_answers_where_it_was_asked_to", does("answers")))
    doc = f"What {policy.name} promises to anyone who sends to it."
    return PromiseView(
        head=context.head(imports, doc, policy.doc, kind="asyncapi"),
        constant=Code(mine),
        kind=Code("ConsumerPromise"),
        arguments=given,
        members=(),
        broken=Code("()"),
        title=Code(named),
        tests=tests(mine, *sentences),
    )
