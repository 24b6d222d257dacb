"""Compares a document with the tables. What differs is a warning: nothing is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted, suggest
from specfold_generator.documents.header import Head
from specfold_generator.documents.validation.cross_field_checks import Difference, differences
from specfold_generator.documents.validation.object_tables import (
    ASYNCAPI_2,
    ASYNCAPI_3,
    EXCLUSIVE,
    OPENAPI_31,
    OPENAPI_32,
    Table,
)
from specfold_generator.documents.validation.schema_checks import (
    inner_schemas,
    is_foreign,
    schema_differences,
)
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import key_span, kind_of, object_at, title_of

Member = tuple[bool, str]  # required, type
# Nothing is made of these but words: in another form they are passed over.
_FOR_PEOPLE = frozenset(("Contact", "ExternalDocs", "License", "MessageExample", "Tag", "text"))


def check_grammar(head: Head, diagnostics: DiagnosticCollector) -> None:
    """Warn of members that the standard does not know, lacks, or wants otherwise; not where more was said."""
    known = {found.span for found in diagnostics.all}
    walk = _Walk(_version(head))
    for at, code, message, help in walk.check(DocumentNode(head.view.at.document, ())):
        if not known & {at.span, key_span(at)}:
            diagnostics.add(code, key_span(at) if code == "SPF336" else at.span, message, help=help)


def _version(head: Head) -> str:
    if head.kind == "openapi":
        return "openapi 3.2" if head.minor >= 2 else "openapi 3.1"
    return "asyncapi 3" if head.major > 2 else "asyncapi 2"


_TABLES: dict[str, Table] = {
    "asyncapi 2": ASYNCAPI_2,
    "asyncapi 3": ASYNCAPI_3,
    "openapi 3.1": OPENAPI_31,
    "openapi 3.2": OPENAPI_32,
}


def standard_members(version: str) -> dict[str, tuple[str, ...]]:
    """The members of every object of a standard ("openapi 3.1"), by the name of the object."""
    return {kind: tuple(_members(version, kind)) for kind in _TABLES[version]}


def placed_objects(at: DocumentNode, version: str) -> Iterator[tuple[DocumentNode, str]]:
    """Every object of a document that the tables describe, with the name of its kind."""
    walk = _Walk(version)
    return ((here, kind) for here, kind in walk.nodes(at) if kind in ("Schema", *_TABLES[version]))


@cache
def _members(version: str, kind: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for word in _TABLES[version][kind].split():
        name, _, wanted = word.partition(":")
        found[name.removesuffix("!")] = (name.endswith("!"), wanted or "text")
    return found


_ONE_AT_LEAST = "a list of one item at least"


class _Walk:
    def __init__(self, version: str) -> None:
        self._version = version

    def check(self, at: DocumentNode) -> Iterator[Difference]:
        """The differences in a document."""
        for here, wanted in self.nodes(at):
            if wanted == "Schema":
                yield from schema_differences(here, self._version)
            elif _is_object(here, wanted):
                yield from self._object(here, wanted)
            else:
                yield from self._plain(here, wanted)

    def nodes(self, at: DocumentNode) -> Iterator[tuple[DocumentNode, str]]:
        """Every place of a document that the tables speak of, with what they want there."""
        queue: list[tuple[DocumentNode, str]] = [(at, "Document")]
        while queue:
            here, wanted = queue.pop()
            yield here, wanted
            if wanted == "Schema":
                queue += [(inner, wanted) for inner in inner_schemas(here)]
            elif _is_object(here, wanted):
                queue += self._inner(here, wanted)
            else:
                queue += _items(here, wanted)

    def _object(self, at: DocumentNode, kind: str) -> Iterator[Difference]:
        members, value = _members(self._version, kind), object_at(at)
        for name, (required, _) in members.items():
            if required and value.get(name) is None and "$ref" not in value:
                yield at, "SPF338", f"{title_of(at)} has no {quoted(name)}", ""
        for name in value:
            if name not in members and "*" not in members and not name.startswith("x-") and name != "$ref":
                yield _unknown(at, kind, name, members)
            wanted = members.get(name, (False, "any"))[1]
            if value[name] is None and wanted not in ("any", "text?") and not members[name][0]:
                yield _null(at.child(name), wanted)
        for pair in EXCLUSIVE.get(kind, ()):
            if all(name in value for name in pair):
                message = f"{title_of(at)} has both {quoted(pair[0])} and {quoted(pair[1])}"
                yield (
                    at.child(pair[1]),
                    "SPF337" if kind == "License" else "SPF339",
                    message,
                    "keep one of them",
                )
        yield from differences(at, kind, self._version)

    def _inner(self, at: DocumentNode, kind: str) -> Iterator[tuple[DocumentNode, str]]:
        members, value = _members(self._version, kind), object_at(at)
        for name, inner in value.items():
            _, wanted = members.get(name) or members.get("*") or (False, "any")
            if kind == "Message" and name == "payload" and is_foreign(at):
                continue
            if wanted != "any" and not name.startswith("x-") and (inner is not None or wanted == "text?"):
                yield at.child(name), wanted

    def _plain(self, at: DocumentNode, wanted: str) -> Iterator[Difference]:
        value = at.value
        names = {"flag": "true or false", "text": "text", "text?": "text or null", "Ref": "a reference"}
        fits = {
            "flag": isinstance(value, bool),
            "text": isinstance(value, str | int | float) and not isinstance(value, bool),
            "text?": value is None or isinstance(value, str),
            "Ref": isinstance(value, dict) and "$ref" in value,
        }
        if wanted in fits:
            told, fine = names[wanted], fits[wanted]
        else:
            told = "a list" if wanted[0] == "[" else "an object"
            fine = isinstance(value, list if wanted[0] == "[" else dict)
            if fine and wanted.endswith("+]") and not value:
                told, fine = _ONE_AT_LEAST, False
        if wanted[0] == "{" and isinstance(value, dict) and isinstance(value.get("$ref"), str):
            message = f"{title_of(at)} may not be a reference; it is read as what it points at"
            yield at.child("$ref"), "SPF340", message, "refer from each of its members instead"
        elif wanted[0] == "{" and isinstance(value, dict):
            nulls = [name for name in value if value[name] is None and not name.startswith("x-")]
            yield from (_null(at.child(name), wanted[1:-1]) for name in nulls)
        if not fine:
            words = wanted in names or wanted.strip("&[]{}+") in _FOR_PEOPLE or not value
            plain = words and told != _ONE_AT_LEAST
            code = "SPF337" if plain or _is_list_of_examples(value, wanted) else "SPF370"
            reading = "it is read as their values" if _is_list_of_examples(value, wanted) else "it is ignored"
            reading = f"; {reading}" if code == "SPF337" else ""
            yield at, code, f"{title_of(at)} must be {told}, and is {kind_of(value)}{reading}", ""


def _is_object(at: DocumentNode, wanted: str) -> bool:
    return wanted[0].isupper() and wanted != "Ref" and isinstance(at.value, dict)


def _items(at: DocumentNode, wanted: str) -> Iterator[tuple[DocumentNode, str]]:
    value = at.value
    if wanted[0] == "&" and isinstance(value, dict) and "$ref" not in value:
        yield at, wanted[1:]
    elif wanted[0] == "[" and isinstance(value, list):
        inner = wanted[1:-1].removesuffix("+")
        yield from ((at.child(index), inner) for index in range(len(value)))
    elif wanted[0] == "{" and isinstance(value, dict) and "$ref" not in value:
        named = [name for name in value if not name.startswith("x-")]
        yield from ((at.child(name), wanted[1:-1]) for name in named if value[name] is not None)


def _null(at: DocumentNode, wanted: str) -> Difference:
    """A member that is null: no member of the standards may be, but for those that say so."""
    return at, "SPF337", f"{title_of(at)} must be {_named(wanted)}, and is null; it is ignored", ""


def _named(wanted: str) -> str:
    names = {"flag": "true or false", "text": "text", "Ref": "a reference"}
    return names.get(wanted) or ("a list" if wanted[0] == "[" else "an object")


def _unknown(at: DocumentNode, kind: str, name: str, members: dict[str, Member]) -> Difference:
    """A member that is not known: ignored, unless what is sent, or called, would differ with it."""
    place, title = at.child(name), f"{title_of(at)} may not have {quoted(name)}"
    if kind == "Link" or (kind == "Header" and name == "allowReserved"):
        return place, "SPF371", title, _meant(name, members)
    return place, "SPF336", f"{title}; it is ignored", _meant(name, members)


def _is_list_of_examples(value: object, wanted: str) -> bool:
    """`examples` of a schema are a list, those of a parameter or a media type have names."""
    return isinstance(value, list) and wanted == "{&Example}"


def _meant(name: str, members: dict[str, Member]) -> str:
    help = suggest(name, members)
    return help if help.startswith("did you mean") else ""
