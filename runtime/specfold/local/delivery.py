"""Delivering one batch until it is done: partial failures, bisection, retries, age, discarding.

The rules are Lambda's for a Kinesis source ("Configuring partial batch response", "Retain discarded batch
records"). Where AWS does not say, the stricter reading is taken: a retry is counted per batch that made no
progress, and what remains of a batch is discarded as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from specfold.local.errors import FunctionError
from specfold.local.shards import Record

Batch = Sequence[Record]
Invoke = Callable[[Batch], Any]
RETRIES_EXHAUSTED = "RetryAttemptsExhausted"
TOO_OLD = "RecordAgeExceeded"


@dataclass(frozen=True, slots=True)
class Retrying:
    """How a mapping deals with failures. -1 retries, or an age of None: until the record expires."""

    retries: int = -1
    bisect: bool = True
    max_age_seconds: float | None = None


class Progress(Protocol):
    """What a delivery reports to, and waits on."""

    def done(self, records: Batch) -> None:
        """These records need no more work: they were handled, or were discarded on record."""
        ...

    def discard(self, records: Batch, condition: str, invocations: int) -> bool:
        """Put them to the on-failure destination. False: stopped before that was possible."""
        ...

    def failed(self, records: Batch, reason: str) -> None:
        """An invocation failed; for the log."""
        ...

    def pause(self, attempt: int) -> bool:
        """Wait before the next try. False: stop here, and leave the rest undone."""
        ...


@dataclass(frozen=True, slots=True)
class _Work:
    records: Batch
    failures: int = 0  # of this batch, as it is
    invocations: int = 0


def first_failure(answer: Any, records: Batch) -> int | None:
    """Where a function's answer says that it failed: an index into `records`, or None for success.

    Raises:
        FunctionError: the answer counts as a complete failure (a wrong shape, an identifier that is null,
            empty or of no record in the batch).
    """
    if not answer:
        return None
    if not isinstance(answer, dict):
        raise FunctionError("BadResponse", f"expected an object, got {type(answer).__name__}")
    failures = answer.get("batchItemFailures")
    if not failures:
        return None
    if not isinstance(failures, list):
        raise FunctionError("BadResponse", "batchItemFailures is not a list")
    places = {record.sequence: index for index, record in enumerate(records)}
    indexes = []
    for item in failures:
        identifier = item.get("itemIdentifier") if isinstance(item, dict) else None
        if not isinstance(identifier, str) or identifier not in places:
            raise FunctionError("BadResponse", f"no record has the itemIdentifier {identifier!r}")
        indexes.append(places[identifier])
    return min(indexes)


def deliver(records: Batch, invoke: Invoke, rules: Retrying, progress: Progress) -> bool:
    """Work on a batch until every record is done. False when it was told to stop before that."""
    waiting = [_Work(records)]  # the last is the next, so that order is kept
    while waiting:
        work = _without_old(waiting.pop(), rules, progress)
        if work is None:
            return False
        if not work.records:
            continue
        again = _attempt(work, invoke, rules, progress)
        if not again:
            continue
        if rules.retries >= 0 and again[-1].failures > rules.retries:
            if not progress.discard(again[-1].records, RETRIES_EXHAUSTED, again[-1].invocations):
                return False
            progress.done(again[-1].records)
            continue
        waiting.extend(again)
        if not progress.pause(max(again[-1].failures, 1)):
            return False
    return True


def _attempt(work: _Work, invoke: Invoke, rules: Retrying, progress: Progress) -> list[_Work]:
    """Invoke once. What is left to do, the next piece last."""
    records, tries = work.records, work.invocations + 1
    try:
        place = first_failure(invoke(records), records)
    except FunctionError as problem:
        progress.failed(records, str(problem))
        if rules.bisect and len(records) > 1:
            # A split does not use up a retry, and both halves start where the whole stood.
            middle = len(records) // 2
            halves = (records[middle:], records[:middle])
            return [_Work(half, work.failures, tries) for half in halves]
        return [_Work(records, work.failures + 1, tries)]
    if place is None:
        progress.done(records)
        return []
    progress.failed(records[place:], f"reported from {records[place].sequence} on")
    if place == 0:
        return [_Work(records, work.failures + 1, tries)]
    progress.done(records[:place])
    return [_Work(records[place:], 1, tries)]


def _without_old(work: _Work, rules: Retrying, progress: Progress) -> _Work | None:
    """The work less the records that have grown too old, which are discarded. None: stopped."""
    if rules.max_age_seconds is None:
        return work
    horizon = time.time() - rules.max_age_seconds
    old = [record for record in work.records if record.arrived < horizon]
    if not old:
        return work
    if not progress.discard(old, TOO_OLD, work.invocations):
        return None
    progress.done(old)
    return _Work(
        [record for record in work.records if record.arrived >= horizon], work.failures, work.invocations
    )
