"""How fast the drivers poll, give up waiting, and try again. One place for every waiting time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from threading import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Times in seconds. The defaults suit a person at a terminal; AWS polls a shard once a second."""

    poll: float = 0.2  # between two reads of a shard that gave nothing: five a second is Kinesis's limit
    discover: float = 2.0  # between two looks for new shards
    retry_first: float = 0.1  # doubles with every failure ...
    retry_most: float = 5.0  # ... up to this
    window_most: float | None = None  # caps the batch windows of the topology, for tests in a hurry
    archive_seconds: float = 5.0  # Firehose's buffer interval; 60 or more on AWS
    archive_bytes: int = 1024 * 1024  # Firehose's buffer size

    def window(self, seconds: float) -> float:
        """A batch window of the topology, as it is kept here."""
        return seconds if self.window_most is None else min(seconds, self.window_most)

    def backoff(self, attempt: int, stop: Event) -> bool:
        """Wait before try number `attempt` + 1. False when told to stop meanwhile."""
        longest = min(self.retry_first * 2.0 ** min(attempt - 1, 16), self.retry_most)
        # Half of it is random, so that lanes that failed together do not come back together.
        seconds = longest * (0.5 + random.random() / 2)  # noqa: S311  # jitter, no secret
        return not stop.wait(seconds)
