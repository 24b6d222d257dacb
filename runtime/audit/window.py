"""What a closed window of the archive lacks, compared with the stream."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from runtime.commit import Record
from runtime.replay import in_order


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
    """What a comparison gave."""

    expected: int  # records that the stream has in the window
    missing: tuple[Record, ...]  # ... and the archive has not, in the order of the log
    changed: tuple[Record, ...]  # ... and the archive has with other content: as archived
    strange: tuple[Record, ...]  # in the window of the archive, and not in the stream: as archived

    @property
    def whole(self) -> bool:
        """Whether the archive is right."""
        return not (self.missing or self.changed or self.strange)


def audited(window: Window, stream: Iterable[Record], archive: Iterable[Record]) -> Audit:
    """Compare the records of a closed window. Both may hold others too, in any order and any number of times.

    A window that the stream does not hold whole any more has strange records in plenty.
    """
    held = {record.identity: record for record in stream if record in window}
    kept: set[tuple[int, str, str]] = set()
    changed, strange = [], []
    for record in archive:
        found = held.get(record.identity)
        if found is None:
            if record in window:
                strange.append(record)
            continue
        kept.add(record.identity)
        if (found.key, found.data) != (record.key, record.data):
            changed.append(record)
    missing = sorted(
        (record for identity, record in held.items() if identity not in kept), key=lambda r: r.order
    )
    return Audit(
        expected=len(held), missing=tuple(missing), changed=tuple(changed), strange=tuple(in_order(strange))
    )
