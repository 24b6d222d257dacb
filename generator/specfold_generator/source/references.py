"""`$ref` across the files of a project: what a reference means.

Specifications are untrusted: references stay inside the sandbox (`specfold_generator.source.sandbox`), and no
URL is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, SpecError
from specfold_generator.source import json_pointer as pointers
from specfold_generator.source.anchors import Anchors
from specfold_generator.source.dialects import Dialects
from specfold_generator.source.document import Document, read_document
from specfold_generator.source.json_pointer import MalformedReferenceError
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.reference_errors import (
    choices,
    circle_refusal,
    dangling_refusal,
    refusal,
    similar_file,
)
from specfold_generator.source.sandbox import Fence, RefusedError

__all__ = ["Location", "Workspace"]

MAX_TRAIL = 32  # references that pointers may pass through on the way to one place
MAX_GUESSES = 50  # dangling references that are told what was meant; each compares many names
MAX_PARTS = 8  # of a name whose slashes are not escaped


class Workspace:
    """The documents of a project, each read once. See `Fence` for what `allow` may hold."""

    def __init__(self, root: Path, *, specs: str = "specs", allow: Sequence[str] = ()) -> None:
        self._fence = Fence(root, specs, allow)
        self._documents: dict[Path, Document | SpecError] = {}
        self._anchors: dict[Document, Anchors] = {}
        self._dialects = Dialects()
        self._warnings: dict[Diagnostic, None] = {}
        self._guesses = MAX_GUESSES

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was understood although it is not right, so far."""
        return tuple(self._warnings)

    def paths(self) -> list[str]:
        """Every YAML and JSON file below the specs directory, from the project root, sorted."""
        return self._fence.listing()

    def document(self, path: str) -> Document:
        """The document at a posix path from the project root. Raises SpecError with its diagnostics."""
        try:
            return self._open(path)
        except RefusedError as refused:
            found = diagnose(refused.code, Location(path), refused.message, help=refused.help)
            raise SpecError([found]) from None

    def reference(self, at: DocumentNode) -> str | None:
        """The `$ref` of an object; None when it has none, or has a property of that name.

        Raises SpecError when `$ref` is no text.
        """
        value = at.value
        if not isinstance(value, dict) or "$ref" not in value:
            return None
        reference = value["$ref"]
        if isinstance(reference, str):
            return reference
        if isinstance(reference, dict | bool) and at.is_map_of_schemas:
            return None
        raise refusal("SPF201", at, "`$ref` is no text", "write it as text, like '#/components/schemas/Name'")

    def resolve(self, at: DocumentNode, ref: str) -> DocumentNode:
        """Where `ref`, written in the object `at`, points: one hop. Raises SpecError at `$ref`."""
        return self._resolve(at, ref, ())

    def follow(self, at: DocumentNode) -> DocumentNode:
        """Where the chain of references that begins at `at` ends. Raises SpecError, also for a circle."""
        return self._follow(at, ())

    def note_old(self, at: DocumentNode) -> None:
        """The schema at a place is one of draft-07 or before. See `specfold_generator.source.dialects`."""
        if self._dialects.note_old(at):
            self._anchors.pop(at.document, None)

    def is_old(self, at: DocumentNode) -> bool:
        """Whether draft-07 or an older one speaks at a place."""
        return self._dialects.is_old(at.document, at.pointer)

    def dynamic_anchors(self, at: DocumentNode) -> Mapping[str, DocumentNode]:
        """The dynamic anchors of the resource that a place stands in; the recursive one is ""."""
        anchors = self._anchors_of(at.document)
        if not anchors.dynamic:
            return {}
        found = anchors.dynamic.get(anchors.resource_of(at.pointer), {})
        return {name: DocumentNode(at.document, pointer) for name, pointer in found.items()}

    def is_doubled(self, at: DocumentNode, name: str) -> bool:
        """Whether the resource that a place stands in gives a dynamic anchor more than once."""
        anchors = self._anchors_of(at.document)
        return (anchors.resource_of(at.pointer), name) in anchors.doubled

    # --- hops -------------------------------------------------------------------------------------------

    def _follow(self, at: DocumentNode, trail: tuple[DocumentNode, ...]) -> DocumentNode:
        chain = dict.fromkeys([at])
        while (reference := self.reference(at)) is not None:
            at = self._resolve(at, reference, trail)
            if at in chain:
                raise circle_refusal(list(chain), at)
            chain[at] = None
        return at

    def _resolve(self, at: DocumentNode, ref: str, trail: tuple[DocumentNode, ...]) -> DocumentNode:
        try:
            uri, fragment = pointers.split(ref)
            decoded = pointers.decode(fragment)
            resource = self._resource(at, uri)
            if decoded and not decoded.startswith("/"):
                return self._anchor(at, resource, decoded)
            return self._walk(at, ref, resource, pointers.parse(fragment), trail)
        except RefusedError as refused:
            raise refusal(refused.code, at, refused.message, refused.help) from None
        except MalformedReferenceError as malformed:
            raise refusal("SPF207", at, f"{quoted(ref)} is no reference: {malformed}") from None

    def _resource(self, at: DocumentNode, uri: str) -> DocumentNode:
        """The document, or the schema with an `$id`, that the part before `#` names."""
        anchors = self._anchors_of(at.document)
        known = anchors.find(at.pointer, uri) if uri else anchors.resource_of(at.pointer)
        if known is not None:
            return DocumentNode(at.document, known)
        path = self._fence.path(at.document.path, uri)
        try:
            return DocumentNode(self._open(path), ())
        except RefusedError as refused:
            if not refused.help and self._may_guess():
                refused.help = similar_file(at, path, self.paths())
            raise

    def _anchor(self, at: DocumentNode, resource: DocumentNode, name: str) -> DocumentNode:
        scopes = self._anchors_of(resource.document).anchors
        known = {key: place for scope in scopes.values() for key, place in scope.items()}
        known |= scopes.get(resource.pointer, {})
        if name in known:
            return DocumentNode(resource.document, known[name])
        help = f"did you mean {quoted('#/' + name)}?" if "/" in name else ""
        if not help and self._may_guess():
            help = choices(name, list(known))
        raise refusal("SPF208", at, f"{quoted(resource.document.path)} has no `$anchor` {quoted(name)}", help)

    def _walk(
        self,
        at: DocumentNode,
        ref: str,
        resource: DocumentNode,
        names: tuple[str, ...],
        trail: tuple[DocumentNode, ...],
    ) -> DocumentNode:
        """Go down a JSON pointer; where a name is missing beside a `$ref`, go on behind that."""
        here = _beginning(resource, names)
        done = 0
        while done < len(names):
            below, taken = _longest_step(here, names[done:])
            if below is None and self.reference(here) is not None:
                here = self._through(at, here, trail)
                below, taken = _longest_step(here, names[done:])
            if below is None:
                raise dangling_refusal(at, ref, names, done, here, guess=self._may_guess())
            if taken > 1:
                self._note_slash(at, ref, below)
            here, done = below, done + taken
        return here

    def _note_slash(self, at: DocumentNode, ref: str, below: DocumentNode) -> None:
        """A name with a `/` that was not written `~1` is found all the same; other tools will not find it."""
        message = f"{quoted(ref)} was read as the name {quoted(str(below.pointer[-1]))}"
        help = f"write {quoted('#' + pointers.encode(below.pointer))}"
        span = at.document.span((*at.pointer, "$ref"))
        self._warnings[diagnose("SPF211", span, message, help=help)] = None

    def _may_guess(self) -> bool:
        self._guesses -= 1
        return self._guesses >= 0

    def _through(self, at: DocumentNode, here: DocumentNode, trail: tuple[DocumentNode, ...]) -> DocumentNode:
        if here in trail:
            raise circle_refusal(trail, here)
        if len(trail) >= MAX_TRAIL:
            message = f"the pointer passes through more than {MAX_TRAIL} references"
            raise refusal("SPF210", at, message, "refer to the place itself")
        return self._follow(here, (*trail, here))

    # --- files ------------------------------------------------------------------------------------------

    def _open(self, path: str) -> Document:
        real = self._fence.file(path)
        if real not in self._documents:
            try:
                self._documents[real] = read_document(real, self._fence.name(real))
            except SpecError as error:
                self._documents[real] = error
        document = self._documents[real]
        if isinstance(document, SpecError):
            raise SpecError(document.diagnostics)
        return document

    def _anchors_of(self, document: Document) -> Anchors:
        if document not in self._anchors:
            old = partial(self._dialects.is_old, document)
            self._anchors[document] = Anchors(document, old=old)
        return self._anchors[document]


def _beginning(resource: DocumentNode, names: tuple[str, ...]) -> DocumentNode:
    """By the standard a pointer begins at the enclosing `$id`; many authors mean the document."""
    root = DocumentNode(resource.document, ())
    return root if names and resource.step(names[0]) is None else resource


def _longest_step(here: DocumentNode, names: tuple[str, ...]) -> tuple[DocumentNode | None, int]:
    """The member that the first name stands for, or the first names with a `/` between; how many it took."""
    below = here.step(names[0])
    if below is not None or not isinstance(here.value, dict):
        return below, 1
    for taken in range(2, min(len(names), MAX_PARTS) + 1):
        if "/".join(names[:taken]) in here.value:
            return here.child("/".join(names[:taken])), taken
    return None, 1
