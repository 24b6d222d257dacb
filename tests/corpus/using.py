"""Jobs that use what was generated, as a team would: import it, and run its contract tests."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import hypothesis_jsonschema  # noqa: F401 - imported to be warm
import pytest
import specfold.testing.contract.commands
import specfold.testing.contract.projections  # noqa: F401 - imported to be warm

Answer = dict[str, Any]


def _modules(root: Path) -> list[str]:
    return sorted(
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for room in ("generated", "handwritten")
        for path in (root / room).rglob("*.py")
        if not path.name.startswith("test_")
    )


def use(asked: Answer) -> Answer:
    """Import every module with warnings as errors, then run the contract tests of all services."""
    root = Path(asked["root"])
    os.chdir(root)
    sys.path.insert(0, str(root))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in _modules(root):
            try:
                importlib.import_module(name)
            except Exception as error:  # whatever it is, it is the answer
                return {"import": f"{name}: {type(error).__name__}: {str(error)[:300]}"}
    if asked.get("untested"):
        return {"import": "", "exit": None}
    counted = _Counted()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        arguments = ["-q", "-x" if asked.get("first") else "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        code = pytest.main([*arguments, "--tb=short", "--rootdir", str(root), "generated"], plugins=[counted])
    # 5: a service that promises nothing has no tests
    return {
        "import": "",
        "exit": int(code),
        "outcomes": counted.outcomes,
        "failures": counted.failures[:20],
        "skips": counted.skips,
        "said": "" if code in (0, 5) else said.getvalue()[-3000:],
    }


class _Counted:
    """Outcomes of tests, and the last line of every failure."""

    def __init__(self) -> None:
        self.outcomes: dict[str, int] = {}
        self.failures: list[str] = []
        self.skips: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        self.outcomes[report.outcome] = self.outcomes.get(report.outcome, 0) + 1
        if report.failed:
            self.failures.append(f"{report.nodeid}: {_crash(report)}")
        elif report.skipped and isinstance(report.longrepr, tuple):
            why = report.longrepr[2].removeprefix("Skipped: ")[:60]
            self.skips[why] = self.skips.get(why, 0) + 1


def _crash(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(getattr(crash, "message", report.longrepr))[:400]


JOBS = {"use": use}
