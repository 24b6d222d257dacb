"""What clients ask for, what they know of each other, and what they were told."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.faults.checker import Seen, Told
from tests.faults.cloud import until

HOT = 6  # orders that everybody wants to change at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One command, as it is sent however often."""

    service: str
    operation: str
    category: str
    id: str  # of the aggregate
    method: str
    path: str
    body: Any = None
    only_if: int | None = None
    idle: bool = False
    once: str  # Idempotency-Key

    @property
    def key(self) -> str:
        return f"{self.category}-{self.id}"


@dataclass
class Journal:
    """What all clients were told. Safe to use from several threads."""

    told: list[Told] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    sent: int = 0  # requests
    answers: Counter[str] = field(default_factory=Counter)  # that settled nothing, by status and code
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, told: Told) -> None:
        with self._lock:
            self.told.append(told)

    def saw(self, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)

    def request(self) -> None:
        with self._lock:
            self.sent += 1

    def unsettled(self, answer: str) -> None:
        with self._lock:
            self.answers[answer] += 1

    def await_more(self, requests: int) -> None:
        """Wait until the clients have sent so many more."""
        goal = self.sent + requests
        until(lambda: self.sent >= goal, "that the clients go on")

    @property
    def outcomes(self) -> Counter[str]:
        """Commands by what became of them."""
        with self._lock:
            return Counter(
                f"{told.outcome} {told.status}" if told.outcome == "refused" else told.outcome
                for told in self.told
            )


@dataclass
class Places:
    """What clients know of each other's orders: the races are about these."""

    hot: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)  # highest that was told
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, order: str, version: int) -> None:
        with self._lock:
            if order not in self.versions:
                self.open.append(order)
                self.hot = self.open[-HOT:]
            self.versions[order] = max(version, self.versions.get(order, 0))
