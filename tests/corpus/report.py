"""Tables and reasons, as text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from tests.corpus.bad import Verdict
from tests.corpus.results import STEPS, Result

_SHOWN = 4  # documents named beside a reason


def text(results: list[Result], verdicts: list[Verdict]) -> str:
    """Everything that is told at the end."""
    parts = []
    if results:
        parts += [_table(results), *_reasons(results), _costs(results)]
    if verdicts:
        parts.append(_bad(verdicts))
    return "\n\n".join(parts)


def unexplained(results: Iterable[Result]) -> list[Result]:
    """Documents that ended in neither working code nor a diagnostic, nor are right against what is said."""
    return [
        r
        for r in results
        if r.verdict == "broken"
        or ("generated" in r.steps and r.reasons)
        or (r.verdict == "silent" and not r.rightly)
    ]


def table(results: list[Result]) -> list[list[str]]:
    """A head, a row for each kind and version, and one for all."""
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.paper.row].append(result)
    head = ["", "tried", *STEPS, "refused as expected", "refused", "broken", "silent"]
    lines = [head]
    for name, found in [*sorted(rows.items()), ("all", results)]:
        verdicts = Counter(result.verdict for result in found)
        steps = [_count(found, step) for step in STEPS]
        lines.append(
            [name, str(len(found)), *steps, *(str(verdicts[verdict]) for verdict in head[len(steps) + 2 :])]
        )
    return lines


def _count(found: list[Result], step: str) -> str:
    """How many passed a step; and of how many, where it was not tried with all that generated."""
    passed = sum(step in result.steps for result in found)
    tried = sum(step in result.steps or step in result.reasons for result in found)
    generated = sum("generated" in result.steps for result in found)
    if step == "generated" or tried >= generated:
        return f"{passed}"
    return f"{passed} of {tried}" if tried else "-"


def _table(results: list[Result]) -> str:
    lines = table(results)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _reasons(results: list[Result]) -> Iterable[str]:
    for title, chosen in (
        ("refused as expected", "refused as expected"),
        ("refused, although its authors may have meant it to be read", "refused"),
    ):
        grouped: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            if result.verdict == chosen:
                grouped[" + ".join(result.codes)].append(result)
        yield _group(title, grouped)
    for step in STEPS:
        grouped = defaultdict(list)
        for result in results:
            if step in result.reasons and not result.refused:
                for reason in {_kind(line) for line in result.reasons[step]}:
                    grouped[reason].append(result)
        yield _group(f"not {step}", grouped)
    grouped = defaultdict(list)
    for result in results:
        if result.verdict == "silent":
            grouped[result.rightly or "UNEXPLAINED"].append(result)
    yield _group("generated without a word, although it is said to be invalid", grouped)


def _group(title: str, grouped: dict[str, list[Result]]) -> str:
    filled = {reason: found for reason, found in grouped.items() if found}
    lines = [f"{title}: {sum(map(len, filled.values())) or 'none'}"]
    for reason, found in sorted(filled.items(), key=lambda pair: -len(pair[1])):
        named = ", ".join(str(result.paper.number) for result in found[:_SHOWN])
        lines.append(f"  {len(found):4}  {reason}  ({named}{' …' if len(found) > _SHOWN else ''})")
    return "\n".join(lines)


def _kind(line: str) -> str:
    """A reason without what differs from document to document."""
    line = re.sub(r"^\S+?\.py:\d+: ", "", line)
    line = re.sub(r"^\S+?::\S+: ", "", line)
    return re.sub(r"[\"'`][^\"'`]*[\"'`]", "…", line.splitlines()[0] if line else "")[:140]


def _costs(results: list[Result]) -> str:
    lines = ["processor seconds and memory"]
    for what in ("generate", "again", "use"):
        spent = sorted((r.cost[what], r.paper.number) for r in results if what in r.cost)
        if spent:
            most = ", ".join(f"{seconds:.1f} ({number})" for seconds, number in spent[:-4:-1])
            lines.append(f"  {what}: {sum(s for s, _ in spent):.0f} s in all; most: {most}")
    peak = max((r.cost.get("rss_mb", 0), r.paper.number) for r in results)
    lines.append(f"  most memory of a generation: {peak[0]} MB ({peak[1]})")
    tests: Counter[str] = Counter()
    for result in results:
        tests.update(result.outcomes)
    lines.append(f"  contract tests: {', '.join(f'{count} {name}' for name, count in sorted(tests.items()))}")
    return "\n".join(lines)


def _bad(verdicts: list[Verdict]) -> str:
    wrong = [verdict for verdict in verdicts if verdict.problems]
    lines = [
        f"broken and hostile documents: {len(verdicts) - len(wrong)} of {len(verdicts)} end as they must"
    ]
    for verdict in wrong:
        lines += [f"  {verdict.path} ({verdict.how})", *(f"      {problem}" for problem in verdict.problems)]
    return "\n".join(lines)
