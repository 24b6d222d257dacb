"""One schema as written -> the same schema in JSON Schema 2020-12.

Read are draft-04 to 2020-12, the superset that AsyncAPI allows, and the leftovers of OpenAPI 3.0. Keywords
that no dialect knows are left out: they say nothing about values, and some tools run what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.diagnostics.similar_names import closest
from specfold_generator.documents.extensions import read_extension
from specfold_generator.documents.schemas.dynamic_scope import Scope
from specfold_generator.documents.schemas.example_checks import allows
from specfold_generator.documents.schemas.nullable import nullable, or_null
from specfold_generator.documents.schemas.subtypes import means_any, not_a_branch, target_of
from specfold_generator.documents.schemas.unmet_values import report_unmet
from specfold_generator.documents.schemas.values import Values
from specfold_generator.json_schema import keywords
from specfold_generator.model.ir import Schema
from specfold_generator.source.dialects import is_known
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, key_span, kind_of, object_at, title_of

DEEPEST = 120  # schemas inside schemas, without a reference between
PERSONAL = "x-personal-data"

Json = dict[str, Any]


class Meaning(Enum):
    """What a reference means."""

    PLAIN = "the schema it points at"
    ANY = "that schema, or any of its subtypes where it is a base with a discriminator"
    DYNAMIC = "the outermost schema of its name"


# The schema with a reference, the reference or its target, its scope, what it means -> its settled form.
Refer = Callable[[DocumentNode, str | DocumentNode, Scope, Meaning], str | None]


class Normaliser:
    """Turns schemas into 2020-12. `refer` is asked for the target of every reference."""

    def __init__(self, reader: Reader, refer: Refer) -> None:
        self._reader = reader
        self._diagnostics = reader.diagnostics
        self._refer = refer
        self._values = Values(reader)
        self._scope = Scope()

    def read(self, at: DocumentNode, scope: Scope) -> Schema:
        """The schema at a place, reached in a scope."""
        before, self._scope = self._scope, scope.entering(self._reader.workspace, at)
        try:
            return self.schema(at)
        finally:
            self._scope = before

    def schema(self, at: DocumentNode, depth: int = 0) -> Schema:
        """The schema at a place; what cannot be understood is noted, and true stands for it."""
        value = at.value
        self._reader.schemas.add(at.uri)
        if value in ("true", "false"):
            self._reader.passed_over(at, "a schema (an object, true or false)", f"it is read as {value}")
            value = value == "true"
        if isinstance(value, bool):
            return value
        if value is None:
            message = f"{title_of(at)} is empty; it is read as a schema that any value meets"
            self._diagnostics.add("SPF341", key_span(at), message, help="write `{}` or `true`")
            return True
        if not isinstance(value, dict):
            self._reader.wrong(at, "a schema (an object, true or false)")
            return True
        if depth > DEEPEST:
            message = f"schemas are nested deeper than {DEEPEST} here"
            self._diagnostics.add(
                "SPF342", at.span, message, help="move inner schemas to `components/schemas`"
            )
            return True
        if depth and isinstance(value.get("$id"), str):  # a resource of its own begins here
            before, self._scope = self._scope, self._scope.entering(self._reader.workspace, at)
            try:
                return self._object(at, value, depth)
            finally:
                self._scope = before
        return self._object(at, value, depth)

    def _object(self, at: DocumentNode, value: Json, depth: int) -> Schema:
        self._strangers(at, value)
        out = self._values.facts(at, value)
        self._annotations(at, value, out)
        self._applicators(at, value, out, depth + 1)
        self._items(at, value, out, depth + 1)
        self._dependencies(at, value, out, depth + 1)
        self._discriminator(at, value, out)
        out = nullable(at, value, out, self._values.reading)
        report_unmet(self._diagnostics, at, out)
        if "default" in out and "$ref" not in value and not allows(out, out["default"]):
            message = f"{title_of(at)} has a default that the schema itself refuses; it is ignored"
            self._diagnostics.add("SPF358", at.child("default").span, message)
            out = {key: inner for key, inner in out.items() if key != "default"}
        return or_null(value, self._reference(at, value, out))

    def _strangers(self, at: DocumentNode, value: Json) -> None:
        dialect = value.get("$schema")
        if isinstance(dialect, str) and not is_known(dialect):
            message = f"{quoted(dialect)} is no dialect that is known here; the schema is read as 2020-12"
            self._diagnostics.add("SPF362", at.child("$schema").span, message)
        for key in value:
            if key in keywords.KNOWN or key.startswith("x-"):
                continue
            meant = closest(key, sorted(keywords.KNOWN), cutoff=0.8)
            if meant:
                message = f"{quoted(key)} is no keyword of JSON Schema; it is ignored"
                help = f"did you mean {quoted(meant)}?"
                self._diagnostics.add("SPF343", key_span(at.child(key)), message, help=help)

    def _annotations(self, at: DocumentNode, value: Json, out: Json) -> None:
        if "default" in value:
            out["default"] = value["default"]
        examples = value.get("examples", [])
        if isinstance(examples, dict):  # as OpenAPI names them elsewhere
            examples = [e.get("value", e) if isinstance(e, dict) else e for e in examples.values()]
        examples = [*examples] if isinstance(examples, list) else [examples]
        if "example" in value:
            examples.insert(0, value["example"])
        if examples:
            out["examples"] = examples
        mark = (
            read_extension(self._diagnostics, at.child(PERSONAL), "personal") if PERSONAL in value else None
        )
        if mark is not None:
            out[PERSONAL] = mark

    def _applicators(self, at: DocumentNode, value: Json, out: Json, depth: int) -> None:
        for key in value:
            inner = at.child(key)
            if key in keywords.SCHEMA and key != "items":
                out[key] = self.schema(inner, depth)
            elif key == "allOf" and isinstance(inner.value, list) and inner.value:
                out[key] = [self._part(at, inner.child(n), depth) for n in range(len(inner.value))]
            elif key in keywords.SCHEMAS:
                branches = self._list(inner, depth)
                if branches:
                    out[key] = branches
            elif key == "patternProperties":
                named = self._named(inner, depth)
                out[key] = {p: s for p, s in named.items() if self._values.compiles(p, inner.child(p))}
            elif key in keywords.NAMED_SCHEMAS:
                out[key] = self._named(inner, depth)

    def _part(self, whole: DocumentNode, at: DocumentNode, depth: int) -> Schema:
        """One part of `allOf`. A base that is a choice which has `whole` in turn gives its members only."""
        base = self._target(at)
        if base is None or not any(self._chooses(base, key, whole) for key in ("oneOf", "anyOf")):
            return self.schema(at, depth)
        message = f"{title_of(base)} is a choice that has {title_of(whole)}, which in turn is all of it; "
        message += "here it stands for its members"
        help = "move the members that they share to a schema of their own"
        self._diagnostics.add("SPF354", at.span, message, help=help)
        members = {k: v for k, v in object_at(base).items() if k not in ("oneOf", "anyOf", "discriminator")}
        return self._object(base, members, depth)

    def _chooses(self, base: DocumentNode, key: str, whole: DocumentNode) -> bool:
        branches = base.value.get(key) if isinstance(base.value, dict) else None
        places = [base.child(key, n) for n in range(len(branches))] if isinstance(branches, list) else []
        return any(self._target(place) == whole for place in places)

    def _target(self, at: DocumentNode) -> DocumentNode | None:
        """What a reference, and nothing beside it, points at; None where there is no such thing."""
        if not isinstance(at.value, dict) or at.value.keys() != {"$ref"}:
            return None
        try:
            return self._reader.workspace.follow(at)
        except SpecError:  # told where the reference is read as a schema
            return None

    def _list(self, at: DocumentNode, depth: int) -> list[Schema]:
        if isinstance(at.value, list) and at.value:
            return [self.schema(at.child(index), depth) for index in range(len(at.value))]
        if isinstance(at.value, list):
            message = f"{title_of(at)} is an empty list; it is ignored"
            self._diagnostics.add("SPF344", key_span(at), message, help="name at least one schema")
        else:
            self._reader.wrong(at, "a list of schemas")
        return []

    def _named(self, at: DocumentNode, depth: int) -> Json:
        if isinstance(at.value, dict) and isinstance(at.value.get("$ref"), str):
            return self._borrowed(at, depth)
        if isinstance(at.value, dict):
            return {name: self.schema(at.child(name), depth) for name in at.value}
        if at.value is not None:
            self._reader.wrong(at, "an object: names to schemas")
        return {}

    def _borrowed(self, at: DocumentNode, depth: int) -> Json:
        """A map of schemas may not be a reference, and is meant when it is one."""
        target = self._reader.follow(at)
        if target is None or target.value == at.value:
            return {}
        message = f"{title_of(at)} may not be a reference; it is read as what stands there"
        self._diagnostics.add("SPF340", at.child("$ref").span, message, help="refer to a schema instead")
        if isinstance(target.value, dict) and isinstance(target.value.get("properties"), dict):
            target = target.child("properties")
        return self._named(target, depth)

    def _items(self, at: DocumentNode, value: Json, out: Json, depth: int) -> None:
        """Draft-07 tuples: a list of `items` and `additionalItems`."""
        if isinstance(value.get("items"), list):
            first = self._list(at.child("items"), depth)
            if first:
                out["prefixItems"] = first
            if "additionalItems" in value:
                out["items"] = self.schema(at.child("additionalItems"), depth)
        elif "items" in value:
            out["items"] = self.schema(at.child("items"), depth)

    def _dependencies(self, at: DocumentNode, value: Json, out: Json, depth: int) -> None:
        """Draft-07 `dependencies`: names, or a schema."""
        found = value.get("dependencies")
        if not isinstance(found, dict):
            return
        for name, wanted in found.items():
            if isinstance(wanted, list):
                out.setdefault("dependentRequired", {})[name] = [n for n in wanted if isinstance(n, str)]
            else:
                inner = at.child("dependencies").child(name)
                out.setdefault("dependentSchemas", {})[name] = self.schema(inner, depth)

    def _discriminator(self, at: DocumentNode, value: Json, out: Json) -> None:
        """Text in AsyncAPI, an object in OpenAPI. It chooses among branches; elsewhere it says nothing."""
        found = value.get("discriminator")
        name = found.get("propertyName") if isinstance(found, dict) else found
        if found is None or not (out.keys() & {"oneOf", "anyOf"}):
            return
        if not isinstance(name, str):
            message = "a discriminator is the name of a member; this one is ignored"
            self._diagnostics.add("SPF345", at.child("discriminator").span, message)
            return
        out["discriminator"] = {"propertyName": name}
        mapping = found.get("mapping") if isinstance(found, dict) else None
        if isinstance(mapping, dict):
            inner = at.child("discriminator").child("mapping")
            parts = [part for word in ("oneOf", "anyOf") for part in out.get(word, ())]
            branches = {part["$ref"] for part in parts if isinstance(part, dict) and "$ref" in part}
            out["discriminator"]["mapping"] = self._mapping(inner, mapping, branches)

    def _mapping(self, inner: DocumentNode, mapping: Json, branches: set[str]) -> Json:
        targets: Json = {}
        for name, target in mapping.items():
            entry = inner.child(name)
            place = target_of(self._reader, entry, target)
            if place is None:
                continue
            settled = self._refer(entry, place, self._scope, Meaning.PLAIN)
            if settled in branches:
                targets[name] = settled
            else:
                not_a_branch(self._reader, entry, place, "is none of the alternatives")
        return targets

    def _reference(self, at: DocumentNode, value: Json, out: Json) -> Schema:
        """`$ref` beside annotations stays as it is; beside constraints, both hold, but not in draft-07."""
        found = [key for key in keywords.REFERENCES if key in value]
        if not found:
            return out
        settled = [target for key in found if (target := self._target_of(at, key, value[key])) is not None]
        beside = keywords.ANNOTATIONS | keywords.UNEVALUATED
        constraints = {k: v for k, v in out.items() if k not in beside}
        notes = {k: v for k, v in out.items() if k in beside}
        if constraints and settled and self._reader.workspace.is_old(at):
            names = join_names(list(constraints))
            message = f"in draft-07 a `$ref` hides all that stands beside it: {names} means nothing here"
            help = "write `allOf` with the reference and the rest as its parts"
            self._diagnostics.add("SPF361", at.span, message, help=help)
            constraints = {}
        if not settled:
            return out or True
        if len(settled) == 1 and not constraints and not notes.keys() & keywords.UNEVALUATED:
            return {"$ref": settled[0], **notes}
        parts = [{"$ref": target} for target in settled]
        return {**notes, "allOf": [*parts, constraints] if constraints else parts}

    def _target_of(self, at: DocumentNode, key: str, reference: object) -> str | None:
        if not isinstance(reference, str):
            self._diagnostics.add(
                "SPF201", at.child(key).span, f"`{key}` must be text, and is {kind_of(reference)}"
            )
            return None
        if key != "$ref":
            return self._refer(at, reference, self._scope, Meaning.DYNAMIC)
        return self._refer(at, reference, self._scope, Meaning.ANY if means_any(at) else Meaning.PLAIN)
