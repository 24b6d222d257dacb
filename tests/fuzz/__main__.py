"""`make fuzz`: so many mutated documents; ends with 1, and leaves the smallest of them, if any ends badly.

The same seed and count try the same documents on every machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.corpus import hall
from tests.corpus.hall import Lane
from tests.fuzz.oracle import problems
from tests.fuzz.samples import Files, sample, write
from tests.fuzz.seeds import corpus_seeds, own_seeds
from tests.fuzz.shrink import smaller


def main() -> int:
    """Run; 0 if every document came to code or diagnostics."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--count", type=int, default=300, help="documents to try")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further one after that")
    parser.add_argument("--corpus", action="store_true", help="begin with real documents as well")
    parser.add_argument(
        "--keep", type=Path, default=Path(".specfold/fuzz"), help="where to leave what ends badly"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="specfold-fuzz-") as folder:
        return _Run(asked, Path(folder)).all()


class _Run:
    def __init__(self, asked: argparse.Namespace, work: Path) -> None:
        self._asked, self._work = asked, work
        self._home = work / "home"
        self._home.mkdir()
        self._seeds = own_seeds() + (corpus_seeds() if asked.corpus else [])
        self._ends: Counter[str] = Counter()
        self._bad: dict[str, int] = {}
        self._dearest = (0.0, 0)
        self._until = time.monotonic() + asked.seconds

    def all(self) -> int:
        first, count = self._asked.first, self._asked.count
        hall.spread(range(first, first + count), self._one, self._home)
        print(
            f"{sum(self._ends.values())} documents: "
            + ", ".join(f"{n} {how}" for how, n in self._ends.items())
        )
        print(f"dearest: {self._dearest[0]:.1f} s of processor time (number {self._dearest[1]})")
        for problem, number in self._bad.items():
            print(f"number {number}: {problem}\n  see {self._asked.keep / str(number)}")
        return int(bool(self._bad))

    def _one(self, lane: Lane, number: int) -> None:
        if time.monotonic() > self._until:
            return
        files = sample(self._seeds, Random(f"{self._asked.seed}:{number}"))
        root = self._work / str(number)
        wrong, answer = problems(lane, files, root, self._home)
        self._ends["ended badly" if wrong else "refused" if answer.get("exit") else "generated"] += 1
        self._dearest = max(self._dearest, (answer["cpu"], number))
        if not wrong or kind(wrong[0]) in self._bad:
            return
        self._bad[kind(wrong[0])] = number
        print(f"number {number}: {wrong[0]}", flush=True)

        def still(candidate: Files) -> bool:
            found, _ = problems(lane, candidate, root, self._home)
            return any(kind(one) == kind(wrong[0]) for one in found)

        kept = self._asked.keep / str(number)
        write(smaller(files, still), kept / "specs")
        (kept / "why.txt").write_text(f"{wrong[0]}\n{answer.get('said', '')}", "utf-8")


def kind(problem: str) -> str:
    """A problem without what differs from document to document."""
    return problem.split(":", maxsplit=1)[0] if problem.startswith("generated/") else problem[:90]


if __name__ == "__main__":
    sys.exit(main())
