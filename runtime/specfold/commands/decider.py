"""The decider of one aggregate at work: its state, folded from events and stored as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, Final, Generic, NoReturn, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from specfold.eventlog.ports import LedgerItem
from specfold.model.errors import HandlerFault, InvalidIdentity, StateOutdated, StateUnreadable, described
from specfold.model.key_values import KeyValue
from specfold.model.messages import Event
from specfold.model.service import Aggregate
from specfold.model.shared.limits import MAX_DIGITS

S = TypeVar("S")
MAX_KEY: Final = 256  # characters of a Kinesis partition key


def partition_key(aggregate: str, id: KeyValue, *, member: str = "", in_path: bool = False) -> str:
    """The source key of an aggregate: its category and id. `member` is the id's wire name, for the message.

    An id that stands `in_path` must be one segment there: servers decode `%2F` before they match paths, and
    clients take out `.` and `..` (RFC 3986, 5.2.4).

    Raises:
        InvalidIdentity: the id is empty, has control characters, makes a key above 256 characters, no path
            can carry it, or it is a number that no key of a row can hold.
    """
    text, most = str(id), MAX_KEY - len(aggregate) - 1
    what = member or f"an id of {aggregate}"
    if not 1 <= len(text) <= most or not text.isprintable():
        raise InvalidIdentity(f"{what} has 1 to {most} printable characters", member)
    if not isinstance(id, str) and abs(id) >= 10**MAX_DIGITS:
        raise InvalidIdentity(f"{what} is a number, and has at most {MAX_DIGITS} digits", member)
    if in_path and ("/" in text or text in (".", "..")):
        reason = "stands in a path: it has no `/`, and is neither `.` nor `..`"
        raise InvalidIdentity(f"{what} {reason}", member)
    return f"{aggregate}-{text}"


def category_and_id(key: str) -> tuple[str, str]:
    """What a source key names: the aggregate and its id. Both empty if it is no such key."""
    category, _, id = key.partition("-")
    return (category, id) if id else ("", "")


class States(Generic[S]):
    """The states of one aggregate: initial, evolved, stored and read again.

    The State class is handwritten: a dataclass, a pydantic model, an enum, or any composition that pydantic
    can write as JSON and read back equal.
    """

    def __init__(self, aggregate: Aggregate[S]) -> None:
        self.aggregate = aggregate
        self.wanted = frozenset(aggregate.events)  # the classes that `evolve` takes

    @cached_property
    def _adapter(self) -> TypeAdapter[S]:
        hints = get_type_hints(self.aggregate.initial)
        if hints.get("return") is NoReturn:
            self.aggregate.initial()  # a stand-in: it says that it is unwritten
        if "return" not in hints:
            raise StateUnreadable(f"`initial` of {self.aggregate.name} must say what it returns")
        return TypeAdapter(hints["return"])

    @cached_property
    def fingerprint(self) -> str:
        """Of the State class: what it holds, not how it is described."""
        return _fingerprint(self._adapter.json_schema())

    def evolve(self, state: S, events: Iterable[Event]) -> S:
        """The state after these events."""
        for event in events:
            state = self.aggregate.evolve(state, event)
        return state

    def rehearse(self, state: S, events: Iterable[Event]) -> None:
        """Evolve a state by events that are not facts yet: those that cannot be folded must not become facts.

        Raises:
            NotImplementedError: `evolve` is not written yet for one of them.
            HandlerFault: `evolve` cannot take them, or the state after them cannot be stored.
        """
        try:
            self.encode(self.evolve(state, (event for event in events if event.__class__ in self.wanted)))
        except (NotImplementedError, HandlerFault):
            raise
        except Exception as error:  # whatever handwritten code raises
            raise HandlerFault(f"the {self.aggregate.name} cannot evolve: {described(error)}") from error

    def encode(self, state: S) -> bytes:
        """The state as it is stored.

        Raises:
            StateUnreadable: it would not come back as it is (two classes of a union look alike, for example).
        """
        text = self._adapter.dump_json(state, by_alias=True)
        try:
            same = self._adapter.validate_json(text, by_alias=True, by_name=False) == state
        except ValidationError:
            same = False
        if not same:
            raise StateUnreadable(f"the state of {self.aggregate.name} does not survive being stored as JSON")
        return text

    def decode(self, item: LedgerItem | None) -> S:
        """The state of a stored aggregate; the initial one if there is none.

        Raises:
            StateOutdated: it was written by another State class: fold it again from the log.
        """
        if item is None or item.state is None:
            return self.aggregate.initial()
        if item.folded != item.cursor.version:
            raise StateOutdated(f"a stored state of {self.aggregate.name} is behind its version")
        if item.fingerprint != self.fingerprint:
            raise StateOutdated(f"the State class of {self.aggregate.name} has changed")
        try:
            return self._adapter.validate_json(item.state, by_alias=True, by_name=False)
        except Exception as error:  # pydantic, or a validator that is written by hand
            raise StateOutdated(f"a stored state of {self.aggregate.name} does not read") from error


@lru_cache(maxsize=1024)
def states_of(aggregate: Aggregate[Any]) -> States[Any]:
    """The states of an aggregate; built once, as building the adapter takes milliseconds."""
    return States(aggregate)


def _fingerprint(schema: dict[str, Any]) -> str:
    text = json.dumps(_bare(schema), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _bare(schema: Any) -> Any:
    """A schema without its prose: a better docstring is not another State class."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if isinstance(schema, dict):
        prose = ("title", "description")
        return {k: _bare(v) for k, v in schema.items() if not (k in prose and isinstance(v, str))}
    return schema
