"""A new project, made once by the command line and copied for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from specfold_generator.cli.main import app
from typer.testing import CliRunner, Result

ROOT = Path(__file__).parents[2]
CACHES = {".specfold", ".hypothesis", "__pycache__"}


def specfold(*arguments: str) -> Result:
    """The command line, in this process; its input is no terminal."""
    return CliRunner().invoke(app, [*arguments], prog_name="specfold")


@dataclass(frozen=True)
class NewProject:
    """A folder, with the programs that a developer runs in it."""

    root: Path

    def files(self) -> dict[str, str]:
        """Every file but caches."""
        return {
            path.relative_to(self.root).as_posix(): path.read_text("utf-8")
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not CACHES & {*path.parts}
        }

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Python in the folder, with the runtime in reach as if it were installed."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "MYPYPATH": str(ROOT / "runtime")},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> NewProject:
    """A project as `init` and `generate` leave it."""
    root = tmp_path_factory.mktemp("new") / "claims"
    for arguments in (["init", str(root)], ["generate", "--project", str(root)]):
        done = specfold(*arguments)
        assert done.exit_code == 0, done.output
    return NewProject(root)


@pytest.fixture
def project(made: NewProject, tmp_path: Path) -> NewProject:
    shutil.copytree(made.root, tmp_path / "claims")
    return NewProject(tmp_path / "claims")
