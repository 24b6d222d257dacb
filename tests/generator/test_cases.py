"""Golden folders: `tests/cases/<case>/specs` in, `expected/` and `stderr.txt` out; `make accept` rewrites.

A case may bring `handwritten/` code. What is expected is also run: it type-checks, it is as ruff writes it,
its modules import, and its contract tests pass.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specfold_generator.cli.reporters import FileLines, render
from specfold_generator.cli.run import run
from specfold_generator.source.project import read_project

from tests.contract.runner import run as run_contracts

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"
NAMES = sorted(folder.name for folder in CASES.iterdir() if (folder / "specs").is_dir())
ACCEPT = bool(os.environ.get("SPECFOLD_ACCEPT"))


def generated(case: Path, root: Path) -> tuple[dict[str, str], str]:
    """The files that a case makes, and what is printed for people."""
    for given in case.iterdir():
        if given.is_dir() and given.name != "expected":
            shutil.copytree(given, root / given.name)
        elif given.name == "pyproject.toml":
            shutil.copy(given, root)
    before = {path for path in root.rglob("*") if path.is_file()}
    outcome = run(read_project(root))
    made = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and path not in before and ".specfold" not in path.parts
    }
    return made, render(outcome.diagnostics, lines=FileLines(root))


def expected(case: Path) -> tuple[dict[str, str], str]:
    folder, said = case / "expected", case / "stderr.txt"
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return files, said.read_text("utf-8") if said.exists() else ""


def accept(case: Path, files: dict[str, str], said: str) -> None:
    shutil.rmtree(case / "expected", ignore_errors=True)
    for path, text in files.items():
        (case / "expected" / path).parent.mkdir(parents=True, exist_ok=True)
        (case / "expected" / path).write_text(text, "utf-8")
    (case / "stderr.txt").unlink(missing_ok=True)
    if said:
        (case / "stderr.txt").write_text(said, "utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_makes_what_is_expected(name: str, tmp_path: Path) -> None:
    files, said = generated(CASES / name, tmp_path)
    if ACCEPT:
        accept(CASES / name, files, said)
    wanted, words = expected(CASES / name)
    assert said == words
    assert sorted(files) == sorted(wanted)
    for path, text in files.items():
        assert text == wanted[path], path


def together(tmp_path: Path) -> list[str]:
    """All that is expected in one tree, as one project; its modules."""
    for name in NAMES:
        for folder, place in (
            (CASES / name / "expected", "."),
            (CASES / name / "handwritten", "handwritten"),
        ):
            if folder.is_dir():
                shutil.copytree(folder, tmp_path / place, dirs_exist_ok=True)
    return sorted(
        ".".join(path.relative_to(tmp_path).with_suffix("").parts)
        for path in tmp_path.rglob("*.py")
        if path.name != "__init__.py"
    )


def test_services_of_cases_have_names_of_their_own() -> None:
    folders = [path.parent.name for path in CASES.glob("*/expected/generated/*/manifest.json")]
    assert len(folders) == len(set(folders)), "they are checked together, as one project"


def test_everything_expected_type_checks_and_is_as_ruff_writes_it(tmp_path: Path) -> None:
    together(tmp_path)
    (tmp_path / "runtime").symlink_to(ROOT / "runtime")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    checks = (
        ["mypy", "--cache-dir", str(ROOT / ".mypy_cache/cases"), "generated", "handwritten"],
        ["ruff", "check", "--no-cache", "--extend-ignore", "ARG001", "generated", "handwritten"],
        ["ruff", "format", "--no-cache", "--check", "generated", "handwritten"],
    )
    for check in checks:
        done = subprocess.run(
            [sys.executable, "-m", *check], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_expected_imports(tmp_path: Path) -> None:
    modules = together(tmp_path)
    text = f"import importlib\nfor name in {modules!r}:\n    importlib.import_module(name)\n"
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_contract_test_expected_passes(tmp_path: Path) -> None:
    """What is still a stub is skipped, and nothing else fails: not one promise of one case."""
    together(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (outcome,) = run_contracts([(tmp_path, "generated")], examples=5)
    assert outcome.failed == [], outcome.text
    assert outcome.passed > len(NAMES)


def test_the_same_specs_make_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Hash seeds differ between processes; nothing that is written may depend on them."""
    trees = []
    for seed in ("0", "4242"):
        root = tmp_path / seed
        shutil.copytree(ROOT / "specs", root / "specs")
        done = subprocess.run(
            [sys.executable, "-m", "specfold_generator", "generate", "--project", str(root)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        trees.append(
            {p.relative_to(root): p.read_bytes() for p in (root / "generated").rglob("*") if p.is_file()}
        )
    assert trees[0] == trees[1]
