"""Messages as facts and requests: frozen, typed, with their wire names kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

JsonObject = dict[str, Any]


class Value(BaseModel):
    """A value object. Strict: "5" is no number. Unknown members are ignored."""

    model_config = ConfigDict(frozen=True, strict=True, populate_by_name=True, extra="ignore")

    @classmethod
    def from_wire(cls, payload: bytes | str | Mapping[str, Any]) -> Self:
        """Read JSON text, or an object as a JSON parser gives it.

        Raises:
            pydantic.ValidationError: a member is missing, of another type or out of bounds.
        """
        text = payload if isinstance(payload, bytes | str) else json.dumps(payload)
        return cls.model_validate_json(text)

    def to_wire(self) -> JsonObject:
        """The payload as it is written: wire names, and only members that were given or have a value."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def to_json(self) -> bytes:
        """The payload as JSON text, UTF-8."""
        return self.model_dump_json(by_alias=True, exclude_unset=True).encode()


class Event(Value):
    """A fact. Unknown members are ignored, so a newer writer never stops an older reader."""

    type: ClassVar[str]
    version: ClassVar[int]

    def __init_subclass__(cls, *, type: str = "", version: int = 0, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if type:
            cls.type, cls.version = type, version


class Command(Value):
    """A request. Unknown members are refused: a typo must not be taken for consent."""

    model_config = ConfigDict(extra="forbid")


class Query(Value):
    """A question. Unknown members are refused."""

    model_config = ConfigDict(extra="forbid")


class Row(Value):
    """A row of a read model."""


class Rejection(Value):
    """Why a command is refused: a value that a decision returns instead of events."""

    status: ClassVar[int]
    title: ClassVar[str]
    detail: str = ""

    def __init_subclass__(cls, *, status: int = 409, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.status = status
        cls.title = (cls.__doc__ or cls.__name__).strip().splitlines()[0]


Upcasts = Mapping[type[Event], Callable[[Any], Event]]


class Catalog:
    """The event classes of a service, found by CloudEvents type and version, read up to the latest version."""

    def __init__(self, *classes: type[Event], upcasts: Upcasts | None = None) -> None:
        self._classes = {(c.type, c.version): c for c in classes}
        self._upcasts = dict(upcasts or {})

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._classes.values())

    def knows(self, type: str, version: int) -> bool:
        """Whether an event of this type and version can be read."""
        return (type, version) in self._classes

    def read(self, type: str, version: int, payload: bytes | str | Mapping[str, Any]) -> Event:
        """The event in its latest version.

        Raises:
            KeyError: no such type and version.
            pydantic.ValidationError: the payload is not what the class says.
        """
        event: Event = self._classes[type, version].from_wire(payload)
        while upcast := self._upcasts.get(event.__class__):
            event = upcast(event)
        return event
