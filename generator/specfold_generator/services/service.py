"""One service: what its AsyncAPI and its OpenAPI document say together."""

from __future__ import annotations

from dataclasses import replace

from specfold_generator.documents.extensions import members_of
from specfold_generator.documents.openapi.document import Entry, OpenApi, read_openapi
from specfold_generator.documents.openapi.endpoints import QUERY_METHODS
from specfold_generator.documents.openapi.requests import Requests
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.python.names import module_name
from specfold_generator.services.aggregates import check_identities, read_aggregates, read_document_extension
from specfold_generator.services.commands import Commands, with_rejections
from specfold_generator.services.event_catalog import Group
from specfold_generator.services.events import Events
from specfold_generator.services.external_events import Foreign
from specfold_generator.services.messaging import Flows
from specfold_generator.services.project import KINDS, Project, Source
from specfold_generator.services.queries import Queries
from specfold_generator.services.read_models import ReadModels
from specfold_generator.services.security import with_known_ways
from specfold_generator.source.location import DocumentNode


class ServiceBuilder:
    """Builds one service of a project."""

    def __init__(self, project: Project, source: Source) -> None:
        self._project = project
        self._source = source
        self._diagnostics = project.diagnostics
        self._reader = source.reader
        self._shapes = Shapes(self._reader, source.paths)
        self._requests = Requests(self._shapes, self._diagnostics)
        self._foreign = Foreign(project, source.name)
        self._events = Events(self._shapes, self._diagnostics)
        self._commands: list[ir.Command] = []
        self._queries: list[ir.Query] = []
        self._operations: list[ir.Operation] = []
        self._outgoing: list[ir.Operation] = []

    def build(self) -> ir.Service:
        """The service. What is wrong is noted in the diagnostics of the project."""
        at, told = read_document_extension(self._source, self._diagnostics)
        aggregates = read_aggregates(self._project, self._source, at, told)
        flows = Flows(self._project, self._source.name, self._foreign)
        homes = self._homes(aggregates)
        groups = self._source.catalogue.groups.values()
        events = tuple(self._events.event(group, homes.get(group.name)) for group in groups)
        check_identities(aggregates, events, self._diagnostics)
        openapi = self._openapi()
        models = self._read_models(openapi)
        self._sort(openapi, {a.name: a for a in aggregates}, {m.name: m for m in models})
        policies = flows.policies([command.name for command in self._commands])
        publications = flows.publications()
        foreign = [self._foreign_event(group) for group in self._foreign.events.values()]
        heads = [self._source.heads[kind] for kind in KINDS if kind in self._source.heads]
        service = ir.Service(
            name=self._source.name,
            slug=module_name(self._source.name),
            title=next((head.title for head in heads if head.title), self._source.name),
            version=heads[0].version,
            doc=next((head.doc for head in heads if head.doc), ""),
            source=told.get("source") or f"/{self._source.name}",
            documents=(),
            aggregates=aggregates,
            events=events,
            foreign_events=tuple(sorted(foreign, key=lambda e: (e.service, e.name))),
            channels=flows.channels({a.channel for a in aggregates}),
            commands=tuple(self._commands),
            read_models=models,
            queries=tuple(self._queries),
            operations=tuple(self._operations),
            outgoing=tuple(self._outgoing),
            publications=publications,
            policies=policies,
            security_schemes=openapi.schemes if openapi else (),
        )
        return self._finished(service)

    def _homes(self, aggregates: tuple[ir.Aggregate, ...]) -> dict[str, str]:
        """The channel of each own event: its aggregate's, else the first that carries it."""
        homes = {name: a.channel for a in aggregates for name in a.events}
        asyncapi = self._source.asyncapi
        for entry in asyncapi.channels if asyncapi else ():
            for message in entry.messages:
                group = self._source.catalogue.by_message.get(message.id)
                if group is not None:
                    homes.setdefault(group.name, entry.name)
        return homes

    def _foreign_event(self, group: Group) -> ir.Event:
        """An event of another service, with the channel it comes by."""
        channels = (
            entry.name for service, entry in self._foreign.channels(group) if service == group.service
        )
        return self._events.event(group, next(channels, None))

    def _openapi(self) -> OpenApi | None:
        head = self._source.heads.get("openapi")
        return read_openapi(self._reader, head, self._shapes) if head else None

    def _read_models(self, openapi: OpenApi | None) -> tuple[ir.ReadModel, ...]:
        if openapi is None:
            return ()
        reader = ReadModels(self._shapes, self._foreign, self._events, self._diagnostics)
        return reader.read(openapi.schemas)

    def _sort(
        self,
        openapi: OpenApi | None,
        aggregates: dict[str, ir.Aggregate],
        models: dict[str, ir.ReadModel],
    ) -> None:
        """Each operation is a command, a query, or answered by hand."""
        commands = Commands(self._requests, self._source.catalogue, aggregates, self._diagnostics)
        queries = Queries(self._shapes, self._requests, models, self._diagnostics)
        for entry in openapi.entries if openapi else ():
            at = entry.endpoint.view.extension()
            if entry.endpoint.kind != "path":
                self._outgoing.append(self._operation(entry))
            elif at is None:
                self._operations.append(self._operation(entry))
            elif _is_query(entry, at):
                query = queries.query(entry, at)
                self._queries += [query] if query else []
            else:
                command = commands.command(entry, at)
                self._commands += [command] if command else []

    def _operation(self, entry: Entry) -> ir.Operation:
        request = self._requests.whole(entry)
        route = entry.route
        return ir.Operation(
            name=route.name,
            doc=route.doc,
            origin=route.origin,
            pointer=route.pointer,
            kind="query" if route.method in QUERY_METHODS else "command",
            shape=request.shape,
            route=with_rejections(request.route, entry.answers, self._diagnostics),
        )

    def _finished(self, service: ir.Service) -> ir.Service:
        settled = with_known_ways(self._shapes.finish(service), self._diagnostics)
        others = set(self._reader.documents) - set(self._source.paths)
        return replace(settled, documents=(*self._source.paths, *sorted(others)))


def _is_query(entry: Entry, at: DocumentNode) -> bool:
    """Whether an extension is that of a query: by its members, else by the method."""
    told = set(at.value) if isinstance(at.value, dict) else set()
    only_query = told & (set(members_of("query")) - set(members_of("command")))
    only_command = told & (set(members_of("command")) - set(members_of("query")))
    if bool(only_query) == bool(only_command):
        return entry.route.method in QUERY_METHODS
    return bool(only_query)
