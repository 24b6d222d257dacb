"""What clients were told, against the log: reads that see one's own writes, and refusals that were right.

Like `tests.faults.checker` this knows nothing of the runtime.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Any

from tests.faults.checker import Commit, Judged, Seen, Told

RowAt = Callable[[str, Sequence[Commit]], Any]  # the row of a key after these commits; None: there is none
Refuses = Callable[[Told, Sequence[Commit]], bool]  # whether it may be refused so after these commits


def reads(log: Judged, seen: Iterable[Seen], told: Iterable[Told], row_at: RowAt) -> Iterator[str]:
    """Each row that was read is what the log says at its version; and no client goes back in time."""
    writes = defaultdict(list)
    for answer in told:
        if answer.outcome == "accepted":
            writes[answer.key].append(answer)
    last: dict[tuple[str, str], Seen] = {}
    for found in sorted(seen, key=lambda found: found.began):
        where = f"{found.by} read {found.key} at {found.version}"
        history = log.histories.get(found.key, [])
        if found.version > len(history):
            yield f"{where}, and the log ends at {len(history)}"
            continue
        if found.row != row_at(found.key, history[: found.version]):
            yield f"{where}, and saw another row than that"
        if found.version < found.asked:
            yield f"{where}, and had asked for {found.asked}"
        own = (w for w in writes[found.key] if w.by == found.by and w.ended <= found.began)
        known = max((w.version for w in own), default=0)
        if found.version < known:
            yield f"{where}, and had written {known} before"
        earlier = last.get((found.by, found.key))
        if earlier and earlier.ended <= found.began and found.version < earlier.version:
            yield f"{where}, and had read {earlier.version} before"
        last[found.by, found.key] = found
        if any(
            w.version == found.version and not w.idle and w.began > found.ended for w in writes[found.key]
        ):
            yield f"{where}, which nobody had asked for yet"


def refusals(log: Judged, told: Sequence[Told], refuses: Refuses) -> Iterator[str]:
    """Each command that was refused met, while it was under way, a state that refuses it.

    A version was reached no sooner than the command that made it, or any before it, was sent; and no later
    than any behind it was answered.
    """
    sent: dict[str, float] = {}
    answered: dict[str, float] = {}
    for answer in told:
        sent[answer.id] = min(answer.began, sent.get(answer.id, inf))
        if answer.outcome == "accepted":
            answered[answer.id] = min(answer.ended, answered.get(answer.id, inf))
    for answer in told:
        if answer.outcome != "refused":
            continue
        history = log.histories.get(answer.key, [])
        spans = _spans(history, sent, answered)
        met = (n for n, (since, until) in enumerate(spans) if since <= answer.ended and answer.began <= until)
        if not any(refuses(answer, history[:n]) for n in met):
            yield f"{answer.operation} {answer.id} was refused with {answer.status} {answer.code} for nothing"


def _spans(
    history: Sequence[Commit], sent: dict[str, float], answered: dict[str, float]
) -> list[tuple[float, float]]:
    """From when and until when each version, from 0 on, may have been the last one."""
    begins, ends = [-inf], [inf]
    for commit in history:
        begins.append(max(begins[-1], sent.get(commit.command, -inf)))
    for commit in reversed(history):
        ends.append(min(ends[-1], answered.get(commit.command, inf)))
    return list(zip(begins, reversed(ends), strict=True))
