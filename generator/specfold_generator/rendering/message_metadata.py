"""What plain messages say around their payloads: parameters of an address, headers, the answer wanted."""

from __future__ import annotations

from collections.abc import Mapping

from specfold_generator.model import ir
from specfold_generator.python.code import Code, either, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import attribute_name, unique
from specfold_generator.rendering.context import Context, unique_codes
from specfold_generator.rendering.names import event_headers

TAKEN = ("self", "event", "headers", "correlation_id", "consumer", "received", "name")


def channel_of(context: Context, owner: str, channel: str) -> ir.Channel:
    """A channel that the service has or reads."""
    known = context.service.channels
    return next(c for c in known if c.name == channel and c.service == owner)


def parameter_names(channel: ir.Channel) -> dict[str, str]:
    """Python names of the parameters of an address, by wire name."""
    return unique((parameter.name for parameter in channel.parameters), attribute_name, TAKEN)


def parameter_type(parameter: ir.ChannelParameter) -> Code:
    """Text, or one of the texts that the document names."""
    if not parameter.choices:
        return Code("str")
    return Code(f"Literal[{', '.join(literal(choice) for choice in parameter.choices)}]")


def headers_class(context: Context, imports: Imports, event: ir.Event) -> Code | None:
    """The class of a message's headers, imported; None if it has none."""
    if event_headers(event) is None:
        return None
    owner = context.owner(event)
    names = context.names if owner == context.service.name else context.foreign[owner]
    return imports.use(f"generated.{names.package}.headers", names.headers[event.name])


def needs_headers(event: ir.Event, *, answered: bool = False) -> bool:
    """Whether a message cannot do without headers; in an answer, the runtime adds the correlation id."""
    headers = event_headers(event)
    correlation = event.latest.correlation.partition("#/")[2] if answered else ""
    return headers is not None and any(wire != correlation for wire in headers.required)


def told(
    context: Context, imports: Imports, policy: ir.Policy, event: ir.Event
) -> tuple[tuple[str, Code], ...]:
    """What a handler gets beside the event, by name."""
    channel = channel_of(context, policy.channel_service, policy.channel)
    found = [(made, Code("str")) for made in parameter_names(channel).values()]
    headers = headers_class(context, imports, event)
    if headers is not None:
        found.append(("headers", Code(f"{headers} | None")))
    if policy.answers:
        found.append(("correlation_id", Code("str | None")))
    return tuple(found)


def told_values(context: Context, imports: Imports, policy: ir.Policy, event: ir.Event) -> Code:
    """The same as arguments out of what was received, each behind a comma."""
    channel = channel_of(context, policy.channel_service, policy.channel)
    names: Mapping[str, str] = parameter_names(channel)
    found = [f"{name(made)}=received.parameters[{literal(wire)}]" for wire, made in names.items()]
    headers = headers_class(context, imports, event)
    if headers is not None:
        found.append(f"headers=received.told({headers})")
    if policy.answers:
        found.append("correlation_id=received.correlation")
    return Code("".join(f", {argument}" for argument in found))


def reply_events(context: Context, policy: ir.Policy) -> tuple[ir.Event, ...]:
    """The messages that may answer."""
    reply = policy.reply
    return tuple(context.event(event, reply.channel_service) for event in reply.events) if reply else ()


def answer_type(context: Context, imports: Imports, policy: ir.Policy) -> Code:
    """What a handler answers with: an event, or one with headers of its own."""
    made = []
    for event in reply_events(context, policy):
        kind = context.event_class(imports, event)
        headers = event_headers(event)
        if headers is None:
            made.append(kind)
        elif needs_headers(event, answered=True):
            made.append(Code(f"Reply[{kind}]"))
        else:
            made += [kind, Code(f"Reply[{kind}]")]
    return either(unique_codes(made)) if made else Code("None")
