"""What a run under faults came to: a table for anyone who watches, and the figures of `docs/faults.md`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.checker import Judged
from tests.faults.journal import Journal
from tests.faults.shop import longest

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->\n)", re.DOTALL)
WRONG = ("lost", "twice", "divergent", "not serialisable", "not linearizable")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was done, what was done to it, and what was wrong then."""

    name: str
    work: Mapping[str, int]
    answers: Mapping[str, int]
    faults: Mapping[str, int]
    findings: Sequence[str] = field(default=())

    @property
    def wrong(self) -> dict[str, int]:
        """Diagnostics by kind; all of them last."""
        kinds = {kind: sum(kind in finding for finding in self.findings) for kind in WRONG}
        return kinds | {"findings": len(self.findings)}


RUNS: list[Run] = []  # of this session


def printed(
    name: str,
    *,
    journal: Journal,
    logs: Sequence[Judged],
    faults: Mapping[str, int],
    findings: Sequence[str],
    more: Mapping[str, int] | None = None,
) -> None:
    """Print it; `make faults` shows it, and pytest keeps it for a test that fails."""
    work = {
        "histories": sum(len(log.histories) for log in logs),
        "commits": sum(len(list(log.commits)) for log in logs),
        "void records": sum(len(log.void) for log in logs),
        "longest history": max(len(longest(log)) for log in logs),
        "requests": journal.sent,
        "reads checked": len(journal.seen),
        **{f"commands {outcome}": n for outcome, n in sorted(journal.outcomes.items())},
        **(more or {}),
    }
    run = Run(name, work, dict(sorted(journal.answers.items())), dict(sorted(faults.items())), findings)
    RUNS.append(run)
    lines = [f"\n-- {name} " + "-" * (58 - len(name))]
    for group, counts in (("", run.work), ("no answer: ", run.answers), ("", run.faults), ("", run.wrong)):
        lines += [f"{group + label:<40} {number:>20}" for label, number in counts.items()]
    sys.stdout.write("\n".join([*lines, *findings[:40]]) + "\n")


def publish() -> None:
    """Print the figures of this session into the page."""
    tables = "\n\n".join(_tables(RUNS))
    PAGE.write_text(FIGURES.sub(lambda found: f"{found[1]}{tables}\n{found[2]}", PAGE.read_text()))


def _tables(runs: Sequence[Run]) -> Iterable[str]:
    yield _table("what was done", [(run.name, run.work) for run in runs])
    yield _table("what struck", [(run.name, run.faults) for run in runs])
    yield _table(
        "requests that settled nothing, and were sent again", [(run.name, run.answers) for run in runs]
    )
    yield _table("what was wrong then", [(run.name, run.wrong) for run in runs])


def _table(title: str, columns: Sequence[tuple[str, Mapping[str, int]]]) -> str:
    labels = dict.fromkeys(label for _, counts in columns for label in counts)
    lines = [f"| {title} | {' | '.join(name for name, _ in columns)} |", "|---|" + "---:|" * len(columns)]
    for label in labels:
        lines.append(f"| {label} | {' | '.join(f'{counts.get(label, 0):,}' for _, counts in columns)} |")
    return "\n".join(lines)
