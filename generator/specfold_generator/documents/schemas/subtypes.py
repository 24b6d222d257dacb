"""Bases with a discriminator and no alternatives: who refers to one means any of its subtypes.

OpenAPI 3.1.1, "Discriminator Object": schemas that have `allOf` the base are its subtypes; `mapping` gives
their tags, and a subtype without an entry goes by its own name. AsyncAPI 3.0, "Schema Object", says the same
of a `discriminator` that is text. Values with another tag are values of the base itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.documents.schemas.naming import own_name
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, key_span, title_of

MOST_SUBTYPES = 100  # of one base; each is a class that every reference to the base may mean

_HOLDERS = (("components", "schemas"), ("$defs",), ("definitions",))
_ALTERNATIVES = ("oneOf", "anyOf")
# Beside a lone part of `allOf` these say nothing about the value: it is a reference with a description.
_NOTES = frozenset((
    *("allOf", "title", "description", "default", "deprecated", "example", "examples", "nullable"),
    *("readOnly", "writeOnly", "externalDocs", "xml", "$comment"),
))  # fmt: skip


@dataclass(frozen=True)
class Tagged:
    """The subtypes of a base, each with its tags, and the member that has the tag."""

    member: str
    subtypes: Sequence[tuple[DocumentNode, tuple[str, ...]]]
    complete: bool  # the base allows no other tag, so that a value is always of a subtype

    @property
    def tags(self) -> list[str]:
        """All tags of subtypes."""
        return [tag for _, tags in self.subtypes for tag in tags]


@dataclass
class Subtypes:
    """Finds the subtypes of bases, in the document of the base and in those of the service."""

    reader: Reader
    own: Sequence[str]
    _children: dict[str, dict[str, list[DocumentNode]]] = field(default_factory=dict)  # by document, by base
    _known: dict[str, Tagged | None] = field(default_factory=dict)

    def of(self, base: DocumentNode) -> Tagged | None:
        """The subtypes of a base; None where it is not one or has none."""
        if base.uri not in self._known:
            self._known[base.uri] = self._found(base)
        return self._known[base.uri]

    def _found(self, base: DocumentNode) -> Tagged | None:
        member = _tag_member(base.value)
        if member is None:
            return None
        subtypes = self._descendants(base)
        if not subtypes:
            return None
        if len(subtypes) > MOST_SUBTYPES:
            message = (
                f"{title_of(base)} has {len(subtypes)} subtypes, and a reference to it stands for at most "
            )
            message += f"{MOST_SUBTYPES}: it is read as the base alone, without the members of subtypes"
            help = "write `oneOf` with those that are meant where you refer to it"
            self.reader.diagnostics.add("SPF387", key_span(base), message, help=help)
            return None
        mapped = self._mapped(base, subtypes)
        tagged = [(place, tuple(mapped.get(place.uri, ())) or (own_name(place),)) for place in subtypes]
        return Tagged(member, tagged, _allows_only(base.value, member, {t for _, ts in tagged for t in ts}))

    def _mapped(self, base: DocumentNode, subtypes: Sequence[DocumentNode]) -> dict[str, list[str]]:
        """Tags by the URI of the subtype, as `mapping` gives them; that of a middle class counts too."""
        found: dict[str, list[str]] = {}
        known = {place.uri for place in (base, *subtypes)}
        for holder in (*subtypes, base):
            inner = holder.child("discriminator", "mapping")
            for tag, target in _mapping(holder.value).items():
                place = target_of(self.reader, inner.child(tag), target)
                if place is None:
                    continue
                if place.uri in known:
                    found[place.uri] = [*(t for t in found.get(place.uri, ()) if holder is base), tag]
                elif holder is base:
                    not_a_branch(self.reader, inner.child(tag), place, f"has no `allOf` {title_of(base)}")
        return found

    def _descendants(self, base: DocumentNode) -> list[DocumentNode]:
        found: dict[str, DocumentNode] = {}
        queue = [base]
        while queue:
            here = queue.pop(0)
            for document in dict.fromkeys((base.document.path, here.document.path, *self.own)):
                for child in self._children_in(document).get(here.uri, ()):
                    if child.uri not in found and child.uri != base.uri:
                        found[child.uri] = child
                        queue.append(child)
        return list(found.values())

    def _children_in(self, path: str) -> Mapping[str, list[DocumentNode]]:
        """The schemas of a document that have `allOf` another, by that one's URI."""
        if path not in self._children:
            found: dict[str, list[DocumentNode]] = {}
            self._children[path] = found
            try:
                root = DocumentNode(self.reader.workspace.document(path), ())
            except SpecError:
                return found
            for schema in _schemas(root):
                place = _arrived(self.reader, schema)
                for parent in self._parents(place) if place else ():
                    children = found.setdefault(parent.uri, [])
                    if place and place not in children:
                        children.append(place)
        return self._children[path]

    def _parents(self, at: DocumentNode) -> Iterator[DocumentNode]:
        parts = at.value.get("allOf") if isinstance(at.value, dict) else None
        for number in range(len(parts)) if isinstance(parts, list) else ():
            part = at.child("allOf", number)
            if isinstance(part.value, dict) and isinstance(part.value.get("$ref"), str):
                found = _arrived(self.reader, part)
                if found:
                    yield found
            else:
                yield from self._parents(part)


