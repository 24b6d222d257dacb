"""Objects of a document, seen the way their standard means them: behind `$ref`, with traits merged in.

Readers of AsyncAPI and OpenAPI ask a `View` for members; what has the wrong type is noted, with its place,
and then counts as absent. So reading goes on to the end of a document, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from specfold_generator.diagnostics.collector import LONGEST, DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.references import Workspace

EXTENSION = "x-event-sourcing"
_WORDS = frozenset(("description", "summary", "title"))  # for people: what they hold changes nothing

Identity = tuple[str, tuple[str, ...]]
_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}


def kind_of(value: object) -> str:
    """What a JSON value is, for people: "a list"."""
    return _KINDS.get(type(value), "a number")


def identity(at: DocumentNode) -> Identity:
    """What tells one place from another, across files."""
    return at.document.path, tuple(map(str, at.pointer))


def title_of(at: DocumentNode) -> str:
    """A place inside its document, for people: `channels/orders`."""
    path = "/".join(map(str, at.pointer))
    return quoted(path if len(path) <= LONGEST else f"…{path[1 - LONGEST :]}") if path else "the document"


def key_span(at: DocumentNode) -> Location:
    """The place of the name of a member; of an item of a list or a whole file, of its value."""
    return at.document.span(at.pointer, key=True)


def object_at(at: DocumentNode) -> dict[str, Any]:
    """The object at a place, as it is written; an empty one if there is none."""
    value = at.value
    return value if isinstance(value, dict) else {}


class Reader:
    """Follows references on behalf of views, and keeps what goes wrong."""

    def __init__(self, workspace: Workspace, diagnostics: DiagnosticCollector) -> None:
        self.workspace = workspace
        self.diagnostics = diagnostics
        self.documents: dict[str, None] = {}  # every file that was looked into, in the order of looking
        self.schemas: set[str] = set()  # the URIs of schemas that were read

    def follow(self, at: DocumentNode) -> DocumentNode | None:
        """The value behind a chain of references; None, and a diagnostic, if there is none."""
        with self.diagnostics.catching():
            target = self.workspace.follow(at)
            while (reference := self.workspace.reference(at)) is not None:
                at = self.workspace.resolve(at, reference)
                self.documents.setdefault(at.document.path)
            return target
        return None

    def view(self, at: DocumentNode) -> View | None:
        """The object at a place, behind its references; None, and a diagnostic, if there is no object."""
        layers = self._layers(at)
        return View(self, layers, layers[-1], key_span(at)) if layers else None

    def wrong(self, at: DocumentNode, wanted: str) -> None:
        """Note that a value has the wrong type."""
        self.diagnostics.add(
            "SPF301", at.span, f"{title_of(at)} must be {wanted}, and is {kind_of(at.value)}"
        )

    def passed_over(self, at: DocumentNode, wanted: str, reading: str) -> None:
        """Note that a value has the wrong type, and how it is read all the same."""
        message = f"{title_of(at)} must be {wanted}, and is {kind_of(at.value)}; {reading}"
        self.diagnostics.add("SPF337", at.span, message)

    def _layers(self, at: DocumentNode) -> tuple[DocumentNode, ...]:
        if not isinstance(at.value, dict):
            self.wrong(at, "an object")
            return ()
        if "$ref" not in at.value:
            return (at,)
        target = self.follow(at)
        if target is None:
            return ()
        if not isinstance(target.value, dict):
            self.wrong(target, "an object")
            return ()
        return (at, target) if len(at.value) > 1 else (target,)


@dataclass(frozen=True)
class View:
    """An object that may be written in several places: where two layers have a member, the first wins."""

    reader: Reader
    layers: tuple[DocumentNode, ...]
    at: DocumentNode  # where the object itself stands, behind its references; its identity
    span: Location  # its name in the place where it was asked for

    def under(self, others: Iterable[View]) -> View:
        """This object with others laid over it: what they say wins."""
        return replace(self, layers=(*_layers_of(others), *self.layers))

    def over(self, others: Iterable[View]) -> View:
        """This object with what others say where it is silent."""
        return replace(self, layers=(*self.layers, *_layers_of(others)))

    def names(self) -> tuple[str, ...]:
        """The names of the members, references aside."""
        return tuple(dict.fromkeys(key for layer in self.layers for key in object_at(layer) if key != "$ref"))

    def __contains__(self, key: str) -> bool:
        return self.find(key) is not None

    def find(self, key: str) -> DocumentNode | None:
        """The first place that has the member with a value other than null."""
        holders = (layer for layer in self.layers if object_at(layer).get(key) is not None)
        return next((layer.child(key) for layer in holders), None)

    def value(self, key: str) -> Any:
        """The plain value of a member, or None."""
        at = self.find(key)
        return None if at is None else at.value

    def text(self, key: str, default: str = "") -> str:
        """A member that is text. A number or a boolean is read as it was written, with a warning."""
        at = self.find(key)
        if at is None:
            return default
        if isinstance(at.value, str):
            return at.value
        if isinstance(at.value, dict | list):
            if key in _WORDS:
                self.reader.passed_over(at, "text", "it is ignored")
            else:
                self.reader.wrong(at, "text")
            return default
        written = at.document.written(at.pointer)
        message = f"{title_of(at)} must be text, and is {kind_of(at.value)}; it is read as {quoted(written)}"
        self.reader.diagnostics.add("SPF302", at.span, message, help="put it in quotes")
        return written

    def flag(self, key: str) -> bool:
        """A member that is true or false; false when it is absent."""
        at = self.find(key)
        if at is not None and str(at.value).lower() in ("true", "false"):
            told = str(at.value).lower()
            if not isinstance(at.value, bool):
                self.reader.passed_over(at, "true or false", f"it is read as {told}")
            return told == "true"
        if at is not None:
            self.reader.wrong(at, "true or false")
        return False

    def view(self, key: str) -> View | None:
        """A member that is an object, behind its references; objects of several layers are merged."""
        views = [view for at in self.places(key) if (view := self.reader.view(at))]
        return replace(views[0], layers=_layers_of(views)) if views else None

    def views(self, key: str) -> dict[str, View]:
        """A member that is a map of objects; each is looked up behind its references."""
        holder = self.view(key)
        return {} if holder is None else holder.members()

    def members(self) -> dict[str, View]:
        """All members, where each is an object; what is none is noted and left out."""
        found = {name: self.view(name) for name in self.names() if not name.startswith("x-")}
        return {name: view for name, view in found.items() if view is not None}

    def items(self, key: str) -> tuple[DocumentNode, ...]:
        """The places of the items of a member that is a list."""
        at = self.find(key)
        if at is None:
            return ()
        if not isinstance(at.value, list):
            self.reader.wrong(at, "a list")
            return ()
        return tuple(at.child(index) for index in range(len(at.value)))

    def item_views(self, key: str) -> tuple[View, ...]:
        """The items of a member that is a list of objects, each behind its references."""
        return tuple(view for at in self.items(key) if (view := self.reader.view(at)))

    def doc(self) -> str:
        """What the object says of itself: its summary, then its description."""
        words = (self.text(key).strip() for key in ("summary", "description"))
        return "\n\n".join(dict.fromkeys(word for word in words if word))

    def extension(self) -> DocumentNode | None:
        """Where the object's `x-event-sourcing` stands."""
        return self.find(EXTENSION)

    def find_span(self, key: str) -> Location:
        """The place of a member's value; of the object's name, if there is no such member."""
        at = self.find(key)
        return self.span if at is None else at.span

    def places(self, key: str) -> tuple[DocumentNode, ...]:
        """The member in every layer, up to the first one that is no object: below it, nothing shows."""
        places: list[DocumentNode] = []
        for layer in self.layers:
            value = object_at(layer).get(key)
            if value is None:
                continue
            if places and not isinstance(value, dict):
                break
            places.append(layer.child(key))
        return tuple(places)


def _layers_of(views: Iterable[View]) -> tuple[DocumentNode, ...]:
    return tuple(layer for view in views for layer in view.layers)
