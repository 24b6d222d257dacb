"""Rows of read models, found by key or by index; over any store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from specfold.model.key_values import KeyValue
from specfold.model.messages import Row

__all__ = ["Found", "KeyValue", "RowPage", "RowStore", "RowTable", "StoredPage", "StoredRow", "key_value"]

R = TypeVar("R", bound=Row)
R_co = TypeVar("R_co", bound=Row, covariant=True)
_scalar: TypeAdapter[Any] = TypeAdapter(Any)


def key_value(value: object) -> KeyValue:
    """A member as the wire has it: text or a whole number. Null is the empty text, which is in no key."""
    if type(value) is str:
        return value
    wire = "" if value is None else _scalar.dump_python(value, mode="json")
    return wire if isinstance(wire, int) and not isinstance(wire, bool) else str(wire)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as a store keeps it: wire members, and the version of the aggregate it stands for.

    `version` is 0 where a row gathers many aggregates.
    """

    members: Mapping[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Rows in index order and the cursor of the next page, if there is one."""

    rows: Sequence[StoredRow]
    next: str | None


class RowStore(Protocol):
    """Where rows are found. Both reads are eventually consistent unless the store is told otherwise."""

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None: ...

    def rows(
        self, view: str, index: str, partition: KeyValue, *, limit: int, after: str | None, newest_first: bool
    ) -> StoredPage: ...


@dataclass(frozen=True, slots=True)
class Found(Generic[R_co]):
    """A row and its version (an ETag); 0 where a row gathers many aggregates."""

    row: R_co
    version: int


@dataclass(frozen=True, slots=True)
class RowPage(Generic[R_co]):
    """Rows and the cursor of the next page; None on the last."""

    rows: tuple[R_co, ...]
    next: str | None


class RowTable(Generic[R]):
    """A read model's table. Generated subclasses name the row, its keys and its indexes."""

    view: ClassVar[str]
    row: ClassVar[type[Row]]

    def __init__(self, store: RowStore) -> None:
        self._store = store

    def _find(self, *key: object) -> Found[Any] | None:
        stored = self._store.row(self.view, tuple(key_value(part) for part in key))
        return Found(self.row.from_wire(stored.members), stored.version) if stored else None

    def _page(
        self, index: str, partition: object, *, limit: int, after: str | None, newest_first: bool
    ) -> RowPage[Any]:
        page = self._store.rows(
            self.view, index, key_value(partition), limit=limit, after=after, newest_first=newest_first
        )
        return RowPage(tuple(self.row.from_wire(stored.members) for stored in page.rows), page.next)
