"""Answers as the spec has them: what only clients write stays inside, and so does what is not documented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from specfold.http import sequences
from specfold.http.media import matching
from specfold.http.shapes import Schema, Shapes
from specfold.model.errors import InvalidAnswer
from specfold.model.schemas import Schemas
from specfold.model.shared.media_types import is_json

MOST_PLACES = 10  # of what is wrong, in one message


class Visible:
    """Takes out of values what a schema forbids (`false`): members that are `writeOnly`."""

    def __init__(self, schema: Schema) -> None:
        self._shapes = Shapes(schema)
        self.needed = _forbids(schema)

    def __call__(self, value: Any) -> Any:
        """The value without them."""
        return self._seen(value, self._shapes.whole) if self.needed else value

    def _seen(self, value: Any, schemas: list[Schema]) -> Any:
        if isinstance(value, list):
            items = self._shapes.items(schemas)
            return [self._seen(item, items) for item in value]
        if not isinstance(value, Mapping):
            return value
        return {
            name: self._seen(inner, self._shapes.member(name, schemas))
            for name, inner in value.items()
            if not _is_forbidden(name, schemas)
        }


class Documented:
    """The documented answers of one operation."""

    def __init__(self, schemas: Schemas, operation: str, *, judging: bool = True) -> None:
        self._judging = judging
        self._schemas = schemas
        self._operation = operation
        self._names: dict[str, dict[str, str]] = {}  # by status and media type: the schema
        for name in schemas.names("answers"):
            if name.startswith(f"{operation} "):
                status, _, media_type = name.removeprefix(f"{operation} ").partition(" ")
                self._names.setdefault(status, {})[media_type] = name
        self._visible: dict[str, Visible] = {}

    def name(self, status: int, media_type: str) -> str | None:
        """The schema of an answer; None: it is not documented, or has none."""
        for known in (str(status), f"{status // 100}XX", "default"):
            if known in self._names:
                found = matching(media_type, self._names[known])
                return self._names[known][found] if found else None
        return None

    def visible(self, name: str) -> Visible:
        """What takes out of a body, or of an item of it, what stays inside."""
        if name not in self._visible:
            self._visible[name] = Visible(self._schemas.schema("answers", name))
        return self._visible[name]

    def items(self, status: int, media_type: str, items: Iterable[Any]) -> Iterable[Any]:
        """The items of a sequence without what stays inside; none is judged, as they may be on their way."""
        name = self.name(status, media_type)
        visible = self.visible(name) if name is not None else None
        if visible is None or not visible.needed:
            return items
        seen = (visible([sequences.plain_data(item)])[0] for item in items)  # documented as a list of them
        return [*seen] if isinstance(items, Sequence) else seen

    def checked(self, status: int, media_type: str, body: bytes) -> bytes:
        """A body as it is sent.

        Raises:
            InvalidAnswer: it is not as documented.
        """
        name = self.name(status, media_type) if is_json(media_type) else None
        if name is None:
            return body
        try:
            value = msgspec.json.decode(body)
        except ValueError as error:
            raise InvalidAnswer(f"the {status} of {self._operation} is no JSON") from error
        visible = self.visible(name)
        seen = visible(value)
        # Only where it is wrong, not what: the values may be personal.
        places = [place or "/" for place, _ in self._schemas.faults("answers", name, seen)]
        if places and self._judging:
            where = ", ".join(places[:MOST_PLACES])
            raise InvalidAnswer(f"the {status} of {self._operation} is not as documented, at {where}")
        return msgspec.json.encode(seen) if visible.needed else body


def _is_forbidden(name: str, schemas: list[Schema]) -> bool:
    named = [schema["properties"][name] for schema in schemas if name in (schema.get("properties") or {})]
    return bool(named) and all(part is False for part in named)


def _forbids(document: Schema) -> bool:
    """Whether a self-contained schema forbids any member."""
    definitions = document.get("$defs", {})
    queue: list[Any] = [{key: part for key, part in document.items() if key != "$defs"}]
    seen: set[str] = set()
    while queue:
        here = queue.pop()
        if isinstance(here, list):
            queue.extend(here)
        elif isinstance(here, Mapping):
            members = here.get("properties")
            if isinstance(members, Mapping) and any(part is False for part in members.values()):
                return True
            reference = here.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                queue.append(definitions.get(reference.removeprefix("#/$defs/")))
            queue.extend(here.values())
    return False
