"""Who wins: the rule that every reader of the log applies, and that alone decides.

An append is not yet a commit. A record names the version (`base`) and the commit (`parent`) its decision saw;
`decide` compares them with the head a reader has reached. It looks at nothing else, so all readers agree:
the ledger, every view, every policy, and every replay, forever. Each `commitrule` is frozen: a new rule gets
a new number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

from msgspec import Struct

SEQ_DIGITS: Final = 56  # of a Kinesis sequence number; a DynamoDB Number holds 38, so it is kept as text
RULE: Final = 1  # what producers write today

Order = tuple[int, str]  # (epoch, padded sequence number): the order of the log


def padded(sequence_number: str) -> str:
    """A sequence number as text that sorts as the number does.

    Raises:
        ValueError: not decimal, or longer than 56 digits.
    """
    if not (sequence_number.isascii() and sequence_number.isdigit() and len(sequence_number) <= SEQ_DIGITS):
        raise ValueError(f"not a sequence number of up to {SEQ_DIGITS} digits")
    return sequence_number.zfill(SEQ_DIGITS)


# Structs, here and in cursors: a replay makes millions of them, at a fraction of what dataclasses take.
class Position(Struct, frozen=True, gc=False):
    """Where a record stands in the log."""

    epoch: int  # small integer of the physical stream; configured, never sent by a producer
    shard: str
    seq: str  # padded: 56 digits

    @property
    def order(self) -> Order:
        """What sorts the records of one key."""
        return self.epoch, self.seq

    @property
    def place(self) -> str:
        """The position as text, for people and for revisions of rows."""
        return f"{self.epoch}/{self.shard}/{self.seq}"


class Record(Position, frozen=True, gc=False):
    """One record as a reader gets it. `(epoch, shard, seq)` tells redelivered ones apart."""

    arrived: int  # milliseconds since 1970, UTC; approximate, may run backwards
    key: str  # partition key: "<aggregate>-<id>"
    data: bytes  # a CloudEvents JSON batch, or anything else

    @property
    def identity(self) -> tuple[int, str, str]:
        """Two records with one identity are one record, delivered twice."""
        return self.epoch, self.shard, self.seq


class Commit(Struct, frozen=True, gc=False):
    """What the rule sees of a well-formed record. `specfold.eventlog.envelope` reads it."""

    id: str
    base: int  # the version that the decision saw
    parent: str | None  # the commit at that version; None at base 0
    command: str  # command id
    rule: int = RULE


class Skip(Struct, frozen=True, gc=False):
    """That an operator had a record passed over. `specfold.eventlog.skips` reads it."""

    rule: int  # the newest commit rule that the operator's code knew


class Head(Struct, frozen=True, gc=False):
    """How far a reader has come along one key. A version counts accepted commits, not events."""

    version: int = 0
    top: str | None = None  # id of the commit at `version`


class Verdict(Enum):
    """What a record is to the reader that meets it."""

    ACCEPT = "accept"
    VOID = "void"  # lost the race, or a producer's duplicate
    MALFORMED = "malformed"
    HOLD = "hold"  # the reader's own input has a gap or a wrong order: never void it


def _rule_1(head: Head, commit: Commit) -> Verdict:
    """Frozen. A base is put only once it was visible: a base to come is a hole in my input, never a race."""
    if commit.base < head.version:
        return Verdict.VOID
    if commit.base == head.version and commit.parent == head.top:
        return Verdict.ACCEPT
    return Verdict.HOLD


RULES: Final[Mapping[int, Callable[[Head, Commit], Verdict]]] = {1: _rule_1}


def decide(head: Head, commit: Commit | None, skip: Skip | None = None) -> Verdict:
    """The verdict on a commit at this head; None is a record that is not well formed.

    A rule that this reader does not know yet is held, never voided: a newer reader may accept it. A skip
    turns HOLD into VOID, and nothing else: what any reader accepts stays accepted. Only a commit of a rule
    that was not known when it was skipped is void for later readers too, as it was for those of that time.
    """
    if commit is None:
        return Verdict.MALFORMED
    rule = RULES.get(commit.rule)
    verdict = rule(head, commit) if rule else Verdict.HOLD
    if skip and (verdict is Verdict.HOLD or commit.rule > skip.rule):
        return Verdict.VOID
    return verdict


def advanced(head: Head, commit: Commit) -> Head:
    """The head once the commit is accepted."""
    return Head(head.version + 1, commit.id)
