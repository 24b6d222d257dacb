"""The table of a run as a page of the documentation, with what peers make of the same documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from specfold_generator.diagnostics.codes import CODES

from tests.corpus.report import table
from tests.corpus.results import Result

# Documents whose output can be imported (or is there, for what is no Python), of all tried.
PEERS = (
    ("datamodel-code-generator 0.89", "251 of 305", "129 of 213"),
    ("fastapi-code-generator", "-", "169 of 213"),
    ("openapi-python-client", "-", "90 of 213"),
    ("openapi-generator", "-", "89 of 211"),
    ("Modelina", "131 of 305", "-"),
)
HEAD = """# Documents that nobody here wrote

`make corpus` puts real AsyncAPI and OpenAPI documents through everything: generate, import, `mypy --strict`,
ruff, the contract tests, and a second generation that must come out the same. The documents stand in a folder
of their own (`CORPUS=<folder>`); odd ones of ours are in `tests/corpus/odd`. Such a run takes 45 minutes of
processor time; one in stages (`--numbers`, `--results`) printed this page.
A step that it tried with some of what was generated says `k of n`, one that it left out `-`.
"""


def text(results: list[Result]) -> str:
    """The page."""
    head, *rows = table(results)
    parts = [HEAD, _markdown(head, rows), *_reasons(results), _peers(results)]
    return "\n".join(parts)


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _reasons(results: list[Result]) -> Iterable[str]:
    codes = Counter(code for result in results if result.refused for code in result.codes)
    told = ", ".join(f"{code} {count}" for code, count in sorted(codes.items(), key=lambda c: (-c[1], c[0])))
    yield (
        "Refused as expected are documents that refer to the network or to nothing, or that their authors or "
        f"the official schema hold invalid. Errors by code ([codes](codes.md)): {told}.\n"
    )
    disputed = Counter(code for r in results if r.verdict == "refused" for code in r.codes)
    if disputed:
        told = "; ".join(f"{CODES[code].title} ({code}, {n})" for code, n in sorted(disputed.items()))
        yield f"Refused, although some validator lets them pass: {told}.\n"
    silent = Counter(r.rightly or "nobody knows why" for r in results if r.verdict == "silent")
    if silent:
        told = "; ".join(f"{why} ({n})" for why, n in sorted(silent.items()))
        yield f"Silent are those that a validator holds invalid, and that generate without a word: {told}.\n"
    warned = sum(bool(r.warned) for r in results if not r.refused)
    yield f"{warned} of the others generate with warnings: where they are not right, and how they are read.\n"


def _peers(results: list[Result]) -> str:
    ours, meant = [], []
    for spec in ("asyncapi", "openapi"):
        real = [r for r in results if r.paper.spec == spec and r.paper.number < 900]
        tried = [r for r in real if "generated" not in r.steps or {"imported"} & (r.steps | r.reasons.keys())]
        sound = [r for r in tried if r.verdict != "refused as expected"]
        ours.append(f"{sum('imported' in r.steps for r in tried)} of {len(tried)}")
        meant.append(f"{sum('imported' in r.steps for r in sound)} of {len(sound)}")
    own = [["**Specfold**", *ours], ["without those that it is right to refuse", *meant]]
    lines = [["generator", "AsyncAPI", "OpenAPI"], ["---"] * 3, *own, *map(list, PEERS)]
    table_ = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        "## Beside others\n\nDocuments whose output imports, of all tried. None of the others type-checks or "
        f"tests what it made.\n\n{table_}\n"
    )
