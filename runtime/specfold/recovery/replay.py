"""Replay: the records of the archive once more through the same rule and the same handlers.

A replay is the channel's own reader over empty stores, so it cannot differ from what runs. Any key it holds
is a defect of the archive: publish only what has none, and whose heads equal the ledger's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from specfold.eventlog.commit import Head, Record
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import LedgerItem, RowKey
from specfold.eventlog.skips import skips_in
from specfold.model.service import Reader
from specfold.projections.channel_reader import ChannelReader
from specfold.storage.memory_ports import MemoryLedger, MemoryRepairs, MemoryViews

BATCH = 5_000  # records folded at a time; bounds memory beside the tables themselves


def in_order(records: Iterable[Record]) -> list[Record]:
    """Each record once, by key and in the order of the log."""
    distinct = {record.identity: record for record in records}
    return sorted(distinct.values(), key=lambda record: (record.key, record.order))


def as_of(records: Iterable[Record], until: int) -> Iterator[Record]:
    """The records that stood in the log at a time (ms since 1970), by key and in order.

    Arrival times may run backwards, so along a key a record counts as recorded no earlier than the one
    before: what was so at one time is so at every later time.
    """
    for _, own in groupby(in_order(records), key=lambda record: record.key):
        recorded = 0
        for record in own:
            recorded = max(recorded, record.arrived)
            if recorded > until:
                break
            yield record


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay gives."""

    ledger: Mapping[str, LedgerItem]
    tables: Mapping[str, Mapping[RowKey, Mapping[str, Any]]]  # rows by view and key
    stopped: Mapping[tuple[str, str | RowKey], Cursor]  # held or parked, by reader ("ledger" or view) and key

    @property
    def heads(self) -> dict[str, Head]:
        """The head of every key."""
        return {key: item.cursor.head for key, item in self.ledger.items()}


def replay(reader: Reader, records: Iterable[Record]) -> Replayed:
    """Fold the records, given in any order and any number of times, from nothing."""
    ledger, views = MemoryLedger(), MemoryViews(reader.views)
    channel = ChannelReader(reader, ledger=ledger, views=views, repairs=MemoryRepairs())
    ordered = in_order(records)
    skips = skips_in(ordered)  # of the whole log: a batch may end between a record and its skip
    for first in range(0, len(ordered), BATCH):
        left = ordered[first : first + BATCH]
        # A key that the ledger or a view stops comes again, for the views that are read after it.
        for _ in range(len(reader.views) + 2):
            left = channel.read(left, skips) if left else []
    cursors = {("ledger", key): item.cursor for key, item in ledger.items.items()} | views.cursors()
    stopped = {key: cursor for key, cursor in cursors.items() if cursor.status is not Status.OK}
    return Replayed(ledger=ledger.items, tables=views.tables(), stopped=stopped)


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose replayed head is not the ledger's; None: the key is not there at all."""

    key: str
    replayed: Head | None
    ledger: Head | None


def differences(replayed: Mapping[str, Head], ledger: Mapping[str, Head]) -> list[Difference]:
    """Where a replay and the ledger disagree. Only this finds the loss of a key's last accepted record."""
    return [
        Difference(key, replayed.get(key), ledger.get(key))
        for key in sorted(replayed.keys() | ledger.keys())
        if replayed.get(key) != ledger.get(key)
    ]
