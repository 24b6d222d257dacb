"""Events of other services that this one reads, and the channels they come by."""

from __future__ import annotations

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.documents.asyncapi.model import ChannelEntry, Message
from specfold_generator.services.event_catalog import Group
from specfold_generator.services.project import Project
from specfold_generator.source.location import DocumentNode


class Foreign:
    """Finds events by message and by name, and remembers those that are others'."""

    def __init__(self, project: Project, service: str) -> None:
        self._project = project
        self._service = service
        self.events: dict[tuple[str, str], Group] = {}  # by service and name

    def of(self, messages: tuple[Message, ...], channel_service: str) -> tuple[Group, ...]:
        """The events that messages are forms of."""
        found: dict[tuple[str, str], Group] = {}
        for message in messages:
            group = self._project.group(message, channel_service)
            if group is not None:
                found[group.service, group.name] = self._noted(group)
        return tuple(found.values())

    def called(self, name: str, at: DocumentNode) -> Group | None:
        """The event of that name: this service's, else one that it reads, else the only one there is."""
        own = self._project.sources[self._service].catalogue.groups
        if name in own:
            return own[name]
        read = [group for group in self.events.values() if group.name == name]
        candidates = read or self._project.events_called(name)
        if len(candidates) == 1:
            return self._noted(candidates[0])
        if candidates:
            whose = ", ".join(sorted(group.service for group in candidates))
            message = f"several services have an event {quoted(name)}: {whose}"
            help = "receive it by an operation of the AsyncAPI document, which says from where"
            self._project.diagnostics.add("SPF408", at.span, message, help=help)
            return None
        everywhere = [n for source in self._project.sources.values() for n in source.catalogue.groups]
        message = f"there is no event {quoted(name)}"
        self._project.diagnostics.add("SPF406", at.span, message, help=suggest(name, everywhere))
        return None

    def channels(self, only: Group | None = None) -> list[tuple[str, ChannelEntry]]:
        """The channels of other services that carry an event, or any of the events noted so far."""
        wanted = {(only.service, only.name)} if only else set(self.events)
        found = []
        for service, source in self._project.sources.items():
            if source.asyncapi is None or service == self._service:
                continue
            for entry in source.asyncapi.channels:
                carried = {g.name for m in entry.messages if (g := self._project.group(m, service))}
                if carried & {name for owner, name in wanted if owner == service}:
                    found.append((service, entry))
        return found

    def _noted(self, group: Group) -> Group:
        if group.service != self._service:
            self.events[group.service, group.name] = group
        return group
