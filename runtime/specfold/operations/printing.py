"""What was found and done, for people and for programs; control characters from outside are escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from specfold.aws.stopped_keys import StoppedKey
from specfold.eventlog.cursor import Cursor
from specfold.operations import blocked
from specfold.operations.blocked import Refused
from specfold.operations.changes import Change, RowChange
from specfold.operations.repairing import Mended

Found = tuple[str, StoppedKey]  # with its service
_SAID: Final = {
    "ok": ("put right", "would be put right"),
    "unknown": ("has never been read here: is the key right?",) * 2,
    "goes on": ("is not held: nothing to do",) * 2,
    "parked": ("is still parked; a key that goes on is left as it is",) * 2,
    "hole": ("lacks a record in archive and stream: stays stopped; see the runbook, `hole`",) * 2,
    "behind": ("archive and stream do not show yet what was read: try again in a while",) * 2,
    "diverged": ("has folded what is not the history; `replay` shows what it should hold",) * 2,
    "newer": ("has events that this code cannot read: it waits for the newer code",) * 2,
    "busy": ("others write it at the same time: try again",) * 2,
}


_CURSOR_ONLY: Final = (
    "cursor is right; rows of read models over many aggregates are not compared; "
    "`specfold replay {}` shows what they should hold"
)


def plain(text: object) -> str:
    """Text with control characters, and whatever else does not print, escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))


def moment(milliseconds: int) -> str | None:
    """A time of day, UTC; None where it is not known."""
    if not milliseconds:
        return None
    return (
        datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def place(by: str) -> str | None:
    """A record's place with its number as Kinesis writes it; None where it is not known."""
    epoch, _, rest = by.partition("/")
    shard, _, seq = rest.rpartition("/")
    return f"{epoch}/{shard}/{seq.lstrip('0') or '0'}" if shard else None


# -- held


def held_json(found: Iterable[Found], refused: Iterable[Refused] = (), unread: Iterable[str] = ()) -> str:
    """Held keys, what is refused to readers, and tables that could not be read, as a document."""
    told = {"held": stopped_json(found), "refused": [one.json() for one in refused], "unread": [*unread]}
    return json.dumps(told, indent=2)


def stopped_json(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Held keys as data."""
    return [_stopped(service, one) for service, one in found]


def held_text(
    found: Sequence[Found], refused: Sequence[Refused] = (), unread: Sequence[str] = ()
) -> Iterator[str]:
    """What is refused to readers and held keys, as lines, and what to type next."""
    yield from map(plain, blocked.text(refused))
    if refused:
        yield "the stream keeps for seven days what is not read; see 'What blocks a reader' in the runbook"
    for problem in unread:
        yield plain(f"not read: {problem}; keys held there are not in this list")
    if not found and not unread:
        yield "no key is held"
        return
    yield from stopped_text(found)
    held, parked = (
        sum(one.cursor.status.value == status for _, one in found) for status in ("held", "parked")
    )
    yield f"{held} held, {parked} parked"
    if parked:
        yield "parked: repair and deploy the handler, then `unpark READER KEY --dry-run`, then without"
    if held:
        yield "held: `repair KEY --dry-run`, then without"
    if parked or held:
        yield "a record that will never read: `skip KEY RECORD --by WHO --reason WHY --dry-run`, then without"


def stopped_text(found: Iterable[Found]) -> Iterator[str]:
    """Where each key stands, and why."""
    for service, one in found:
        told = _stopped(service, one)
        yield plain(f"{service} {one.reader} {one.key}")
        yield plain(
            f"    {told['status']} at version {told['version']}: {told['error'] or 'no reason is known'}"
        )
        yield plain(
            f"    since {told['since'] or 'a time not known'}, at record {told['record'] or 'not known'}"
        )


def _stopped(service: str, one: StoppedKey) -> dict[str, Any]:
    return {"service": service, "reader": one.reader, "key": one.key} | _cursor(one.cursor)


def _cursor(cursor: Cursor) -> dict[str, Any]:
    return {
        "status": cursor.status.value,
        "version": cursor.version,
        "top": cursor.top,
        "since": moment(cursor.since),
        "record": place(cursor.by),
        "error": cursor.error or None,
    }


# -- repair and unpark


def mended_json(done: Iterable[Mended], *, rehearsal: bool) -> str:
    """What was done as a document."""
    return json.dumps({"dryRun": rehearsal, "results": [_result(one) for one in done]}, indent=2)


def mended_text(done: Sequence[Mended], *, rehearsal: bool) -> Iterator[str]:
    """What was done as lines: before and after."""
    for one in done:
        said = _SAID[one.result][rehearsal]
        if one.result == "ok" and not (one.changes or one.issued):
            said = "is right: nothing to change" if one.compared else _CURSOR_ONLY.format(one.reader)
        yield plain(f"{one.service} {one.reader} {one.key}: {said}")
        if one.reason:
            yield plain(f"    because {one.reason}")
        for change in one.changes:
            yield f"    cursor  {_shortly(change.before)} -> {_shortly(change.after)}"
            if change.state:
                yield "    state   written again, from the events"
            for row in change.rows.values():
                yield from _row(row)
        for issued in one.issued:
            yield plain(
                f"    command {issued.command} for {issued.key}, {issued.command_id}: {issued.outcome}"
            )
    if rehearsal:
        yield "nothing was written: this was a dry run"


def _result(one: Mended) -> dict[str, Any]:
    return {
        "service": one.service,
        "reader": one.reader,
        "key": one.key,
        "result": one.result,
        "rowsCompared": one.compared,
        "reason": one.reason or None,
        "changes": [_change(change) for change in one.changes],
        "commands": [
            {"name": c.command, "key": c.key, "id": c.command_id, "event": c.event, "outcome": c.outcome}
            for c in one.issued
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "cursor": {
            "before": _cursor(change.before) if change.before else None,
            "after": _cursor(change.after),
        },
        "state": change.state,
        "rows": [
            {"key": list(row.key), "members": list(row.members), "before": row.before, "after": row.after}
            for row in change.rows.values()
        ],
    }


def _row(row: RowChange) -> Iterator[str]:
    key = " ".join(map(str, row.key))
    if not row.members and (row.before is None) == (row.after is None):
        yield plain(f"    row     {key}: as it is" if row.before is not None else f"    row     {key}: none")
        return
    yield plain(f"    row     {key}")
    for name in row.members:
        before, after = _member(row.before, name), _member(row.after, name)
        yield plain(f"        {name}: {before} -> {after}")


def _member(members: Mapping[str, Any] | None, name: str) -> str:
    if members is None or name not in members:
        return "none"
    return json.dumps(members[name], ensure_ascii=False)


def _shortly(cursor: Cursor | None) -> str:
    if cursor is None:
        return "none"
    why = f" ({cursor.error})" if cursor.error else ""
    return plain(f"{cursor.status.value} at version {cursor.version}{why}")
