"""Runs contract tests of projects, each in a process of its own, forked once the libraries are loaded."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2  # processes
SECONDS = 600  # for all of them, on a machine that is busy with other things
FAILED = re.compile(r"^(?:FAILED|ERROR) \S*?/contract/(\w+)\.py(?:::(.*?))?(?: - .*)?$", re.MULTILINE)
SKIPPED = re.compile(r"^SKIPPED \[\d+\] \S+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What a run gave: everything it printed, what failed as `module::test`, and why others were skipped."""

    text: str

    @property
    def failed(self) -> list[str]:
        """Tests that failed, and modules that could not be read."""
        return [f"{module}::{test}" for module, test in FAILED.findall(self.text)]

    @property
    def skipped(self) -> list[str]:
        """The reasons for which tests were skipped."""
        return SKIPPED.findall(self.text)

    @property
    def passed(self) -> int:
        """How many tests passed."""
        found = re.search(r"(\d+) passed", self.text)
        return int(found[1]) if found else 0


def run(projects: Sequence[tuple[Path, str]], examples: int = 5) -> list[Outcome]:
    """Run the tests below a folder of each project."""
    environment = os.environ | {
        "COLUMNS": "1000",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
        "SPECFOLD_EXAMPLES": str(examples),
    }
    work = json.dumps([[str(project), tests] for project, tests in projects])
    subprocess.run(
        [sys.executable, __file__],
        input=work,
        cwd="/",
        env=environment,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [Outcome(_output(project).read_text("utf-8")) for project, _ in projects]


def _output(project: Path) -> Path:
    return project / "contract-tests.txt"


def _serve() -> None:
    """In the process of its own: load what is heavy, then fork for each project."""
    import specfold.testing.contract.commands
    import specfold.testing.contract.projections  # noqa: F401  # loaded before the forks, for all of them

    running: set[int] = set()
    for project, tests in json.loads(sys.stdin.read()):
        if len(running) >= AT_ONCE:
            running.discard(os.wait()[0])
        child = os.fork()
        if not child:
            _test(Path(project), tests)
        running.add(child)
    for _ in running:
        os.wait()


def _test(project: Path, tests: str) -> None:
    import pytest

    os.chdir(project)
    sys.path.insert(0, str(project))
    with _output(project).open("w", encoding="utf-8") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        # Hypothesis' plugin wants to be there before Hypothesis is; it only helps in printing.
        plugins = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
        arguments = ["-q", *plugins, "--assert=plain", "--tb=no", "-rfEs", tests]
        status = pytest.main(arguments)
        sys.stdout.flush()
    os._exit(int(status))


if __name__ == "__main__":
    _serve()
