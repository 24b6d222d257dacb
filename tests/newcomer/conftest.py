"""A new user's desk: a copy of the project, the command line, an editor, and a running service to ask."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from specfold_generator.cli.main import app
from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
PARTS = ("specs", "generated", "handwritten", "pyproject.toml")

ASK = """
import importlib, json, logging, sys
from specfold.testing import running
logging.disable()
service, requests = json.load(sys.stdin)
client = running(importlib.import_module(f"generated.{service}.service").SERVICE).client()
for method, path, body in requests:
    answer = client.request(method, path, json=body, headers={"Prefer": "wait=5"})
    print(json.dumps([answer.status, answer.json() if answer.body else None]))
"""


@dataclass(frozen=True)
class Said:
    """What the command line printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def pasted(self) -> str:
        """The text of the last repair, as a mouse would copy it from the terminal."""
        return self.paste("")

    def paste(self, function: str) -> str:
        """The same of the one that holds this text; of the last, if it is empty."""
        found = [part for part in self.err.split("= help: paste this")[1:] if function in part]
        text = found[-1].partition("\n\n")[2]
        return re.split(r"\n\n\n(?=\w+\[SPF|\d+ )", text)[0]


@dataclass(frozen=True)
class Desk:
    """A copy of the project to be edited."""

    root: Path

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands there once."""
        text = self.read(path)
        assert text.count(old) == 1, f"{text.count(old)} times in {path}: {old}"
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> None:
        self.write(path, f"{self.read(path)}\n\n{text}\n")

    def specfold(self, *arguments: str) -> Said:
        done = CliRunner().invoke(app, [*arguments, "--project", str(self.root)])
        return Said(done.exit_code, done.stdout, done.stderr)

    def by_hand(self) -> dict[str, bytes]:
        """Every handwritten file."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted((self.root / "handwritten").rglob("*.py"))
        }

    def python(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Python in the copy: its generated and handwritten packages, and the runtime."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            input=given,
            env={
                **os.environ,
                "PYTHONPATH": f"{self.root}{os.pathsep}{ROOT}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "MYPYPATH": str(ROOT / "runtime"),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, service: str, *requests: tuple[str, str, Any]) -> list[tuple[int, Any]]:
        """Run a service in memory, ask it these things one after the other: statuses and bodies."""
        done = self.python("-c", ASK, given=json.dumps([service, requests]))
        assert done.returncode == 0, done.stderr
        return [(status, body) for status, body in map(json.loads, done.stdout.splitlines())]

    def types(self) -> str:
        """What the type checker says of the copy."""
        cache = ROOT / ".mypy_cache/newcomer"
        return self.python("-m", "mypy", "--cache-dir", str(cache), "generated", "handwritten").stdout


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is checked out, generated once so that copies need not make every class again."""
    root = tmp_path_factory.mktemp("project")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, root / part)
    said = Desk(root).specfold("generate")
    assert said.code == 0, said.err
    return root


@pytest.fixture
def desk(fresh: Path, tmp_path: Path) -> Desk:
    shutil.copytree(fresh, tmp_path / "project")
    return Desk(tmp_path / "project")
