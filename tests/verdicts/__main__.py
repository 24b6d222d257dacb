"""`make verdicts`: how often we agree with the official schemas, and why not where we do not.

Ends with 1 where a difference has no reason.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.documents import Paper, papers
from tests.fuzz.seeds import read_plainly
from tests.verdicts import judges, reasons

LONGEST = 8_000  # bytes: the stock validator takes minutes for longer ones
DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/corpus"


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One document, one judge beside us."""

    paper: Paper
    judge: str
    codes: list[str]
    said: str

    @property
    def kind(self) -> str:
        """One word for the table."""
        if bool(self.codes) == bool(self.said):
            return "both find something" if self.codes else "both find nothing"
        return "we alone" if self.codes else "the judge alone"

    @property
    def reason(self) -> str:
        """Why it is so; empty if nobody knows."""
        return reasons.stricter(self.codes) if self.codes else reasons.laxer(self.said)


def main() -> int:
    """Run; 0 if every difference has a reason."""
    parser = argparse.ArgumentParser(prog="make verdicts")
    parser.add_argument("--corpus", type=Path, default=DEFAULT)
    parser.add_argument("--stock", action="store_true", help="ask openapi-spec-validator as well")
    asked = parser.parse_args()
    if not (asked.corpus / "dev/MANIFEST.json").is_file():
        print(f"there is no corpus at {asked.corpus}: say where with --corpus <folder>")
        return 0
    opinions = [opinion for paper in papers(asked.corpus) for opinion in _opinions(asked, paper)]
    print(_table(opinions))
    differing = [opinion for opinion in opinions if opinion.kind in ("we alone", "the judge alone")]
    grouped: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for opinion in differing:
        what = " + ".join(opinion.codes) if opinion.codes else "nothing"
        reason = opinion.reason or f"UNEXPLAINED: {opinion.said or what}"
        grouped[opinion.judge, f"we find {what}", reason].append(opinion.paper.number)
    for (judge, what, why), numbers in sorted(grouped.items(), key=lambda pair: -len(pair[1])):
        quoted = ", ".join(map(str, numbers[:4])) + (" …" if len(numbers) > 4 else "")
        print(f"{len(numbers):4}  {judge}: {what}: {why} ({quoted})")
    return int(any(not opinion.reason for opinion in differing))


def _opinions(asked: argparse.Namespace, paper: Paper) -> list[Opinion]:
    root = read_plainly(paper.folder / paper.path)
    codes = sorted({found.code for found in judges.ours(paper)})
    said = {"official schema": judges.official(asked.corpus / "schemas", paper, root)}
    if asked.stock and paper.spec == "openapi" and paper.facts["bytes_all"] <= LONGEST:
        said["openapi-spec-validator"] = judges.stock(root)
    return [Opinion(paper=paper, judge=judge, codes=codes, said=text) for judge, text in said.items()]


def _table(opinions: list[Opinion]) -> str:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for opinion in opinions:
        rows[f"{opinion.paper.row}, {opinion.judge}"][opinion.kind] += 1
    kinds = ("both find nothing", "both find something", "we alone", "the judge alone")
    width = max(map(len, rows))
    lines = [" " * width + "".join(f"{kind:>21}" for kind in kinds)]
    lines += [
        name.ljust(width) + "".join(f"{row[kind]:>21}" for kind in kinds)
        for name, row in sorted(rows.items())
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
