"""The commands that a policy issues for one record: all are issued before any verdict is waited for.

What is settled is not issued again: a record that is not done in one delivery goes on from there in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from specfold.commands.outcomes import Outcome, Pending, Request
from specfold.model.messages import Command
from specfold.model.service import Decision

TURN: Final = 20  # commands of one record that are issued, or looked at, before other keys have their turn


@dataclass(slots=True)
class Issue:
    """One command of a record."""

    decision: Decision[Any, Any]
    command: Command
    request: Request
    key: str  # of the aggregate that it is for
    put: Pending | None = None  # it is in the log, without a verdict
    since: float = 0.0  # when it was put, by the monotonic clock
    tried: bool = False
    held: bool = False  # its aggregate waited for a repair when it was tried last
    settled: bool = False


class Issues:
    """The commands of one record, in order."""

    def __init__(self, issues: Sequence[Issue], done: str) -> None:
        """`done`: what `Issues.done` was when its cursor was written, by this process or another."""
        self._issues = issues
        count = int(done.partition("/")[0] or 0)
        if count <= len(issues) and self._mark(count) == done:
            for issue in issues[:count]:
                issue.settled = True

    @property
    def left(self) -> bool:
        """Whether there are commands without an outcome."""
        return not all(issue.settled for issue in self._issues)

    @property
    def done(self) -> str:
        """How many of the first commands have their outcome, and which; "" if the first has none."""
        return self._mark(next((n for n, i in enumerate(self._issues) if not i.settled), len(self._issues)))

    def _mark(self, count: int) -> str:
        # Newer handlers may issue others: their number alone does not say that they are the same.
        ids = "\n".join(issue.request.command_id for issue in self._issues[:count])
        return f"{count}/{sha256(ids.encode()).hexdigest()[:16]}" if count else ""

    def advance(self, issue: Callable[[Issue], Outcome], settled: Callable[[Issue, Outcome], bool]) -> bool:
        """Issue what can be issued, up to `TURN` commands; else look at those that wait for their verdict.

        Returns whether more can be done at once. Raises what the two functions raise.
        """
        new = [one for one in self._ready() if not one.tried]
        turn = (new or list(self._ready()))[:TURN]
        for one in turn:
            one.tried = True
            outcome = issue(one)
            one.put = outcome if isinstance(outcome, Pending) else None
            one.settled = settled(one, outcome)
        return any(one.settled for one in turn) or any(not one.tried for one in self._ready())

    def _ready(self) -> Iterator[Issue]:
        """What has no outcome, but for commands of an aggregate that an earlier one is not settled for."""
        waiting: set[str] = set()
        for one in self._issues:
            if not one.settled and one.key not in waiting:
                waiting.add(one.key)
                yield one
