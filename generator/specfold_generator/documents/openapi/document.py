"""One OpenAPI document, read whole: its endpoints as routes."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.documents.header import Head
from specfold_generator.documents.openapi.contents import Contents
from specfold_generator.documents.openapi.endpoints import Endpoint, Endpoints
from specfold_generator.documents.openapi.parameters import Parameters
from specfold_generator.documents.openapi.security import Security
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View, object_at


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A documented answer, and the object that says so."""

    view: View
    response: ir.Response


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An operation with its route. The route's responses are those of `answers`."""

    endpoint: Endpoint
    route: ir.Route
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class OpenApi:
    """One document."""

    view: View
    entries: tuple[Entry, ...]
    schemes: tuple[ir.SecurityScheme, ...]
    schemas: dict[str, View]  # of the components; a boolean schema is none of them


def read_openapi(reader: Reader, head: Head, shapes: Shapes) -> OpenApi:
    """Read the document with this head; what is wrong with it is noted in the reader's diagnostics."""
    view = head.view
    if not {"paths", "components", "webhooks"} & set(view.names()):
        help = "OpenAPI wants at least one of `paths`, `components` and `webhooks`"
        reader.diagnostics.add("SPF334", view.span, "the document says nothing", help=help)
    security = Security(reader, view)
    parameters = Parameters(reader, shapes, head.minor)
    contents = Contents(reader, shapes, head.minor)
    entries = []
    endpoints = Endpoints(reader, view, head.minor).read()
    names = {endpoint.place: endpoint.name for endpoint in endpoints}
    for endpoint in endpoints:
        found = contents.responses(endpoint.view, endpoint.name)
        answers = tuple(Answer(view=answer, response=response) for answer, response in found)
        route = ir.Route(
            name=endpoint.name,
            doc=endpoint.view.doc(),
            origin=endpoint.view.span,
            pointer=endpoint.view.at.uri,
            method=endpoint.method,
            path=endpoint.path,
            parameters=parameters.of(endpoint),
            body=contents.body(endpoint.view, endpoint.name),
            responses=tuple(answer.response for answer in answers),
            security=security.of(endpoint),
            tags=_tags(endpoint.view),
            deprecated=endpoint.view.flag("deprecated"),
            kind=endpoint.kind,
            cause=names.get(endpoint.cause, "") if endpoint.cause else "",
        )
        entries.append(Entry(endpoint=endpoint, route=route, answers=answers))
    return OpenApi(view=view, entries=tuple(entries), schemes=security.schemes, schemas=_schemas(view))


def _tags(view: View) -> tuple[str, ...]:
    """The names of its tags; one that is written without a list, or as the object it names, is meant."""
    at = view.find("tags")
    if at is not None and isinstance(at.value, str):
        view.reader.passed_over(at, "a list", "it is read as one tag")
        return (at.value,)
    named = (object_at(at).get("name", at.value) for at in view.items("tags"))
    return tuple(name for name in named if isinstance(name, str))


def _schemas(view: View) -> dict[str, View]:
    components = view.view("components")
    holder = components.view("schemas") if components else None
    if holder is None:
        return {}
    places = {name: holder.find(name) for name in holder.names()}
    objects = {n: at for n, at in places.items() if at is not None and isinstance(at.value, dict)}
    sound = {name: at for name, at in objects.items() if _leads_somewhere(holder.reader, at)}
    views = {name: holder.reader.view(at) for name, at in sound.items()}
    return {name: found for name, found in views.items() if found is not None}


def _leads_somewhere(reader: Reader, at: DocumentNode) -> bool:
    """Whether a component is more than a broken reference, which is told where the component is used."""
    try:
        reader.workspace.follow(at)
    except SpecError:
        return False
    return True
