"""The documents of a project, and what one service may know of another: its channels and its events."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location, Related
from specfold_generator.documents.asyncapi.document import read_asyncapi
from specfold_generator.documents.asyncapi.model import AsyncApi, ChannelEntry, Message
from specfold_generator.documents.header import Head, Kind, kind_of_document, read_head
from specfold_generator.services.event_catalog import Catalogue, Group, read_catalogue
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Identity, Reader
from specfold_generator.source.references import Workspace

KINDS: tuple[Kind, ...] = ("asyncapi", "openapi")


@dataclass(frozen=True, kw_only=True)
class Source:
    """The documents of one service, its messages read."""

    name: str
    heads: Mapping[Kind, Head]
    asyncapi: AsyncApi | None
    catalogue: Catalogue
    reader: Reader  # knows every file the service was read from

    @property
    def paths(self) -> tuple[str, ...]:
        """Its own documents, in the order asyncapi, openapi."""
        return tuple(self.heads[kind].view.at.document.path for kind in KINDS if kind in self.heads)


@dataclass(frozen=True)
class Project:
    """All services of a project, before any of them is built."""

    workspace: Workspace
    diagnostics: DiagnosticCollector
    sources: Mapping[str, Source] = field(default_factory=dict)
    parts: tuple[DocumentNode, ...] = ()  # files beside the documents that are none themselves

    @cached_property
    def _channels(self) -> dict[Identity, tuple[str, ChannelEntry]]:
        return {
            entry.id: (source.name, entry)
            for source in self.sources.values()
            for entry in (source.asyncapi.channels if source.asyncapi else ())
        }

    def owner(self, entry: ChannelEntry, reader: str) -> tuple[str, ChannelEntry]:
        """The service that a channel belongs to, and the channel as that service reads it.

        A channel of no service's own document belongs to anyone who reads it.
        """
        return self._channels.get(entry.id, (reader, entry))

    def group(self, message: Message, service: str) -> Group | None:
        """The event that a message is a form of, as its owner has it; `service`: the owner of its channel."""
        first = self.sources[service].catalogue.by_message.get(message.id)
        if first is not None:
            return first
        found = (s.catalogue.by_message.get(message.id) for s in self.sources.values())
        return next((group for group in found if group is not None), None)

    def events_called(self, name: str) -> list[Group]:
        """The events of that name, of any service."""
        found = (source.catalogue.groups.get(name) for source in self.sources.values())
        return [group for group in found if group is not None]


def read_project(workspace: Workspace, diagnostics: DiagnosticCollector, specs: str) -> Project:
    """Find the documents of all services and read what they say to each other."""
    heads: dict[str, dict[Kind, Head]] = {}
    parts: list[DocumentNode] = []
    readers: dict[str, Reader] = defaultdict(lambda: Reader(workspace, diagnostics))
    for kind, name, path in _entries(workspace, specs):
        with diagnostics.catching():
            at = DocumentNode(workspace.document(path), ())
            if kind_of_document(at) is None and isinstance(at.value, dict) and "swagger" not in at.value:
                parts.append(at)
                continue
            head = read_head(readers[name], at, kind)
            first = heads.setdefault(name, {}).get(kind)
            if head is not None and first is not None:
                _two_of_a_kind(diagnostics, name, first, head)
            elif head is not None:
                heads[name][kind] = head
    sources = {name: _source(readers[name], name, found) for name, found in heads.items() if found}
    return Project(workspace, diagnostics, dict(sorted(sources.items())), tuple(parts))


def _entries(workspace: Workspace, specs: str) -> Iterator[tuple[Kind, str, str]]:
    folders = {posixpath.normpath(posixpath.join(specs, kind)): kind for kind in KINDS}
    for path in workspace.paths():
        folder, file = posixpath.split(path)
        if folder in folders:
            yield folders[folder], posixpath.splitext(file)[0], path


def _source(reader: Reader, name: str, heads: Mapping[Kind, Head]) -> Source:
    asyncapi = read_asyncapi(reader, heads["asyncapi"]) if "asyncapi" in heads else None
    catalogue = read_catalogue(name, asyncapi.messages if asyncapi else (), reader.diagnostics)
    return Source(name=name, heads=heads, asyncapi=asyncapi, catalogue=catalogue, reader=reader)


def _two_of_a_kind(diagnostics: DiagnosticCollector, name: str, first: Head, second: Head) -> None:
    files = [head.view.at.document.path for head in (first, second)]
    message = f"the service {quoted(name)} has two {second.kind} documents: {files[0]} and {files[1]}"
    related = [Related(Location(files[0]), "the other one")]
    diagnostics.add("SPF317", Location(files[1]), message, related=related, help="keep one, or rename one")