def means_any(at: DocumentNode) -> bool:
    """Whether a reference at a place means any subtype, where it points at a base.

    It means the base alone as a part of `allOf`, and as an alternative that a discriminator chooses.
    """
    if len(at.pointer) < 2 or at.pointer[-2] not in ("allOf", *_ALTERNATIVES):
        return True
    whole = DocumentNode(at.document, at.pointer[:-2])
    if not isinstance(whole.value, dict) or at.pointer[-2] != "allOf":
        return isinstance(whole.value, dict) and "discriminator" not in whole.value
    named = len(whole.pointer) > 1 and whole.pointer[-2] in ("schemas", "$defs", "definitions")
    parts = whole.value["allOf"]
    return isinstance(parts, list) and len(parts) == 1 and not named and whole.value.keys() <= _NOTES


def target_of(reader: Reader, entry: DocumentNode, target: Any) -> DocumentNode | None:
    """The schema that an entry of `mapping` means: a name or a reference. None, and a warning: nothing."""
    if not isinstance(target, str):
        reader.wrong(entry, "text: the schema's name or place")
        return None
    schemas = DocumentNode(entry.document, ("components", "schemas"))
    try:
        names = schemas.value
    except LookupError:
        names = None
    named = isinstance(names, dict) and target in names
    bare = not any(sign in target for sign in "/#") and "." not in target
    if named or bare:
        target = f"#/components/schemas/{target.replace('~', '~0').replace('/', '~1')}"
    try:
        place = reader.workspace.resolve(entry, target)
        found = _arrived(reader, place)
    except SpecError as error:
        found = None
        reason = error.diagnostics[0].message if error.diagnostics else ""
        message = (
            f"the tag {quoted(str(entry.pointer[-1]))} is mapped to {quoted(target)}, which is not there; "
        )
        message += f"it is ignored ({reason})" if reason else "it is ignored"
        help = "name a schema that there is, or leave the entry out"
        reader.diagnostics.add("SPF385", entry.span, message, help=help)
    return found


def not_a_branch(reader: Reader, entry: DocumentNode, target: DocumentNode, why: str) -> None:
    """Warn of an entry of `mapping` whose schema is none of those that the discriminator chooses among."""
    message = (
        f"the tag {quoted(str(entry.pointer[-1]))} is mapped to {title_of(target)}, "
        f"which {why}; it is ignored"
    )
    help = "add the schema to the alternatives, or leave the entry out"
    reader.diagnostics.add("SPF386", entry.span, message, help=help)


def _arrived(reader: Reader, at: DocumentNode) -> DocumentNode | None:
    """The schema that a place stands for; None where it is not there."""
    seen = {at.uri}
    try:
        while isinstance(at.value, dict) and at.value.keys() == {"$ref"} | (at.value.keys() & _NOTES):
            at = reader.workspace.resolve(at, str(at.value["$ref"]))
            if at.uri in seen:
                return None
            seen.add(at.uri)
    except SpecError:  # reported where the reference is read as a schema
        return None
    return at


def _schemas(root: DocumentNode) -> Iterator[DocumentNode]:
    for holder in _HOLDERS:
        here = root
        for step in holder:
            found = here.step(step) if isinstance(here.value, dict) else None
            if found is None:
                break
            here = found
        else:
            for name in here.value if isinstance(here.value, dict) else ():
                yield here.child(name)


def _tag_member(value: Any) -> str | None:
    """The member that has the tag, of a base without alternatives of its own."""
    if not isinstance(value, dict) or any(value.get(word) for word in _ALTERNATIVES):
        return None
    found = value.get("discriminator")
    name = found.get("propertyName") if isinstance(found, dict) else found
    return name if isinstance(name, str) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    found = value.get("discriminator") if isinstance(value, dict) else None
    mapping = found.get("mapping") if isinstance(found, dict) else None
    return mapping if isinstance(mapping, dict) else {}


def _allows_only(value: Any, member: str, tags: set[str]) -> bool:
    members = value.get("properties")
    tag = members.get(member) if isinstance(members, dict) else None
    allowed = tag.get("enum", [tag["const"]] if "const" in tag else None) if isinstance(tag, dict) else None
    return isinstance(allowed, list) and member in value.get("required", ()) and {*map(str, allowed)} <= tags
