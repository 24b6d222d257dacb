# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/traps provides. A plain module satisfies a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from specfold import Answer

from generated.traps.commands import Answer as TrapsAnswer
from generated.traps.commands import Def, KeyRejection, RejectionModel
from generated.traps.events import EventModelEvent, Key, View
from generated.traps.events import Sequence as TrapsSequence
from generated.traps.queries import ImportOs
from generated.traps.read_models import RowModel

S = TypeVar("S")


class EventModelDecider(Protocol[S]):
    """Decisions of the Event aggregate: pure functions; the time is an argument.

    A decision returns events, none if nothing changes, or the reason why not.

    Written by hand in handwritten/traps/event.py.
    """

    def initial(self) -> S: ...

    def evolve(self, state: S, event: EventModelEvent, /) -> S: ...

    def def_(
        self, command: Def, state: S, at: datetime, /
    ) -> Sequence[Key | View | TrapsSequence] | RejectionModel | KeyRejection: ...


class RowModelProjection(Protocol):
    """The read model Row: a pure fold, one row per aggregate. None is no row.

    Written by hand in handwritten/traps/row.py.
    """

    def on_key(self, row: RowModel | None, event: Key, /) -> RowModel | None: ...

    def on_view(self, row: RowModel | None, event: View, /) -> RowModel | None: ...


class PolicyProtocol(Protocol):
    """Whenever
    \"\"\" a key turns

    Pure: event in, commands out.

    Written by hand in handwritten/traps/policy.py.
    """

    def on_key(self, event: Key, /) -> Sequence[Def]: ...


class ClassOperations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/traps/class__operations.py.
    """

    def answer(self, request: TrapsAnswer, /) -> Answer: ...


class EtcOperations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/traps/etc_operations.py.
    """

    def import_os(self, request: ImportOs, /) -> Answer: ...
