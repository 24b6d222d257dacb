"""Who reads what: events, the channels they come through, and which of those are logs of aggregates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from specfold_generator.model import ir

Place = tuple[str, str]  # the service that owns a channel, and the channel


def find_event(service: ir.Service, event: str, owner: str = "") -> ir.Event:
    """An event that a service owns or reads; with `owner`, one of that service.

    Raises:
        KeyError: there is none.
    """
    for known in service.known_events.get(event, ()):
        if owner in ("", owner_of(service, known)):
            return known
    raise KeyError(f"{owner}/{event}")


def owner_of(service: ir.Service, event: ir.Event) -> str:
    """The service that an event belongs to."""
    return event.service or service.name


def channel_key(service: ir.Service, owner: str, channel: str) -> str:
    """How the runtime of a service calls a channel: by its name; where two share one, by owner and name."""
    owners = Counter(known.name for known in service.channels)
    return channel if owners[channel] < 2 or owner == service.name else f"{owner}.{channel}"


def log_channels(service: ir.Service) -> tuple[str, ...]:
    """The channels of a service's own aggregates."""
    return tuple(dict.fromkeys(aggregate.channel for aggregate in service.aggregates))


def source_channels(service: ir.Service, row: ir.ReadModel) -> tuple[Place, ...]:
    """The channels that the events of a read model come through."""
    events = (find_event(service, source.event, source.service) for source in row.sources)
    return tuple(dict.fromkeys((owner_of(service, e), e.channel) for e in events if e.channel))


def rows_by_channel(service: ir.Service, rows: Iterable[ir.ReadModel]) -> dict[Place, list[ir.ReadModel]]:
    """Read models by each of the channels that their events come through."""
    found: dict[Place, list[ir.ReadModel]] = {}
    for row in rows:
        for place in source_channels(service, row):
            found.setdefault(place, []).append(row)
    return found


def read_channels(service: ir.Service) -> tuple[Place, ...]:
    """The channels a service folds: those of its aggregates, then those its views need beside them."""
    places = [(service.name, channel) for channel in log_channels(service)]
    for row in service.read_models:
        places += source_channels(service, row)
    return tuple(dict.fromkeys(places))


def reads_a_log(service: ir.Service, policy: ir.Policy) -> bool:
    """Whether a policy reads the log of some aggregate; else it consumes plain messages."""
    return any(find_event(service, event, policy.channel_service).aggregate for event in policy.events)


def reply_stream(service: ir.Service, policy: ir.Policy) -> Place | None:
    """The stream that takes the answers of a consumer; None where it has none, or another transport."""
    reply = policy.reply
    place = (reply.channel_service, reply.channel) if reply and reply.channel else None
    streams = {(channel.service, channel.name) for channel in service.channels if channel.kinesis}
    return place if place in streams else None


def stream_consumers(service: ir.Service) -> tuple[ir.Policy, ...]:
    """The operations that receive plain messages from a stream; other transports are the project's own."""
    streams = {(channel.service, channel.name) for channel in service.channels if channel.kinesis}
    return tuple(
        policy
        for policy in service.policies
        if policy.events
        and (policy.channel_service, policy.channel) in streams
        and not reads_a_log(service, policy)
    )
