"""`python -m tests.mutants [FILE ...]`: every small wrong change must fail a test, or be explained.

What survives stands in docs/mutants.md, each with a reason. A survivor that is not there fails the run, and
so does one that is there and survives no more.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from tests.mutants.hunt import PROCESSES, ROOT, Hunt, Mutant, mutants

TESTS: Final = (
    "tests/runtime",
    "tests/proof/test_cases.py::test_a_case_stays_right",
    "tests/proof/test_storm.py",
)
DRY: Final = "tests/operations/test_rehearsal.py"  # what a repair would do
FILES: Final[dict[str, tuple[str, ...]]] = {  # and the tests that they need beside those
    "runtime/specfold/eventlog/commit.py": (),
    "runtime/specfold/eventlog/cursor.py": (),
    "runtime/specfold/eventlog/envelope.py": (),
    "runtime/specfold/eventlog/batching.py": (),
    "runtime/specfold/commands/ledger.py": (DRY,),
    "runtime/specfold/projections/channel_reader.py": (),
    "runtime/specfold/commands/handler.py": (),
    "runtime/specfold/commands/commit_builder.py": (),
    "runtime/specfold/commands/decider.py": (),
    "runtime/specfold/projections/projection.py": (),
    "runtime/specfold/projections/policy_reader.py": (),
    "runtime/specfold/recovery/repair.py": (DRY,),
    "runtime/specfold/recovery/replay.py": (),
    "runtime/specfold/eventlog/archive_format.py": (),
    "runtime/specfold/commands/outcomes.py": (),
    "runtime/specfold/projections/queries.py": (),
    "runtime/specfold/model/tables.py": (),
    "runtime/specfold/model/errors.py": (),
}
OPTIONS: Final = ("-q", "-x", "--tb=no", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=0")
EXPLAINED: Final = ROOT / "docs" / "mutants.md"


def hunted(found: list[Mutant]) -> list[Mutant]:
    """The survivors. Those in the bodies of functions together, others in a Python of their own."""
    hunt = Hunt([mutant for mutant in found if mutant.edit.inside])
    if pytest.main([*OPTIONS, *tests({mutant.file for mutant in found})], plugins=[hunt]) not in (0, 5):
        raise SystemExit("the tests do not pass without a mutant")
    outside = [mutant for mutant in found if not mutant.edit.inside]
    others = hunt.unfit + outside
    with ThreadPoolExecutor(PROCESSES) as pool:
        return hunt.survivors + [
            mutant for mutant, lives in zip(others, pool.map(alone, others), strict=True) if lives
        ]


def tests(files: Iterable[str]) -> list[str]:
    """Those that may tell a mutant of these files from the original."""
    return [*TESTS, *sorted({test for file in files for test in FILES.get(file, ())})]


def alone(mutant: Mutant) -> bool:
    """Whether a mutant at the top of a module, or of a class, survives."""
    command = [sys.executable, "-m", "tests.mutants.alone", mutant.file, str(mutant.number), *OPTIONS]
    command += tests([mutant.file])
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def explained() -> dict[str, str]:
    """The reasons, by survivor, for the files that are told of in the page."""
    rows = re.findall(r"^- `(runtime/.+)`: (.+)$", EXPLAINED.read_text("utf-8"), re.MULTILINE)
    return {name.replace("``", "`"): why for name, why in rows}


def main(files: tuple[str, ...]) -> int:
    """0 if each mutant is killed or explained."""
    everything = os.environ.get("SPECFOLD_MUTANTS") == "all"
    found = [mutant for mutant in mutants(files) if mutant.edit.inside or everything]
    untried = {mutant.name for mutant in mutants(files)} - {mutant.name for mutant in found}
    survivors = [mutant.name for mutant in hunted(found)]
    reasons = {name: why for name, why in explained().items() if name.startswith(files)}
    unexplained = sorted(set(survivors) - reasons.keys())
    outdated = sorted(reasons.keys() - set(survivors) - untried)
    for title, names in (("survives without a reason", unexplained), ("survives no more", outdated)):
        sys.stdout.write("".join(f"{title}: {name}\n" for name in names))
    for file in files:
        own = [mutant for mutant in found if mutant.file == file]
        left = sum(name.startswith(f"{file} ") for name in survivors)
        sys.stdout.write(f"{file:<52}{len(own):>6} mutants{left:>6} survive\n")
    sys.stdout.write(f"{'together':<52}{len(found):>6} mutants{len(survivors):>6} survive\n")
    return 1 if unexplained or outdated else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"HYPOTHESIS_STORAGE_DIRECTORY": place, "SPECFOLD_PROOF": "mutants"}
        os.chdir(ROOT)
        sys.exit(main(tuple(sys.argv[1:]) or tuple(FILES)))
