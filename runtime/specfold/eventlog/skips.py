"""A skip: an operator's decision, recorded in the log, that a record is passed over.

It is a record of its own, under the partition key of the record that it names, and after that one in the
order of the log: a CloudEvents batch of one event of the type `specfold.record.skipped`. It is no commit, so
a reader that does not know of skips passes over it as malformed.

A skip never undoes anything. It has an effect only where a reader cannot continue: a record that the rule
holds is void, and of a commit that the rule accepts, the events that do not read are left out. Of a record
that is fine it changes nothing, so readers agree in whatever order they meet the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from specfold.eventlog.commit import RULE, Record, Skip
from specfold.eventlog.envelope import commit_of, readable

TYPE: Final = "specfold.record.skipped"
Skips = dict[tuple[str, tuple[int, str, str]], Skip]  # by key and identity of the record that is skipped

_Int = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
_Seq = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{56}\Z")]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Who skipped a record, and for what reason."""

    by: str
    reason: str


class SkipEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The event of a skip, as it is written. FROZEN: a change here changes what old skips do."""

    specversion: str = "1.0"
    id: str
    source: str
    type: str = TYPE
    time: str
    partitionkey: _Text
    skippedepoch: _Int
    skippedshard: _Text
    skippedseq: _Seq
    skippedrule: _Int = RULE  # the newest commit rule that the code of the operator knows
    data: Why


class _Read(msgspec.Struct, frozen=True):
    """What a reader looks at."""

    type: str
    partitionkey: _Text
    skippedepoch: _Int
    skippedshard: _Text
    skippedseq: _Seq
    skippedrule: _Int


_decoder: Final = msgspec.json.Decoder(list[_Read])
_encoder: Final = msgspec.json.Encoder()
_MARK: Final = f'"{TYPE}"'.encode()  # spelled without escapes, so that most records need not be parsed


def skip_data(event: SkipEvent) -> bytes:
    """The data of the record of a skip."""
    return _encoder.encode([event])


def skips_in(records: Iterable[Record]) -> Skips:
    """What these records skip. Two skips of one record are one."""
    found: Skips = {}
    for record in records:
        event = _read(record) if _MARK in record.data else None
        if event is None:
            continue
        identity = event.skippedepoch, event.skippedshard, event.skippedseq
        if (event.skippedepoch, event.skippedseq) < record.order:
            before = found.get((record.key, identity))
            rule = min(event.skippedrule, before.rule) if before else event.skippedrule
            found[record.key, identity] = Skip(rule)
    return found


def is_skip(record: Record) -> bool:
    """Whether a record is a well-formed skip."""
    return _MARK in record.data and _read(record) is not None


def _read(record: Record) -> _Read | None:
    if not readable(record.data) or commit_of(record.data, record.key) is not None:
        return None
    try:
        events = _decoder.decode(record.data)
    except msgspec.DecodeError:
        return None
    if len(events) != 1 or events[0].type != TYPE or events[0].partitionkey != record.key:
        return None
    return events[0]
