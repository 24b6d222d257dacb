"""Messages as facts and requests: frozen, typed, with their wire names kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, Self, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, RootModel, ValidationError
from pydantic_core import CoreSchema, SchemaValidator, to_json

from specfold.model.errors import NewerEvent
from specfold.model.values.exact import read_exactly
from specfold.model.values.extras import tell_members_from_extras
from specfold.model.values.numbers import whole_numbers
from specfold.model.values.tags import prefer_wire_names

JsonObject = dict[str, Any]
_FRAMES: Final = 500  # that describing one class takes, without the classes that it refers to


class _Nullable:
    """An optional member with this mark may be null as well as absent, and the two are told apart."""


Nullable: Final = _Nullable()


@contextmanager
def _room_to_nest() -> Iterator[None]:
    """Let pydantic describe the classes that a class refers to, and those that they refer to.

    Classes of one cycle are complete only together, so all of them are described within each other, and the
    usual limit is reached by 30 of them.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


class Value(BaseModel):
    """A value object. Strict: "5" is no number, nor is NaN. Unknown members are ignored.

    Python code constructs it by Python names; what comes from outside is read by wire names alone.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        validate_by_alias=True,
        validate_by_name=True,
        extra="ignore",
        allow_inf_nan=False,
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Never write None for an optional member whose schema does not allow null: None is its absence."""
        for field in cls.__pydantic_fields__.values():
            if field.default is None and Nullable not in field.metadata:
                field.exclude_if = _is_none
        with _room_to_nest():
            schema: Any = handler(source)
        if schema["type"] == "model":
            schema["schema"] = read_exactly(schema["schema"])
        if cls.model_config.get("extra") == "allow":
            tell_members_from_extras(schema, cls.__pydantic_fields__)
        return cast(CoreSchema, schema)

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        """Choose the branch of a union as the schema does."""
        schema = cls.__pydantic_core_schema__
        if prefer_wire_names(schema, cls):  # the validator that is there already has the old order
            cls.__pydantic_validator__ = SchemaValidator(schema, _use_prebuilt=False)

    @classmethod
    def from_wire(cls, payload: bytes | str | Mapping[str, Any]) -> Self:
        """Read JSON text, or an object as a JSON parser gives it.

        Raises:
            pydantic.ValidationError: a member is missing, of another type or out of bounds.
        """
        text = payload if isinstance(payload, bytes | str) else to_json(payload)
        try:
            return cls.model_validate_json(text, by_alias=True, by_name=False)
        except ValidationError:
            spelled = whole_numbers(text)
            if spelled is None:
                raise
        return cls.model_validate_json(spelled, by_alias=True, by_name=False)

    def to_wire(self) -> JsonObject:
        """The payload as it is written: wire names, and only members that were given or have a value."""
        # A copy with a wrong member is refused by anyone who reads it; a warning here would only quote it.
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings="none")

    def to_json(self) -> bytes:
        """The payload as JSON text, UTF-8."""
        return self.model_dump_json(by_alias=True, exclude_unset=True, warnings="none").encode()


def _is_none(value: object) -> bool:
    return value is None


class Event(Value):
    """A fact. Unknown members are ignored, so a newer writer never stops an older reader."""

    type: ClassVar[str]
    version: ClassVar[int]

    def __init_subclass__(cls, *, type: str | None = None, version: int = 0, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if type is not None:
            cls.type, cls.version = type, version


class Command(Value):
    """A request. Unknown members are refused: a typo must not be taken for consent."""

    model_config = ConfigDict(extra="forbid")


class Query(Value):
    """A question. Unknown members are refused."""

    model_config = ConfigDict(extra="forbid")


class Row(Value):
    """A row of a read model."""


class ValueRoot(Value, RootModel[Any]):
    """A value that is no JSON object: a list, a text, a choice. It is the attribute `root`."""

    model_config = ConfigDict(extra=None)

    def to_wire(self) -> Any:
        """The value as it is written."""
        return super().to_wire()

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Personal data stays out of logs here too: pydantic shows every root."""
        return super().__repr_args__() if type(self).__pydantic_fields__["root"].repr else ()


class EventRoot(ValueRoot, Event):
    """A fact whose payload is no object."""

    model_config = ConfigDict(extra=None)


class CommandRoot(ValueRoot, Command):
    """A request whose body is no object."""

    model_config = ConfigDict(extra=None)


class RowRoot(ValueRoot, Row):
    """A row that is no object."""

    model_config = ConfigDict(extra=None)


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
    """The event classes of a service by CloudEvents type and version, read up to the latest version."""

    def __init__(self, *classes: type[Event], upcasts: Upcasts | None = None) -> None:
        self._classes = {(c.type, c.version): c for c in classes}
        self._upcasts = dict(upcasts or {})
        self._latest: dict[str, type[Event]] = {}
        for known in sorted(classes, key=lambda c: c.version):
            self._latest[known.type] = known

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._classes.values())

    def knows(self, type: str, version: int) -> bool:
        """Whether an event of this type and version can be read."""
        return (type, version) in self._classes

    def may_become(self, type: str, version: int, wanted: frozenset[type[Event]]) -> bool | None:
        """Whether reading it may give an event of these classes; if not, its payload need not be read.

        None: no event has this name.

        Raises:
            NewerEvent: one of the wanted classes has this name, and no class has this version.
        """
        found = self._classes.get((type, version))
        if found is not None:
            return found in wanted or found in self._upcasts
        latest = self._latest.get(type)
        if latest is not None and latest in wanted:
            why = f"{type} version {version}, this code knows up to {latest.version}"
            raise NewerEvent(f"{type}.v{version}", why)
        return None if latest is None else False

    def names(self, type: str) -> bool:
        """Whether an event of this name is known, in whatever version."""
        return type in self._latest

    def gives(self, type: str, version: int, wanted: frozenset[type[Event]]) -> bool:
        """Whether an event of this type and version can be read, and in its latest version is wanted."""
        return self.knows(type, version) and self._latest[type] in wanted

    def read(self, type: str, version: int, payload: bytes | str | Mapping[str, Any]) -> Event:
        """The event in its latest version.

        Raises:
            KeyError: no such type and version.
            pydantic.ValidationError: the payload is not what the class says.
        """
        return self.latest(self._classes[type, version].from_wire(payload))

    def latest(self, event: Event) -> Event:
        """An event in its latest version, through what is written by hand."""
        while upcast := self._upcasts.get(event.__class__):
            event = upcast(event)
        return event
