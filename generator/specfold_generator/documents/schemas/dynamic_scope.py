"""The dynamic scope of a schema: the resources through which it was reached (JSON Schema 2020-12 Core, 7.1).

A `$dynamicRef` means the outermost schema of that name on the way to it. A definition that is reached in two
scopes that differ is two definitions, so every reference in them can be plain.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from specfold_generator.source.location import DocumentNode
from specfold_generator.source.references import Workspace


@dataclass(frozen=True, slots=True)
class Scope:
    """The dynamic anchors met so far, each with the place that met it first."""

    anchors: tuple[tuple[str, DocumentNode], ...] = field(default=())

    def entering(self, workspace: Workspace, at: DocumentNode) -> Scope:
        """The scope at a place: with the anchors of its resource that nobody further out has."""
        fresh = workspace.dynamic_anchors(at)
        known = dict(self.anchors)
        if fresh.keys() <= known.keys():
            return self
        return Scope(tuple(sorted({**fresh, **known}.items(), key=lambda anchor: anchor[0])))

    def of(self, name: str, otherwise: DocumentNode) -> DocumentNode:
        """What a dynamic anchor means here."""
        return dict(self.anchors).get(name, otherwise)

    def key(self, at: DocumentNode) -> str:
        """The name of a schema that is read in this scope."""
        if not self.anchors:
            return at.uri
        text = "\n".join(f"{name} {place.uri}" for name, place in self.anchors)
        return f"{at.uri} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
