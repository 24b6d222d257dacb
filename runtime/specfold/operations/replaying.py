"""Rows folded again from the log, as of any time; nothing is written.

The records are held in memory and sorted, some 2 KB each: of a long log, ask for one key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from specfold.aws.composition import Wiring
from specfold.aws.stopped_keys import StoppedKey
from specfold.commands.decider import category_and_id
from specfold.eventlog.commit import Record
from specfold.eventlog.ports import RowKey
from specfold.model.service import Reader, View
from specfold.operations.changes import masked
from specfold.operations.printing import Found, plain, stopped_json, stopped_text
from specfold.operations.stack import Deployed, NoStack
from specfold.recovery.replay import Replayed, as_of, replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What a replay gives of one view; personal members are masked."""

    rows: Sequence[Mapping[str, Any]]
    stopped: Sequence[Found]  # keys that the fold could not go on along: their rows are not whole


def replayed(found: Sequence[Deployed], name: str, key: str, until: datetime | None) -> Again:
    """Fold a view from archive and stream, by the handlers that are here: all of it, or the row of one key.

    Raises:
        NoStack: no one view has this name, or it gathers many aggregates and a key is asked for.
        Unavailable: archive or stream cannot be read now.
    """
    one, reader, view = _chosen(found, name)
    if key and not view.per_aggregate:
        raise NoStack(f"{name} gathers many aggregates: no row of it is of one key")
    own = [aggregate.name for aggregate in reader.aggregates]
    if key and own and category_and_id(key)[0] not in own:
        raise NoStack(f"{key!r} is the key of no aggregate that {name} follows: keys are <aggregate>-<id>")
    records = _records(Wiring(one.service, one.environment), reader.channel, key)
    if until is not None:
        records = as_of(records, round(until.timestamp() * 1000))
    again = replay(replace(reader, views=(view,)), records)
    return Again(
        rows=[masked(view.row, row) or {} for _, row in sorted(again.tables[name].items(), key=_by_key)],
        stopped=[(one.service.name, stopped) for stopped in _stopped(again, reader)],
    )


def _chosen(found: Sequence[Deployed], name: str) -> tuple[Deployed, Reader, View[Any]]:
    views = [(one, reader, view) for one in found for reader in one.service.readers for view in reader.views]
    chosen = [one for one in views if one[2].name == name]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(sorted({view.name for _, _, view in views}))
    many = "more than one service has it: say which, by --service" if chosen else f"there are {names}"
    raise NoStack(f"no one view {name!r}: {many}")


def _records(wiring: Wiring, channel: str, key: str) -> Iterable[Record]:
    archive, source = wiring.archive(channel), wiring.source(channel)
    if key:
        return chain(archive.records(key), source.records(key))
    return chain(archive.records(), source.since(None))


def _by_key(item: tuple[RowKey, Any]) -> list[str]:
    return [*map(str, item[0])]


def _stopped(again: Replayed, reader: Reader) -> Iterator[StoppedKey]:
    category = next((f"{aggregate.name}-" for aggregate in reader.aggregates), "")
    for (name, key), cursor in again.stopped.items():
        source = key if isinstance(key, str) else f"{category}{key[0]}"  # a row's key has no aggregate
        yield StoppedKey(reader=name, key=source, cursor=cursor)


def text(again: Again) -> Iterator[str]:
    """As people read it: a line a row, and then what stopped."""
    for row in again.rows:
        yield plain(json.dumps(row, ensure_ascii=False))
    if not again.rows and not again.stopped:
        yield "no row"
    yield from stopped_text(again.stopped)
    if again.stopped:
        yield f"{len(again.stopped)} stopped: their rows are not whole"


def json_of(again: Again) -> dict[str, Any]:
    """As programs read it."""
    return {"rows": again.rows, "stopped": stopped_json(again.stopped)}
