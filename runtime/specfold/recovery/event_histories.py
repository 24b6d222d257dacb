"""What the whole history of a key says of a cursor, and of what a fold of it gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from specfold.eventlog.commit import Head, Order, Verdict
from specfold.eventlog.cursor import START, Cursor, Status, follow
from specfold.eventlog.envelope import Entry
from specfold.model.errors import NewerEvent

Result = Literal[
    "ok",  # right, or put right
    "parked",  # a handler raises; a key that went on until now is left as it is
    "hole",  # archive and stream together lack a record: at most, a stopped key was taken up to it
    "behind",  # archive and stream do not show yet what was read already: nothing was written
    "diverged",  # what was folded is not the history: this view must be rebuilt
    "busy",  # others wrote at the same time, as often as it was tried
    "newer",  # the history has events that this code cannot read: a stopped key was taken up to the first
    "unknown",  # neither log nor store knows this key: nothing was written
]


def always(_entry: Entry, _cursor: Cursor) -> bool:
    """In a history that is sorted, nothing comes late."""
    return True


def place_in(entries: Sequence[Entry], cursor: Cursor) -> Cursor | Result:
    """Where a cursor stands in the history, good to go on from; or why it does not."""
    at = START
    for step in follow(START, entries, always):
        if step.verdict is Verdict.HOLD and at.version < cursor.version:
            return "hole"
        if step.verdict is Verdict.HOLD or step.cursor.version > cursor.version:
            break
        at = step.cursor
    if at.version < cursor.version:
        return "behind"
    if at.head != cursor.head:
        return "diverged"
    return at


def types_taken(entries: Sequence[Entry], cursor: Cursor, folded: int | None = None) -> set[str]:
    """The types of the events that a reader has taken when its cursor is there.

    `folded`: the version of its state, where it took no events after that.
    """
    last = cursor.version if folded is None else folded
    diverged = place_in(entries, cursor) == "diverged"
    taken = _below(entries, cursor.head) if diverged else _accepted(entries)
    return {type for entry, version in taken if version <= last for type in entry.types}


def _accepted(entries: Sequence[Entry]) -> Iterator[tuple[Entry, int]]:
    """The entries of the history, with the version that each made."""
    for step in follow(START, entries, always):
        if step.verdict is Verdict.ACCEPT:
            yield step.entry, step.cursor.version


def _below(entries: Sequence[Entry], head: Head) -> Iterator[tuple[Entry, int]]:
    """The entries that a reader accepted which stands on a commit that lost: its line of parents."""
    version, top = head.version, head.top
    for entry in reversed(entries):
        commit = entry.commit
        if commit and (commit.id, commit.base) == (top, version - 1):
            yield entry, version
            version, top = commit.base, commit.parent


def judged(
    now: Cursor,
    was: Cursor,
    entries: Sequence[Entry],
    lost: NewerEvent | None = None,
    folded: bool = True,
) -> tuple[Result, bool]:
    """What a fold gave, and whether it may be written.

    `lost`: what it would forget of what is stored. `folded`: its state came as far as the stored one.

    A handler that raises now takes nothing back of what was folded before: it may only park a key where it
    stands, or later. What is held, or stands on a commit that lost, was folded wrongly: that is taken back.
    An event newer than the code takes back only what stands on a commit that lost.
    """
    if lost:
        return "newer", False
    if now.status is Status.HELD:  # as a reader does, it may take a stopped key further, up to the gap
        return "hole", was.status is not Status.OK and folded and now.order > was.order
    if was.order > end_of(entries):
        return "behind", False
    if now.status is Status.PARKED:
        wrong = (was.status is Status.HELD and not now.newer) or place_in(entries, was) == "diverged"
        return "newer" if now.newer else "parked", wrong or (folded and now.order >= was.order)
    return "ok", True


def end_of(entries: Sequence[Entry]) -> Order:
    """The order of the last record."""
    return entries[-1].record.order if entries else START.order
