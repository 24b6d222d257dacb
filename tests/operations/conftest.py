"""A running `specfold up` over a copy of the project whose handlers are broken, and the command line beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("specs", "generated", "handwritten", "pyproject.toml", "Pulumi.yaml", "__main__.py")
PROGRAM = [sys.executable, "-c", "from generator.cli import main; main()"]
T = TypeVar("T")


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def eventually(look: Callable[[], T | None], what: str, seconds: float = 60) -> T:
    """What `look` finds, as soon as it does: other processes are at work."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come")


@dataclass(frozen=True)
class Place:
    """A copy of the project, and the service that runs from it."""

    root: Path
    told: dict[str, str]

    @property
    def endpoint(self) -> str:
        return self.told["AWS"]

    def specfold(self, *arguments: str, where: bool = True, **variables: str) -> Said:
        """The program, told of this stack by the words that `up` printed."""
        more = ["--endpoint", self.endpoint] if where else []
        done = subprocess.run(
            [*PROGRAM, *arguments, *more],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.told['token']}", "Prefer": "wait=20"}
        return httpx.request(
            method, f"{self.told['API']}{path}", json=body, headers=sent | headers, timeout=40
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands there once."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{text.count(old)} times in {path}: {old}"
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, root / part)
    return root


def running(root: Path) -> Iterator[Place]:
    """`specfold up` in this project."""
    process = subprocess.Popen(
        [*PROGRAM, "up", "--quiet"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told: dict[str, str] = {}
    for line in process.stdout:
        told.update([line.strip().split(maxsplit=1)])
        if "token" in told:
            break
    try:
        yield Place(root, told)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()
