"""A reader's place along one key of the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from runtime.commit import Head, Order, Record


class Status(Enum):
    """Whether a key goes on."""

    OK = "ok"
    HELD = "held"  # the input has a gap or a wrong order: repair(key) mends it
    PARKED = "parked"  # a handler raised: repair(key) once it is mended


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far one reader (ledger, view or policy) has come along one key, and whether it goes on."""

    version: int = 0
    top: str | None = None
    epoch: int = 0
    seq: str = ""  # padded, of the last record judged; "" before the first
    shard: str = ""
    status: Status = Status.OK
    error: str = ""  # why it is held or parked; never holds a payload

    @property
    def head(self) -> Head:
        """What the rule compares a commit with."""
        return Head(self.version, self.top)

    @property
    def order(self) -> Order:
        """The order of the last record judged."""
        return self.epoch, self.seq

    def past(self, record: Record, head: Head | None = None) -> Cursor:
        """The cursor after this record; with a new head if it was accepted."""
        head = head or self.head
        return replace(
            self, version=head.version, top=head.top, epoch=record.epoch, seq=record.seq, shard=record.shard
        )

    def stopped(self, status: Status, error: str) -> Cursor:
        """The cursor where it stands, going no further."""
        return replace(self, status=status, error=error)


START = Cursor()
