"""What a run under faults came to, as a table."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from tests.faults.checker import Judged
from tests.faults.journal import Journal
from tests.faults.shop import longest


def printed(
    name: str,
    journal: Journal,
    logs: Sequence[Judged],
    faults: Mapping[str, int],
    findings: Sequence[str],
) -> None:
    """Print it; `make faults` shows it, and pytest keeps it for a test that fails."""
    counted: dict[str, object] = {
        "histories": sum(len(log.histories) for log in logs),
        "commits": sum(len(list(log.commits)) for log in logs),
        "void records": sum(len(log.void) for log in logs),
        "longest history": max(len(longest(log)) for log in logs),
        "requests": journal.sent,
        "reads checked": len(journal.seen),
        **{f"commands {outcome}": n for outcome, n in sorted(journal.outcomes.items())},
        **{f"no answer: {answer}": n for answer, n in sorted(journal.answers.items())},
        **{f"faults {kind}": n for kind, n in sorted(faults.items())},
        **{word: sum(word in finding for finding in findings) for word in ("lost", "twice", "divergent")},
        "findings": len(findings),
    }
    lines = [f"\n-- {name} " + "-" * (58 - len(name))]
    lines += [f"{label:<40} {number:>20}" for label, number in counted.items()]
    sys.stdout.write("\n".join([*lines, *findings[:40]]) + "\n")
