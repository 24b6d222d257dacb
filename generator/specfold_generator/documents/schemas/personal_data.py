"""Where personal data stands in a shape: the members marked `x-personal-data`, through every reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specfold_generator.documents.schemas.normalise import PERSONAL
from specfold_generator.json_schema import keywords
from specfold_generator.model.ir import Schema

MOST = 1_000  # pointers of one shape
ANY = "*"  # the step into any item of a list, or any further member

_INPLACE = frozenset(("allOf", "anyOf", "oneOf"))


@dataclass(frozen=True)
class Marks:
    """What one schema says without its references."""

    marked: tuple[tuple[str, str], ...]  # pointer, subject
    references: tuple[tuple[str, str], ...]  # pointer, target


class PersonalData:
    """Finds the marks of many shapes; what references lead to is looked at once."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._marks = {target: marks_of(schema) for target, schema in definitions.items()}
        self._leading = self._leads()
        self.endless = False  # whether personal data was met inside a schema that holds itself

    def of(self, schema: Schema) -> dict[str, str]:
        """JSON pointers of the marked members, each with its subject; at most `MOST`."""
        found: dict[str, str] = {}
        self.endless = False
        queue: list[tuple[str, Marks, tuple[str, ...]]] = [("", marks_of(schema), ())]
        while queue and len(found) < MOST:
            prefix, marks, path = queue.pop()
            found.update({prefix + pointer: subject for pointer, subject in marks.marked})
            for pointer, target in marks.references:
                if target in path:
                    self.endless = self.endless or target in self._leading
                elif target in self._leading:
                    queue.append((prefix + pointer, self._marks[target], (*path, target)))
        return dict(sorted(found.items()))

    def _leads(self) -> frozenset[str]:
        """The definitions from which a mark can be reached."""
        leading = {target for target, marks in self._marks.items() if marks.marked}
        sources: dict[str, set[str]] = defaultdict(set)
        for target, marks in self._marks.items():
            for _, reference in marks.references:
                sources[reference].add(target)
        queue = list(leading)
        while queue:
            for source in sources[queue.pop()] - leading:
                leading.add(source)
                queue.append(source)
        return frozenset(leading)


def marks_of(schema: Schema) -> Marks:
    """The marks and references inside one schema."""
    marked: list[tuple[str, str]] = []
    references: list[tuple[str, str]] = []
    for pointer, inner in _inside("", schema):
        mark = inner.get(PERSONAL)
        if isinstance(mark, Mapping):
            marked.append((pointer, str(mark.get("subject", ""))))
        elif mark:
            marked.append((pointer, ""))
        if "$ref" in inner:
            references.append((pointer, str(inner["$ref"])))
    return Marks(tuple(marked), tuple(references))


def _inside(pointer: str, schema: Schema) -> Iterator[tuple[str, Mapping[str, object]]]:
    queue: list[tuple[str, object]] = [(pointer, schema)]
    while queue:
        here, found = queue.pop()
        if not isinstance(found, Mapping):
            continue
        yield here, found
        for key, inner in found.items():
            queue.extend(_steps(here, key, inner))


def _steps(here: str, key: str, inner: object) -> Iterator[tuple[str, object]]:
    """The schemas behind one keyword, each with the pointer of the values it is for."""
    if key == "properties" and isinstance(inner, Mapping):
        yield from ((f"{here}/{escaped(name)}", schema) for name, schema in inner.items())
    elif key == "patternProperties" and isinstance(inner, Mapping):
        yield from ((f"{here}/{ANY}", schema) for schema in inner.values())
    elif key == "dependentSchemas" and isinstance(inner, Mapping):
        yield from ((here, schema) for schema in inner.values())
    elif key == "prefixItems" and isinstance(inner, list):
        yield from ((f"{here}/{index}", schema) for index, schema in enumerate(inner))
    elif key in _INPLACE and isinstance(inner, list):
        yield from ((here, schema) for schema in inner)
    elif key in ("items", "additionalProperties", "contains", "unevaluatedItems", "unevaluatedProperties"):
        yield (f"{here}/{ANY}", inner)
    elif key in keywords.SCHEMA and key != "propertyNames":
        yield (here, inner)


def escaped(step: str) -> str:
    """One step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")
