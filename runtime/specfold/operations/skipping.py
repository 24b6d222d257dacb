"""A record that will never read is skipped: what would change, the record of the decision, and the repair."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

from msgspec.structs import replace

from specfold.aws.composition import Wiring
from specfold.commands.commit_builder import timestamp
from specfold.eventlog.commit import SEQ_DIGITS, Position, Record, padded
from specfold.eventlog.skips import SkipEvent, Why, skip_data
from specfold.model.errors import OutcomeUnknown
from specfold.operations import printing
from specfold.operations.repairing import Mended, Target, everywhere, mend
from specfold.operations.stack import Deployed, NoStack

LONGEST: Final = {"by": 200, "reason": 1_000}  # characters
_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What came of it: nothing was written where it was refused."""

    record: Record
    done: Sequence[Mended]  # what each reader is after it, or would be
    refused: str = ""  # why, and what to do instead
    skip: str = ""  # the place of the record of the decision; "" in a dry run
    why: Why = field(kw_only=True)

    @property
    def well(self) -> bool:
        """Whether the record stops nobody any more, or would not."""
        return not self.refused and all(one.stopped_at == "" for one in self.done)


def skipped(found: Sequence[Deployed], key: str, place: str, why: Why, *, rehearsal: bool) -> Skipped:
    """Skip a record of a key, if it stops a reader now and none after it was skipped.

    Raises:
        NoStack: the key is of no aggregate here, or the record is not in archive and stream.
        Throttled, Unavailable: AWS cannot be asked now. The same command may be given again.
    """
    for name, most in LONGEST.items():
        if not (text := getattr(why, name)) or len(text) > most or not text.isprintable():
            raise NoStack(f"--{name} has 1 to {most} printable characters")
    targets = everywhere(found, key)
    owner = targets[0]
    wiring = Wiring(owner.service.service, owner.service.environment)
    record = _record(wiring, owner.channel, key, place)
    event = _event(owner, record, why)
    after = replace(record, epoch=wiring.epoch(owner.channel), seq="9" * SEQ_DIGITS, data=skip_data(event))
    foreseen, refused = _foreseen(targets, record, after)
    if refused or rehearsal:
        return Skipped(record=record, done=foreseen, refused=refused, why=why)
    position = _put(wiring, owner.channel, key, after.data)
    written = replace(after, epoch=position.epoch, shard=position.shard, seq=position.seq)
    done = _mended(targets, [written], rehearsal=False)
    return Skipped(record=record, done=done, skip=position.place, why=why)


def _foreseen(targets: Sequence[Target], record: Record, after: Record) -> tuple[list[Mended], str]:
    """What a repair would give once the record is skipped; and why it may not be, if so."""
    now = _mended(targets, (), rehearsal=True)
    stuck = [(one.service, one.reader) for one in now if one.stopped_at == record.place]
    if not stuck:
        return (
            now,
            "no reader stops at this record, or a `repair` puts it right; `held` lists what is stopped",
        )
    then = _mended(targets, [after], rehearsal=True)
    left = [one for one in then if one.stopped_at == record.place]
    if len(left) == len(stuck):
        reasons = sorted({one.reason for one in left if one.reason})
        return now, f"it would not help, as the record reads and a handler raises: {'; '.join(reasons)}"
    return then, ""


def _mended(targets: Sequence[Target], added: Sequence[Record], *, rehearsal: bool) -> list[Mended]:
    return [one for target in targets for one in mend(target, rehearsal=rehearsal, added=added)]


def _record(wiring: Wiring, channel: str, key: str, place: str) -> Record:
    epoch, _, rest = place.partition("/")
    shard, _, number = rest.rpartition("/")
    try:
        wanted = int(epoch), shard, padded(number)
    except ValueError as error:
        raise NoStack(f"{place!r} is no record: give it as `held` shows it") from error
    history = wiring.history(channel)
    for record in chain(history.stream.records(key), history.archive.records(key)):
        if record.identity == wanted:
            return record
    raise NoStack(f"{key} has no record {place} in archive and stream")


def _event(owner: Target, record: Record, why: Why) -> SkipEvent:
    return SkipEvent(
        id=str(uuid.uuid4()),
        source=owner.service.service.source,
        time=timestamp(datetime.now(UTC)),
        partitionkey=record.key,
        skippedepoch=record.epoch,
        skippedshard=record.shard,
        skippedseq=record.seq,
        data=why,
    )


def _put(wiring: Wiring, channel: str, key: str, data: bytes) -> Position:
    log = wiring.log(channel)
    for _ in range(_TRIES - 1):
        try:
            return log.put(key, data)
        except OutcomeUnknown:
            wiring.clock.sleep(1.0)  # the same bytes again: two skips of one record are one
    return log.put(key, data)


def text(one: Skipped, *, rehearsal: bool) -> Iterator[str]:
    """As people read it."""
    record = one.record
    shown = printing.place(record.place)
    yield printing.plain(f"record {shown} of {record.key}, {len(record.data):,} bytes")
    yield f"    arrived {printing.moment(record.arrived) or 'at a time not known'}"
    if one.refused:
        yield printing.plain(f"is not skipped: {one.refused}")
        return
    if one.skip:
        yield printing.plain(f"is skipped by record {printing.place(one.skip)}, by {one.why.by}")
    yield from printing.mended_text(one.done, rehearsal=rehearsal)


def json_of(one: Skipped, *, rehearsal: bool) -> dict[str, Any]:
    """As programs read it."""
    results: dict[str, Any] = json.loads(printing.mended_json(one.done, rehearsal=rehearsal))
    return {
        "key": one.record.key,
        "record": printing.place(one.record.place),
        "refused": one.refused or None,
        "skip": printing.place(one.skip),
        "by": one.why.by,
        "reason": one.why.reason,
    } | results
