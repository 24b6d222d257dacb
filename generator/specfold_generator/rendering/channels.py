"""channels.py: plain messages, sent by publishers and received by consumers."""

from __future__ import annotations

from dataclasses import dataclass

from specfold.model.shared.media_types import JSON

from specfold_generator.model import ir
from specfold_generator.model.event_sources import find_event, reads_a_log
from specfold_generator.python.code import Code, call, docstring, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.names import class_name, function_name, unique
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import handler, policy_events
from specfold_generator.rendering.message_metadata import (
    headers_class,
    needs_headers,
    parameter_names,
    parameter_type,
    told_values,
)
from specfold_generator.rendering.projections import CaseView

FIXED = {
    "specfold": [
        "Channel",
        "Consumer",
        "Event",
        "Handled",
        "Received",
        "ReplyTo",
        "Schemas",
        "Send",
        "fill_missing_handlers",
    ],
    "pathlib": ["Path"],
    "typing": ["Literal"],
}
LOCAL = ("SCHEMAS", "consumer", "event", "handle", "headers", "received")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """A channel and its arguments."""

    constant: Code
    arguments: tuple[tuple[Code, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendView:
    """A method that sends one message."""

    function: Code
    parameters: Code
    doc: Code
    values: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherView:
    """All that a service sends on one channel."""

    name: Code
    doc: Code
    channel: Code
    methods: tuple[SendView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerView:
    """A receive operation and the handwritten module that reacts."""

    constant: Code
    function: Code
    protocol: Code
    module: Code
    cases: tuple[CaseView, ...]
    returns: Code
    ends: tuple[Code, ...]  # what a handler that answers does with all else
    arguments: tuple[tuple[Code, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsView:
    """All channels of plain messages."""

    head: Head
    channels: tuple[ChannelView, ...]
    publishers: tuple[PublisherView, ...]
    consumers: tuple[ConsumerView, ...]


def channels_view(context: Context) -> ChannelsView | None:
    """The channels; None if every message of the service is an event of some aggregate."""
    service = context.service
    own = [channel for channel in service.channels if _plain(service, channel)]
    consumers = [policy for policy in service.policies if policy.events and not reads_a_log(service, policy)]
    sent = _sent(service)
    if not (own or consumers or sent):
        return None
    classes = unique((channel.name for channel, _ in sent), lambda text: f"{class_name(text)}Publisher")
    constants = [made for (kind, _), made in context.names.constants.items() if kind in ("channel", "policy")]
    imports = Imports(local=[*LOCAL, *constants, *classes.values()], fixed=FIXED)
    doc = f"Plain messages of the {service.name} service: what it sends and receives on each channel."
    return ChannelsView(
        channels=tuple(_channel(context, imports, channel) for channel in own),
        publishers=tuple(_publisher(context, imports, c, e, classes[c.name]) for c, e in sent),
        consumers=tuple(_consumer(context, imports, policy) for policy in consumers),
        head=context.head(imports, doc, kind="asyncapi"),  # last: it prints the imports of all of them
    )


def _plain(service: ir.Service, channel: ir.Channel) -> bool:
    """Whether an own channel carries plain messages."""
    own = channel.service == service.name
    return own and any(find_event(service, event).aggregate is None for event in channel.events)


def _sent(service: ir.Service) -> list[tuple[ir.Channel, tuple[ir.Event, ...]]]:
    """The plain messages that a service sends, by channel."""
    sent: dict[tuple[str, str], dict[str, ir.Event]] = {}
    for publication in service.publications:
        events = [find_event(service, event, publication.channel_service) for event in publication.events]
        plain = {event.name: event for event in events if event.aggregate is None}
        sent.setdefault((publication.channel_service, publication.channel), {}).update(plain)
    found = ((channel, sent.get((channel.service, channel.name), {})) for channel in service.channels)
    return [(channel, tuple(events.values())) for channel, events in found if events]


def _channel(context: Context, imports: Imports, channel: ir.Channel) -> ChannelView:
    places = {literal(p.name): literal(p.location) for p in channel.parameters if p.location}
    arguments = _arguments(context, imports, channel.name, channel.address or "", channel.events)
    arguments["locations"] = mapping(places.items()) if places else None
    given = tuple((Code(key), value) for key, value in arguments.items() if value is not None)
    return ChannelView(constant=name(context.names.constants["channel", channel.name]), arguments=given)


def _arguments(
    context: Context, imports: Imports, named: str, address: str, carried: tuple[str, ...]
) -> dict[str, Code | None]:
    events = [find_event(context.service, event) for event in carried]
    other = {literal(e.name): literal(e.content_type) for e in events if e.content_type != JSON}
    plain = [event for event in events if event.aggregate is None]
    classes = {literal(e.name): made for e in plain if (made := headers_class(context, imports, e))}
    ids = {literal(e.name): literal(e.latest.correlation) for e in plain if e.latest.correlation}
    return {
        "name": literal(named),
        "address": literal(address),
        "types": literal(tuple(event.name for event in events)),
        "catalog": context.catalog(imports, context.service.name),
        "schemas": Code("SCHEMAS"),
        "content_types": mapping(other.items()) if other else None,
        "headers": mapping(classes.items()) if classes else None,
        "correlations": mapping(ids.items()) if ids else None,
    }


def _constant(context: Context, imports: Imports, owner: str, channel: str) -> Code:
    """A channel's constant: of this module, or of the same module of the service that owns it."""
    if owner == context.service.name:
        return name(context.names.constants["channel", channel])
    names = context.foreign[owner]
    return imports.use(f"generated.{names.package}.channels", names.constants["channel", channel])


def _publisher(
    context: Context, imports: Imports, channel: ir.Channel, events: tuple[ir.Event, ...], made: str
) -> PublisherView:
    functions = unique((event.name for event in events), function_name)
    return PublisherView(
        name=name(made),
        doc=docstring(channel.doc or f"Sends on the channel {channel.name}."),
        channel=_constant(context, imports, channel.service, channel.name),
        methods=tuple(_method(context, imports, channel, event, functions[event.name]) for event in events),
    )


def _method(
    context: Context, imports: Imports, channel: ir.Channel, event: ir.Event, function: str
) -> SendView:
    """What a message does not say itself is asked for by name: parameters of the address, headers."""
    names = parameter_names(channel)
    asked = [parameter for parameter in channel.parameters if not parameter.location]
    values = mapping((literal(p.name), name(names[p.name])) for p in asked)
    given = [f"{names[p.name]}: {parameter_type(p)}{_default(p)}" for p in asked]
    headers = headers_class(context, imports, event)
    if headers is not None:
        given.append(f"headers: {headers}" if needs_headers(event) else f"headers: {headers} | None = None")
    named = "".join(f", {parameter}" for parameter in given)
    return SendView(
        function=name(function),
        parameters=Code(f"event: {context.event_class(imports, event)}, /{', *' if named else ''}{named}"),
        doc=docstring(event.doc or f"Sends {event.name}.", indent=8),
        values=Code(f"{values}, headers" if headers is not None else values),
    )


def _default(parameter: ir.ChannelParameter) -> str:
    known = not parameter.choices or parameter.default in parameter.choices
    return f" = {literal(parameter.default)}" if parameter.default is not None and known else ""


def _consumer(context: Context, imports: Imports, policy: ir.Policy) -> ConsumerView:
    constant = context.names.constants["policy", policy.name]
    reply = _reply(context, imports, policy)
    arguments = {
        "name": literal(policy.name),
        "channel": _constant(context, imports, policy.channel_service, policy.channel),
        "handle": Code("handle"),
        "reply": reply,
    }
    return ConsumerView(
        constant=name(constant),
        function=name(f"_{constant.lower()}"),
        protocol=context.protocol(imports, "policy", policy.name),
        module=imports.use(context.handwritten, context.names.policy_modules[policy.name]),
        cases=tuple(
            CaseView(
                pattern=Code(f"{context.event_class(imports, event)}() as event"),
                result=_call(context, imports, policy, event, answers=reply is not None),
            )
            for event in policy_events(context, policy)
        ),
        returns=Code("Handled" if reply else "None"),
        ends=(Code("return None"),) if reply else (),
        arguments=tuple((Code(key), value) for key, value in arguments.items() if value is not None),
    )


def _call(context: Context, imports: Imports, policy: ir.Policy, event: ir.Event, *, answers: bool) -> Code:
    said = told_values(context, imports, policy, event)
    return Code(f"{'return ' if answers else ''}consumer.{handler(context, event)}(event{said})")


def _reply(context: Context, imports: Imports, policy: ir.Policy) -> Code | None:
    """Where answers go: to a channel of the documents, or to one that is known by its messages alone."""
    reply = policy.reply
    if reply is None or not reply.events:
        return None
    if reply.channel is not None:
        channel = _constant(context, imports, reply.channel_service, reply.channel)
    else:
        channel = call("Channel", **_arguments(context, imports, f"{policy.name} reply", "", reply.events))
    return call("ReplyTo", channel=channel, address=literal(reply.address) if reply.address else None)
