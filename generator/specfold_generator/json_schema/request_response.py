"""Schemas as they judge at an edge: tags choose branches, and the members of the other side are shut out.

- A discriminator says which branch a value is meant as (OpenAPI 3.1, "Discriminator Object"). Branches that
  leave the tag open would often all be met, and `oneOf` by none: each is given its own tags.
- `readOnly` members are not for requests, `writeOnly` ones not for answers: there they are `false`, and
  never required (OpenAPI 3.0.4, "Fixed Fields for use with schema `properties`").
- Formats of numbers are ranges, and `byte` is base64 (OpenAPI Format Registry). JSON Schema has none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from specfold_generator.json_schema import keywords
from specfold_generator.json_schema.discriminators import told_apart
from specfold_generator.json_schema.flatten import members_of, values_of
from specfold_generator.json_schema.keywords import REFERENCE, Schema
from specfold_generator.json_schema.references import references_in

Json = dict[str, Any]
Hidden = Literal["readOnly", "writeOnly"]

SIDES: Mapping[Hidden, str] = {"readOnly": "request", "writeOnly": "answer"}
_SAME_VALUE = frozenset(("allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"))
_UNTOUCHED = frozenset(("not", "if"))  # shutting a member out there would let others in
_RANGES = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
}
_BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


class Edge:
    """Turns the schemas of one service into what judges on one side. `hidden`: whose members are shut out."""

    def __init__(
        self, definitions: Mapping[str, Schema], names: Mapping[str, str], hidden: Hidden | None
    ) -> None:
        self._definitions = definitions
        self._hidden = hidden
        self._plain: dict[str, str] = {}
        self._keys = self._renamed() if hidden else {}
        self._plain = {made: key for key, made in self._keys.items()}
        # How their files call the definitions: the tags of branches that nothing maps.
        self._names = {self._keys.get(key, key): name for key, name in names.items()}

    def schema(self, schema: Schema) -> Schema:
        """A schema of the service, as it judges here."""
        judged: Schema = self._schema(schema, frozenset())
        return judged

    def definitions(self, schemas: Iterable[Schema]) -> dict[str, Schema]:
        """The definitions that schemas of this side need, and those that they need, as they judge here."""
        found: dict[str, Schema] = {}
        queue = list(schemas)
        while queue:
            for reference in sorted(set(references_in(queue.pop()))):
                key = reference.removeprefix(REFERENCE)
                plain = self._plain.get(key, key)
                if key not in found and plain in self._definitions:
                    found[key] = self.schema(self._definitions[plain])
                    queue.append(found[key])
        return found

    def visible(self, schema: Schema, value: Any) -> Any:
        """A value without the members that are shut out here."""
        if self._hidden is None or not isinstance(schema, Mapping):
            return value
        if isinstance(value, list):
            items = next(values_of("items", schema, self._definition), True)
            return [self.visible(items, item) for item in value]
        if not isinstance(value, dict):
            return value
        members = members_of(schema, self._definition)
        return {
            name: self.visible(members.get(name, True), inner)
            for name, inner in value.items()
            if not self._is_hidden(members.get(name, True))
        }

    # --- one schema -------------------------------------------------------------------------------------

    def _schema(self, schema: Any, outside: frozenset[str]) -> Any:
        """`outside`: members that are shut out of the value, as another part of its schema says."""
        if isinstance(schema, list):
            return [self._schema(part, outside) for part in schema]
        if not isinstance(schema, Mapping):
            return schema
        shut = outside | self._shut(schema) if self._hidden else outside
        out = {key: self._keyword(key, value, shut) for key, value in schema.items()}
        if not out.get("required", True):
            del out["required"]
        _bind_format(out)
        return told_apart(out, self._definition, self._names)

    def _keyword(self, key: str, value: Any, shut: frozenset[str]) -> Any:
        if key == "$ref":
            return self._reference(value)
        if key == "required" and isinstance(value, list):
            return [name for name in value if name not in shut]
        if key == "discriminator" and isinstance(value, Mapping) and "mapping" in value:
            mapping = {tag: self._reference(target) for tag, target in value["mapping"].items()}
            return {**value, "mapping": mapping}
        if key in keywords.VALUES or key in _UNTOUCHED:
            return value
        inner = shut if key in _SAME_VALUE else frozenset()
        if key in keywords.NAMED_SCHEMAS:
            closed = shut if key == "properties" else frozenset()
            return {n: False if n in closed else self._schema(part, inner) for n, part in value.items()}
        return self._schema(value, inner) if key in keywords.SCHEMA | keywords.SCHEMAS else value

    def _reference(self, reference: Any) -> Any:
        key = str(reference).removeprefix(REFERENCE)
        return REFERENCE + self._keys.get(key, key)

    def _definition(self, reference: str) -> Schema:
        key = reference.removeprefix(REFERENCE)
        return self._definitions.get(self._plain.get(key, key), True)

    # --- members of the other side ----------------------------------------------------------------------

    def _shut(self, schema: Mapping[str, Any]) -> frozenset[str]:
        members = members_of(schema, self._definition)
        return frozenset(name for name, member in members.items() if self._is_hidden(member))

    def _is_hidden(self, member: Schema) -> bool:
        seen: set[str] = set()
        while isinstance(member, Mapping):
            if member.get(str(self._hidden)) is True:
                return True
            reference = member.get("$ref")
            if not isinstance(reference, str) or reference in seen:
                return False
            seen.add(reference)
            member = self._definition(reference)
        return False

    def _renamed(self) -> dict[str, str]:
        """Names on this side of the definitions that say something else here."""
        leading: dict[str, set[str]] = {}
        for key, schema in self._definitions.items():
            for reference in references_in(schema):
                leading.setdefault(reference.removeprefix(REFERENCE), set()).add(key)
        marked = {key for key, schema in self._definitions.items() if self._hides(schema)}
        queue = list(marked)
        while queue:
            for key in leading.get(queue.pop(), set()) - marked:
                marked.add(key)
                queue.append(key)
        side = SIDES[self._hidden] if self._hidden else ""
        taken = set(self._definitions)
        made: dict[str, str] = {}
        for key in sorted(marked):
            made[key] = f"{key}.{side}"
            while made[key] in taken:
                made[key] += "_"
            taken.add(made[key])
        return made

    def _hides(self, schema: Any) -> bool:
        queue = [schema]
        while queue:
            here = queue.pop()
            if isinstance(here, list):
                queue.extend(here)
            elif isinstance(here, Mapping):
                members = here.get("properties")
                if isinstance(members, Mapping) and any(map(self._is_hidden, members.values())):
                    return True
                queue.extend(value for key, value in here.items() if key not in keywords.VALUES)
        return False


def _bind_format(out: Json) -> None:
    """The range, or the alphabet, of a format, where the schema does not say its own."""
    kinds = out.get("type")
    types = {kinds} if isinstance(kinds, str) else set(kinds or ())
    bounds = _RANGES.get(str(out.get("format")))
    if bounds and types & {"integer", "number"}:
        if not out.keys() & {"minimum", "exclusiveMinimum"}:
            out["minimum"] = bounds[0]
        if not out.keys() & {"maximum", "exclusiveMaximum"}:
            out["maximum"] = bounds[1]
    if out.get("format") == "byte" and "string" in types and "pattern" not in out:
        out["pattern"] = _BASE64
