"""Which readers a repair is for, and the repair itself, rehearsed or done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from specfold.aws.stopped_keys import LEDGER
from specfold.commands.decider import category_and_id
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Cursor, Status
from specfold.operations.changes import Change, Issued, merged
from specfold.operations.dry_run_stores import Notes, Witnessing
from specfold.operations.stack import Deployed, NoStack
from specfold.projections.projection import row_key
from specfold.recovery.event_histories import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A key to be repaired in one service: at one reader, or at all of them."""

    service: Deployed
    channel: str
    key: str
    reader: str = ""  # all


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What came of one reader; `changes` and `issued` are what was done, or would be."""

    service: str
    reader: str
    key: str
    result: Result | Literal["goes on"]  # not held
    changes: Sequence[Change] = ()
    issued: Sequence[Issued] = ()
    reason: str = ""  # why it is not well
    compared: bool = True  # whether rows were compared with the history, and not the cursor alone
    stopped_at: str = ""  # the record that the fold did not take; "" where it came to its end


def everywhere(found: Sequence[Deployed], key: str) -> list[Target]:
    """Every service that reads the stream of the key's aggregate, the aggregate's own first.

    Raises:
        NoStack: the key is of no aggregate here.
    """
    owner = next((target for one in found if (target := _ledger(one, key))), None)
    if owner is None:
        raise NoStack(f"{key!r} is the key of no aggregate here; keys are <aggregate>-<id>, as `held` shows")
    stream = owner.service.environment.streams[owner.channel]
    others = [
        Target(service=one, channel=channel, key=key)
        for one in found
        if one is not owner.service and (channel := one.channel_of(stream))
    ]
    return [Target(service=owner.service, channel=owner.channel, key=key), *others]


def at_reader(found: Sequence[Deployed], reader: str, key: str) -> Target:
    """The one reader of this name that there is for the key.

    Raises:
        NoStack: there is none, or more than one.
    """
    targets = [
        Target(service=one, channel=one.readers[reader], key=key, reader=reader)
        for one in found
        if reader in one.readers
    ]
    if reader == LEDGER:
        targets = [target for one in found if (target := _ledger(one, key))]
    if len(targets) != 1:
        names = ", ".join(sorted({LEDGER, *(name for one in found for name in one.readers)}))
        many = "more than one service has it: say which, by --service" if targets else f"there are {names}"
        raise NoStack(f"no one reader {reader!r} for {key!r}: {many}")
    return targets[0]


def mend(target: Target, *, rehearsal: bool, added: Sequence[Record] = ()) -> list[Mended]:
    """Fold the key again. A reader that was named must be held, or nothing is done.

    `added` are records that the stream has, or is to have, though it may not show them yet.

    Raises:
        Unavailable: AWS cannot be asked now; what was written until then is right.
    """
    notes = Notes(rehearsal)
    wiring = Witnessing(target.service.service, target.service.environment, notes, added)
    if target.reader:
        cursor = _cursor(wiring, target)
        if cursor is None or cursor.status is Status.OK:
            return [_mended(target, target.reader, "unknown" if cursor is None else "goes on", notes)]
    repair = wiring.repair(target.channel)
    results = repair.repair(target.key, target.reader)
    done = [_mended(target, reader, result, notes) for reader, result in results.items()]
    done = [replace(one, stopped_at=_stopped_at(repair.ends.get(one.reader))) for one in done]
    return [_explained(wiring, one, target, repair.reasons.get(one.reader, "")) for one in done]


def _stopped_at(end: Cursor | None) -> str:
    return end.by if end and end.status is not Status.OK else ""


def _explained(wiring: Witnessing, done: Mended, target: Target, reason: str) -> Mended:
    """Why it is not well. What DynamoDB never takes is lost each time, and parked by the store itself."""
    if done.result == "busy":
        cursor = _cursor(wiring, replace(target, reader=done.reader))
        if cursor and cursor.status is Status.PARKED:
            return replace(done, result="parked", reason=cursor.error)
    return done if done.result == "ok" else replace(done, reason=reason)


def _mended(target: Target, reader: str, result: Result | Literal["goes on"], notes: Notes) -> Mended:
    own = [change for change in merged(notes.changes) if change.reader == reader and change.any]
    policies = {policy.name for policy in target.service.service.policies}
    views = [view for reader in target.service.service.readers for view in reader.views]
    return Mended(
        service=target.service.service.name,
        reader=reader,
        key=target.key,
        result=result,
        changes=own,
        compared=not any(view.name == reader and not view.per_aggregate for view in views),
        issued=tuple(one for one in notes.issued if one.policy == reader) if reader in policies else (),
    )


def _ledger(one: Deployed, key: str) -> Target | None:
    category, _ = category_and_id(key)
    for reader in one.service.readers:
        if any(aggregate.name == category for aggregate in reader.aggregates):
            return Target(service=one, channel=reader.channel, key=key, reader=LEDGER)
    return None


def _cursor(wiring: Witnessing, target: Target) -> Cursor | None:
    """How far the reader of a target has come along its key."""
    if target.reader == LEDGER:
        item = wiring.ledger.read(target.key, consistent=True)
        return item.cursor if item else None
    views = (view for reader in target.service.service.readers for view in reader.views)
    for view in (view for view in views if view.name == target.reader):
        own = row_key(view, target.key) if view.per_aggregate else ()
        found = wiring.views.load(view, {target.key: own}).get(target.key)
        return found.cursor if found else None
    return wiring.policy(target.reader).cursor(target.key)
