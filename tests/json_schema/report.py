"""docs/json-schema.md, printed from a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.json_schema.judging import REASONS, Result

BEGIN = "<!-- printed by make suite from the run -->\n"
TITLES = {"draft7": "Draft-07", "draft2020-12": "2020-12"}
KINDS = {
    "required": "required",
    "optional": "optional",
    "format": "formats (optional)",
    "typed": "formats of texts",
}
Cell = tuple[int, int]  # agreed, asked


def tables(results: Sequence[Result]) -> str:
    """Agreement by draft, file and door, and the reasons for the rest."""
    parts = [_summary(results)]
    for draft, title in TITLES.items():
        own = [one for one in results if one.case.draft == draft]
        parts += [f"## {title}, file by file\n", _files(own)]
    return "\n".join(["", *parts])


def unexplained(results: Iterable[Result]) -> list[str]:
    """Disagreements for which there is no reason, in a line each."""
    return [
        f"{one.case.draft}/{one.case.file} #{one.case.number} {one.case.description}: {one.test.description}:"
        f" {one.door} {'refuses' if one.test.valid else 'takes'} it {one.said[:300]}"
        for one in results
        if one.reason == "?"
    ]


def _summary(results: Sequence[Result]) -> str:
    lines = ["| draft | tests | door | agree | differ by design | unexplained |", "|---|---|---|---|---|---|"]
    groups = dict.fromkeys((one.case.draft, one.case.kind, one.door) for one in results)
    for draft, kind, door in sorted(groups, key=lambda g: ([*TITLES].index(g[0]), [*KINDS].index(g[1]))):
        own = [one for one in results if (one.case.draft, one.case.kind, one.door) == (draft, kind, door)]
        agreed = sum(not one.reason for one in own)
        open_ = sum(one.reason == "?" for one in own)
        lines.append(
            f"| {TITLES[draft]} | {KINDS[kind]} | {door} | {agreed} of {len(own)} | "
            f"{len(own) - agreed - open_} | {open_} |"
        )
    lines += ["", "What differs, and why; the number is that of values, each counted once:", ""]
    counted = Counter(one.reason for one in {_key(r): r for r in results if r.reason}.values())
    lines += [
        f"- **{reason}**, {counted[reason]}: {REASONS[reason]}." for reason in REASONS if counted[reason]
    ]
    return "\n".join([*lines, ""])


def _key(one: Result) -> tuple[str, str, str]:
    return one.case.draft, one.case.name, one.test.description


def _files(results: Sequence[Result]) -> str:
    doors = list(dict.fromkeys(one.door for one in results))
    lines = [f"| file | {' | '.join(doors)} | differs by design |", f"|---|{'---|' * (len(doors) + 1)}"]
    for kind, file in dict.fromkeys((one.case.kind, one.case.file) for one in results):
        own = [one for one in results if (one.case.kind, one.case.file) == (kind, file)]
        cells = [_cell([one for one in own if one.door == door]) for door in doors]
        why = ", ".join(sorted({one.reason for one in own if one.reason}))
        name = file if kind == "required" else f"{kind}/{file}"
        lines.append(f"| {name} | {' | '.join(cells)} | {why} |")
    return "\n".join([*lines, ""])


def _cell(results: Sequence[Result]) -> str:
    agreed = sum(not one.reason for one in results)
    return str(agreed) if agreed == len(results) else f"{agreed} of {len(results)}"
