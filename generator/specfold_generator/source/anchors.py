"""Names that schemas give themselves: `$id`, `$anchor`, `$dynamicAnchor`, and `$id: "#name"` of draft-07."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urldefrag, urljoin

from specfold_generator.source.document import Document, JsonValue
from specfold_generator.source.json_pointer import Pointer

# What a value is, as far as its place tells: inside a schema all is known, elsewhere in a document little is.
Kind = Literal["schema", "schemas", "named schemas", "anything"]

_SCHEMA = frozenset((
    "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
))  # fmt: skip
_SCHEMAS = frozenset(("allOf", "anyOf", "items", "oneOf", "prefixItems"))
_NAMED = frozenset((
    "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
))  # fmt: skip
_VALUES = frozenset(("const", "default", "enum", "example", "examples"))


class Anchors:
    """The self-given names of one document: resources by URI, anchors by the resource they stand in."""

    def __init__(self, document: Document, *, old: Callable[[Pointer], bool] = lambda _: False) -> None:
        self._old = old  # whether draft-07 or an older one speaks at a place
        self.resources: dict[str, Pointer] = {}
        self.anchors: dict[Pointer, dict[str, Pointer]] = {(): {}}
        self.dynamic: dict[Pointer, dict[str, Pointer]] = {}  # the dynamic ones among them; "": recursive
        self.doubled: set[tuple[Pointer, str]] = set()  # dynamic names that a resource gives more than once
        self._bases: dict[Pointer, str] = {(): own_address(document)}
        self.resources.update({base: () for base in (self._bases[()],) if base})
        # most documents have none of these, and a walk over a large one costs as much as reading it
        if document.mentions("$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"):
            self._read(document.root)

    def _read(self, root: JsonValue) -> None:
        whole: Kind = (
            "schema" if isinstance(root, dict) and isinstance(root.get("$schema"), str) else "anything"
        )
        stack: list[tuple[JsonValue, Pointer, Pointer, Kind]] = [(root, (), (), whole)]
        while stack:
            value, pointer, resource, kind = stack.pop()
            if isinstance(value, dict) and kind in ("schema", "anything"):
                resource = self._name(value, pointer, resource)
            inner = [
                (child, (*pointer, step), resource, below)
                for step, child, below in _children(value, kind)
                if isinstance(child, dict | list)
            ]
            stack += reversed(inner)  # where two have one name, the first has it

    def _name(self, schema: dict[str, JsonValue], pointer: Pointer, resource: Pointer) -> Pointer:
        """Note the names of one object; returns the resource that its children belong to."""
        if "$ref" in schema and self._old(pointer):  # a reference makes all beside it mean nothing
            return resource
        identifier = schema.get("$id")
        if isinstance(identifier, str) and identifier.startswith("#"):
            self.anchors[resource].setdefault(identifier[1:], pointer)
        elif isinstance(identifier, str) and identifier:
            base = urldefrag(_join(self._bases[resource], identifier)).url
            self.resources.setdefault(base, pointer)
            resource = pointer
            self._bases[resource] = base
            self.anchors.setdefault(resource, {})
        for keyword in ("$anchor", "$dynamicAnchor"):
            name = schema.get(keyword)
            if isinstance(name, str):
                self.anchors[resource].setdefault(name, pointer)
                if keyword == "$dynamicAnchor":
                    self._note_dynamic(resource, name, pointer)
        if schema.get("$recursiveAnchor") is True and pointer == resource:
            self._note_dynamic(resource, "", pointer)
        return resource

    def _note_dynamic(self, resource: Pointer, name: str, pointer: Pointer) -> None:
        if self.dynamic.setdefault(resource, {}).setdefault(name, pointer) != pointer:
            self.doubled.add((resource, name))

    def resource_of(self, pointer: Pointer) -> Pointer:
        """The nearest enclosing schema with an `$id`, else the document."""
        if len(self._bases) == 1:
            return ()
        return next(pointer[:end] for end in range(len(pointer), -1, -1) if pointer[:end] in self._bases)

    def find(self, pointer: Pointer, uri: str) -> Pointer | None:
        """The schema whose `$id` is what `uri` means at `pointer`."""
        return self.resources.get(_join(self._bases[self.resource_of(pointer)], uri))


def _children(value: JsonValue, kind: Kind) -> Iterator[tuple[str | int, JsonValue, Kind]]:
    """What stands inside a value, and what that is; what no keyword leads to in a schema is none."""
    if isinstance(value, list):
        inner: Kind = "schema" if kind == "schemas" else "anything"
        yield from ((index, item, inner) for index, item in enumerate(value))
        return
    for name, child in value.items() if isinstance(value, dict) else ():
        if kind == "named schemas":
            yield name, child, "schema"
        elif name in _NAMED or (name == "schemas" and kind == "anything"):
            yield name, child, "named schemas"
        elif name in _SCHEMAS and isinstance(child, list):
            yield name, child, "schemas"
        elif name in _SCHEMA:
            yield name, child, "schema"
        elif kind == "anything" and name not in _VALUES:
            yield name, child, "anything"


def own_address(document: Document) -> str:
    """What an OpenAPI document calls itself: its `$self`, without a fragment; empty where it has none."""
    found = document.root.get("$self") if isinstance(document.root, dict) else None
    return urldefrag(found).url if isinstance(found, str) else ""


def _join(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri)
    except ValueError:  # urllib refuses a host in unbalanced brackets
        return uri
