"""What a schema says of values by itself: types, bounds, enums, texts. Wrong ones are noted and left out."""

from __future__ import annotations

import json
from typing import Any

from specfold_generator.diagnostics.collector import join_names, quoted, suggest
from specfold_generator.json_schema import keywords
from specfold_generator.json_schema.regex import fault
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, kind_of, title_of

Json = dict[str, Any]


class Values:
    """Reads the keywords behind which no schema stands."""

    def __init__(self, reader: Reader) -> None:
        self._diagnostics = reader.diagnostics
        self._told: set[tuple[str, str]] = set()

    def facts(self, at: DocumentNode, value: Json) -> Json:
        """These keywords of a schema, checked, in the order in which they are written."""
        out: Json = {}
        for key, given in value.items():
            read = _READERS.get(key)
            if read is not None and (given is not None or key == "const"):
                read(self, at.child(key), key, given, out)
        _exclusive(out)
        return out

    def ignored(self, at: DocumentNode, wanted: str, help: str = "") -> None:
        """Warn that a keyword's value is wrong and that the keyword is read as absent."""
        message = f"{title_of(at)} must be {wanted}, and is {kind_of(at.value)}; it is ignored"
        self._diagnostics.add("SPF346", at.span, message, help=help)

    def types(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """`type`: one, or several."""
        names = self._older(at, given if isinstance(given, list) else [given], out)
        if names is None:
            return
        for name in names:
            if name not in keywords.TYPES or not isinstance(name, str):
                word = quoted(name) if isinstance(name, str) else f"`{json.dumps(name)[:40]}`"
                message = f"{word} is no type of JSON Schema ({title_of(at)})"
                self._diagnostics.add("SPF347", at.span, message, help=_meant(str(name)))
        known = list(
            dict.fromkeys(name for name in names if isinstance(name, str) and name in keywords.TYPES)
        )
        if not names:
            self._diagnostics.add("SPF347", at.span, f"{title_of(at)} names no type")
        elif known:
            out[key] = known[0] if len(known) == 1 else known

    def _older(self, at: DocumentNode, names: list[Any], out: Json) -> list[Any] | None:
        """Types as other versions and other notations say them; None where any value is meant."""
        if names == ["file"]:
            self.reading(at, "`file` is a type of Swagger 2.0; it is read as a text of bytes")
            out.setdefault("format", "binary")
            return ["string"]
        if names == ["any"]:
            self.reading(at, "`any` is a type of draft-03; it is read as every type")
            return None
        if None in names and len(names) > 1:
            self.reading(at, "`type` has null in place of the name `null`; it is read as that")
            return ["null" if name is None else name for name in names]
        return names

    def reading(self, at: DocumentNode, message: str) -> None:
        """Warn, once for each file, how a keyword of another version is read."""
        key = (at.document.path, message)
        if key not in self._told:
            self._told.add(key)
            self._diagnostics.add("SPF375", at.span, message)

    def enum(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """`enum`: at least one value; the same value twice counts once."""
        if not isinstance(given, list) or not given:
            message = f"{title_of(at)} must be a list of at least one value; it is ignored"
            self._diagnostics.add("SPF348", at.span, message, help="name the values, or leave `enum` out")
            return
        distinct: dict[str, Any] = {}
        for value in given:
            distinct.setdefault(_same(value), value)
        if len(distinct) < len(given):
            message = f"{title_of(at)} (enum) names a value twice; it counts once"
            self._diagnostics.add("SPF349", at.span, message)
        out[key] = list(distinct.values())

    def count(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """A bound on lengths and sizes: a whole number, not negative."""
        if isinstance(given, bool) or not isinstance(given, int | float) or given < 0 or given != int(given):
            self.ignored(at, "a whole number that is not negative")
        else:
            out[key] = int(given)

    def number(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """A bound on numbers; true or false in draft-04."""
        draft_04 = isinstance(given, bool) and key.startswith("exclusive")
        if draft_04 and not speaks_openapi_30(at):
            bound = "minimum" if key.endswith("minimum".capitalize()) else "maximum"
            message = f"`{key}` is a number since draft-06; true makes `{bound}` beside it exclusive"
            self.reading(at, f"{message}, here and elsewhere in this file")
        if not draft_04 and (isinstance(given, bool) or not isinstance(given, int | float)):
            self.ignored(at, "a number")
        elif key == "multipleOf" and given <= 0:  # type: ignore[operator]  # a number, by the line above
            self.ignored(at, "a number above 0")
        else:
            out[key] = given

    def flag(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """True or false."""
        if isinstance(given, bool):
            out[key] = given
        else:
            self.ignored(at, "true or false")

    def text(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """Text; numbers are read as text."""
        if isinstance(given, str):
            out[key] = given
        elif isinstance(given, int | float) and not isinstance(given, bool):
            out[key] = str(given)
        else:
            self.ignored(at, "text")

    def pattern(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """A regular expression that the validator can compile; others are told of and left out."""
        if not isinstance(given, str):
            self.ignored(at, "text")
            return
        if self.compiles(given, at):
            out[key] = given

    def compiles(self, pattern: str, at: DocumentNode) -> bool:
        """Whether the validator understands a pattern; a warning if not."""
        why = fault(pattern)
        if why:
            message = f"the pattern {quoted(pattern)} cannot be compiled ({why}); it is ignored"
            self._diagnostics.add("SPF350", at.span, message)
        return not why

    def required(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """Names of members. A property's own `required: true` (draft-03) is not understood."""
        if not isinstance(given, list):
            help = "list the names of required members in the `required` of the object that holds them"
            self.ignored(at, "a list of names", help)
            return
        names = [name for name in given if isinstance(name, str)]
        if len(names) < len(given):
            self._diagnostics.add(
                "SPF346", at.span, f"{title_of(at)} must hold names only; the rest is ignored"
            )
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            self._diagnostics.add(
                "SPF376", at.span, f"{title_of(at)} names {join_names(twice)} twice; it counts once"
            )
        if names:
            out[key] = list(dict.fromkeys(names))

    def dependent(self, at: DocumentNode, key: str, given: object, out: Json) -> None:
        """`dependentRequired`: names to lists of names."""
        if isinstance(given, dict) and all(isinstance(names, list) for names in given.values()):
            out[key] = given
        else:
            self.ignored(at, "an object: names to lists of names")

    def anything(self, _at: DocumentNode, key: str, given: object, out: Json) -> None:
        """Any JSON value."""
        out[key] = given


_READERS: dict[str, Any] = {
    "const": Values.anything,
    "dependentRequired": Values.dependent,
    "enum": Values.enum,
    "required": Values.required,
    "type": Values.types,
}
_READERS |= dict.fromkeys(keywords.COUNTS, Values.count)
_READERS |= dict.fromkeys(keywords.NUMBERS, Values.number)
_READERS |= dict.fromkeys(keywords.FLAGS, Values.flag)
_READERS |= dict.fromkeys(keywords.TEXTS, Values.text)
_READERS["pattern"] = Values.pattern


def speaks_openapi_30(at: DocumentNode) -> bool:
    """Whether schemas of OpenAPI 3.0 may stand in a document: AsyncAPI lets messages name that format."""
    root = at.document.root
    return isinstance(root, dict) and "asyncapi" in root and at.document.mentions("vnd.oai.openapi")


def _exclusive(out: Json) -> None:
    """Draft-04: `exclusiveMinimum: true` beside `minimum`."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and bound in out:
            out[exclusive] = out.pop(bound)


def _same(value: object) -> str:
    """Equal texts for equal JSON values: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)


_HABITS = {"int": "integer", "int32": "integer", "int64": "integer", "long": "integer", "float": "number"}
_HABITS |= {"double": "number", "bool": "boolean", "str": "string", "date": "string", "uuid": "string"}


def _meant(name: str) -> str:
    habit = _HABITS.get(name.lower())
    return f"did you mean `{habit}`?" if habit else suggest(name.lower(), keywords.TYPES)
