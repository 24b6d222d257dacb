"""What operators must see: log lines with stable names and fields, and what is counted and measured.

Keys, ids, types and errors only; never a payload, a row or a state. Ids of commits come from anyone who wrote
the record, so they are cut and escaped. `specfold.aws.logs` makes lines and metrics of the records.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from specfold.eventlog.commit import Verdict
from specfold.eventlog.cursor import Cursor, Status, Step
from specfold.eventlog.envelope import Entry
from specfold.eventlog.skips import is_skip
from specfold.model.errors import Blocked

Name = Literal[
    "held",
    "parked",
    "newer",  # a key stopped at an event that is newer than the code
    "blocked",  # a table, a permission or a quota has AWS refuse all that a reader does
    "standing",  # keys were met that stand still already
    "read",  # commits were judged by the ledger, or folded into a view
    "decided",  # a command has an outcome
    "batch",  # a function has read what it was handed
    "rejected",
    "retried",
    "repaired",
    "defect",
    "failed",
    "audited",
    "AuditMissing",  # the archive lacked `count` records of a closed window
    "HeadMismatch",  # `count` heads of the ledger stand on no record that is kept
]
METRICS: Final[Mapping[str, str]] = {  # every metric there is, and its unit
    "HeldKeys": "Count",  # at which a reader stopped, or which it met while they stand still
    "NewerEvents": "Count",  # of these, for an event that is newer than the code
    "Blocked": "Count",  # refusals that last until a table, a permission or a quota is changed
    "Suspect": "Count",  # of these, for a record of another shard that came late
    "Commits": "Count",  # accepted by the ledger
    "VoidCommits": "Count",
    "VoidRate": "Percent",  # of the commits of one batch
    "MalformedCommits": "Count",
    "CommitWait": "Milliseconds",  # from the decision until its verdict is seen, or was waited for in vain
    "ProjectionLag": "Milliseconds",  # from a batch's oldest arrival until ledger and views are written
    "ReactionLag": "Milliseconds",  # ... until a policy's commands are issued
    "Rejections": "Count",  # of policies' commands
    "Retries": "Count",  # of batches, or of parts of them
    "Repairs": "Count",
    "Defects": "Count",
    "Failures": "Count",  # of requests, by our own fault
    "Audits": "Count",
    "AuditMissing": "Count",
    "HeadMismatch": "Count",
}
_COUNTED: Final[Mapping[Name, str]] = {
    "held": "HeldKeys",
    "parked": "HeldKeys",
    "newer": "HeldKeys",
    "standing": "HeldKeys",
    "blocked": "Blocked",
    "rejected": "Rejections",
    "retried": "Retries",
    "repaired": "Repairs",
    "defect": "Defects",
    "failed": "Failures",
    "audited": "Audits",
    "AuditMissing": "AuditMissing",
    "HeadMismatch": "HeadMismatch",
}
_LEVELS = {
    "held": logging.ERROR,
    "parked": logging.ERROR,
    "newer": logging.ERROR,
    "blocked": logging.ERROR,
    "defect": logging.ERROR,
    "AuditMissing": logging.ERROR,
    "HeadMismatch": logging.ERROR,
    "standing": logging.WARNING,
    "retried": logging.WARNING,
}
_LINE: Final = 100  # commits told in one line
_LONGEST: Final = 128  # characters of an id
_TRACE: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_log = logging.getLogger("runtime.signals")


def signal(name: Name, measures: Mapping[str, float] | None = None, **facts: object) -> None:
    """Say that something happened; `facts` become fields of the log record, and are in its text.

    A fact `count` says how often it did. `measures` are values of METRICS beside the signal's own count.
    """
    counted = {_COUNTED[name]: facts.get("count", 1)} if name in _COUNTED else {}
    said = {key: value for key, value in facts.items() if value not in (None, "", [])}
    text = " ".join(f"{key}={_plain(value)}" for key, value in said.items() if not isinstance(value, list))
    extra = {"signal": name, "facts": said, "measures": counted | dict(measures or {})}
    _log.log(_LEVELS.get(name, logging.INFO), "%s %s", name, text, extra=extra)


def trouble(error: BaseException) -> Name:
    """What to call work that could not be done, and is tried again."""
    return "blocked" if isinstance(error, Blocked) else "retried"


def stopped(
    reader: str,
    cursors: Mapping[str, Cursor],
    groups: Mapping[str, Sequence[Entry]],
    before: Mapping[str, Cursor],
) -> None:
    """Say of each key that goes no further for this reader that it does not, and why.

    Of those that stood still before, it is told how many there are. `cursors` were written, `before` were
    found; `groups` are the entries that were met.
    """
    told = 0
    for key, cursor in cursors.items():
        if cursor.status is Status.OK or cursor.missed:
            continue
        name: Name = "held" if cursor.status is Status.HELD else "parked"
        by = next((entry for entry in groups.get(key, ()) if entry.record.place == cursor.by), None)
        facts = {"version": cursor.version, "error": cursor.error, "record": cursor.by} | _ids(by)
        measures = {"Suspect": 1} if cursor.error.startswith("suspect") else {}
        if cursor.newer:
            name, measures = "newer", {"NewerEvents": 1}
        signal(name, measures, reader=reader, key=key, **facts)
        told += 1
    still = sum(cursor.status is not Status.OK for cursor in (dict(before) | dict(cursors)).values())
    still -= told
    if still:
        signal("standing", reader=reader, count=still)


def judged(reader: str, steps: Sequence[Step]) -> None:
    """Say which commits the ledger accepted, and how many it did not."""
    verdicts = Counter(step.verdict for step in steps)
    malformed = sum(s.verdict is Verdict.MALFORMED and not is_skip(s.entry.record) for s in steps)
    accepted, void = verdicts[Verdict.ACCEPT], verdicts[Verdict.VOID]
    rate = {"VoidRate": 100 * void / (accepted + void)} if accepted + void else {}
    measures = {"Commits": accepted, "VoidCommits": void, "MalformedCommits": malformed}
    taken = [(step.cursor, step.entry) for step in steps if step.verdict is Verdict.ACCEPT]
    folded(reader, taken, measures | rate, void=void, malformed=malformed)


def folded(
    reader: str,
    taken: Sequence[tuple[Cursor, Entry]],
    measures: Mapping[str, float] | None = None,
    **facts: object,
) -> None:
    """Say which commits a reader took, each with the ids that lead to its cause; some hundred in a line.

    One line a commit would cost the consumer as much again as reading it.
    """
    if not _log.isEnabledFor(logging.INFO):
        return
    for at in range(0, max(len(taken), 1), _LINE):
        commits = [_commit(cursor, entry) for cursor, entry in taken[at : at + _LINE]]
        if commits or any(facts.values()):
            signal(
                "read",
                None if at else measures,
                reader=reader,
                commits=commits,
                accepted=len(commits),
                **facts,
            )
        facts = {}


def _commit(cursor: Cursor, entry: Entry) -> dict[str, Any]:
    known = {"commit": entry.commit.id, "command": entry.commit.command} if entry.commit else {}
    told = {name: _told(id) for name, id in known.items()}
    return {"key": entry.record.key, "version": cursor.version} | told | _ids(entry)


def _ids(entry: Entry | None) -> dict[str, str]:
    """What relates a record to others: correlation, causation and trace."""
    first = entry.first if entry else None
    if first is None:
        return {}
    trace = first.traceparent if _TRACE.fullmatch(first.traceparent or "") else None
    ids = {"correlation": first.correlationid, "causation": first.causationid, "trace": trace}
    return {name: _told(id) for name, id in ids.items() if id}


def _told(id: str) -> str:
    return _plain(id[:_LONGEST])


def _plain(value: object) -> str:
    """A fact as text that stays on its line."""
    text = str(value)
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
