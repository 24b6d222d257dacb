"""What a closed window of the archive lacks, compared with the stream."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from specfold.eventlog.commit import Record


@dataclass(frozen=True, slots=True)
class Window:
    """Arrival times in ms since 1970, from `since` up to, and without, `until`.

    It is closed once Firehose has had its time for it: up to 15 minutes of buffer, and 2 hours of tries.
    """

    since: int
    until: int

    def __contains__(self, record: Record) -> bool:
        return self.since <= record.arrived < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a comparison gave. Of a record that is missing it knows the identity alone: see `lacks`."""

    expected: int  # records that the stream has in the window
    missing: frozenset[bytes]  # ... and the archive has not
    changed: int  # ... and the archive has with other content
    strange: int  # records of the window that the archive has, and the stream has not

    @property
    def whole(self) -> bool:
        """Whether the archive is right."""
        return not (self.missing or self.changed or self.strange)

    def lacks(self, record: Record) -> bool:
        """Whether the archive misses this record."""
        return _identity(record) in self.missing


def audited(window: Window, stream: Iterable[Record], archive: Iterable[Record]) -> Audit:
    """Compare the records of a closed window. Both may hold others too, in any order and any number of times.

    Holds some 350 bytes in memory for each record of the window. A window that the stream does not hold whole
    any more has strange records in plenty.
    """
    held = {_identity(record): _content(record) for record in stream if record in window}
    kept: set[bytes] = set()
    changed, strange = set(), set()
    for record in archive:
        identity = _identity(record)
        content = held.get(identity)
        if content is None:
            if record in window:
                strange.add(identity)
            continue
        kept.add(identity)
        if content != _content(record):
            changed.add(identity)
    missing = frozenset(held.keys() - kept)
    return Audit(expected=len(held), missing=missing, changed=len(changed), strange=len(strange))


def _identity(record: Record) -> bytes:
    return _digest(f"{record.epoch}:{record.shard}:{record.seq}".encode())


def _content(record: Record) -> bytes:
    return _digest(record.key.encode() + b"\0" + record.data)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
