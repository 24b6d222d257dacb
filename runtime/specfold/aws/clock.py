"""The machine's clock, and fresh ids."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import uuid4


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class RandomIds:
    """Random UUIDs."""

    def new(self) -> str:
        """A fresh one."""
        return str(uuid4())
