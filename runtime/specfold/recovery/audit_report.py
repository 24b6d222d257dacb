"""What an audit gave, for a log, an answer or a terminal. Identities and keys only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import msgspec

from specfold.recovery.archive_audit import Audit
from specfold.recovery.head_audit import Departure

SETTLED: Final = timedelta(hours=3)  # Firehose buffers for 15 minutes at most and tries for 2 hours at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts of one stream's audit, the objects that were written, and the heads that stand on nothing."""

    expected: int = 0
    missing: int = 0
    changed: int = 0
    strange: int = 0
    written: tuple[str, ...] = ()
    departed: tuple[Departure, ...] = ()

    def with_window(self, audit: Audit, written: Sequence[str]) -> Report:
        """This report and one more window."""
        return replace(
            self,
            expected=self.expected + audit.expected,
            missing=self.missing + len(audit.missing),
            changed=self.changed + audit.changed,
            strange=self.strange + audit.strange,
            written=(*self.written, *written),
        )

    def with_heads(self, departed: Iterable[Departure]) -> Report:
        """This report and what became of the heads."""
        return replace(self, departed=tuple(departed))

    @property
    def right(self) -> bool:
        """Whether the archive is right, or was put right, and the ledger stands on it."""
        mended = not self.missing or bool(self.written)
        return mended and not (self.changed or self.strange or self.departed)

    @property
    def facts(self) -> dict[str, Any]:
        """As JSON."""
        facts: dict[str, Any] = msgspec.to_builtins(self)
        return facts | {"right": self.right}
