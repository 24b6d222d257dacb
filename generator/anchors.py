"""Names that schemas give themselves: `$id`, `$anchor`, and `$id: "#name"` of draft-07."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin

from generator.pointers import Pointer
from generator.source import Document, JsonValue


class Anchors:
    """The self-given names of one document: resources by URI, anchors by the resource they stand in."""

    def __init__(self, document: Document) -> None:
        self.resources: dict[str, Pointer] = {}
        self.anchors: dict[Pointer, dict[str, Pointer]] = {(): {}}
        self._bases: dict[Pointer, str] = {(): ""}
        # most documents have none of these, and a walk over a large one costs as much as reading it
        if document.mentions("$id", "$anchor", "$dynamicAnchor"):
            self._read(document.root)

    def _read(self, root: JsonValue) -> None:
        stack: list[tuple[JsonValue, Pointer, Pointer]] = [(root, (), ())]
        while stack:
            value, pointer, resource = stack.pop()
            children: Iterable[tuple[str | int, JsonValue]] = ()
            if isinstance(value, dict):
                resource = self._name(value, pointer, resource)
                children = value.items()
            elif isinstance(value, list):
                children = enumerate(value)
            stack += [(child, (*pointer, step), resource) for step, child in children]

    def _name(self, schema: dict[str, JsonValue], pointer: Pointer, resource: Pointer) -> Pointer:
        """Note the names of one object; returns the resource that its children belong to."""
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
        return resource

    def resource_of(self, pointer: Pointer) -> Pointer:
        """The nearest enclosing schema with an `$id`, else the document."""
        if len(self._bases) == 1:
            return ()
        return next(pointer[:end] for end in range(len(pointer), -1, -1) if pointer[:end] in self._bases)

    def find(self, pointer: Pointer, uri: str) -> Pointer | None:
        """The schema whose `$id` is what `uri` means at `pointer`."""
        return self.resources.get(_join(self._bases[self.resource_of(pointer)], uri))


def _join(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri)
    except ValueError:  # urllib refuses a host in unbalanced brackets
        return uri
