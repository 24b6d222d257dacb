"""mypy and ruff over many services at once: one project copy holds those whose packages differ."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.corpus.results import Result

ROOT = Path(__file__).resolve().parents[2]
_LINE = re.compile(r"(?:generated|handwritten)/([^/]+)/\S*?:\d+: error: .*")
LARGEST = 60  # documents of a batch: mypy holds all of them in memory


def batches(results: Iterable[Result]) -> list[list[Result]]:
    """Documents whose packages have names of their own go together."""
    made: list[tuple[set[str], list[Result]]] = []
    for result in results:
        names = set(result.packages)
        for taken, members in made:
            if len(members) < LARGEST and not taken & names:
                break
        else:
            taken, members = set(), []
            made.append((taken, members))
        taken |= names
        members.append(result)
    return [members for _, members in made]


def check(batch: list[Result], roots: dict[int, Path], folder: Path) -> None:
    """Type-check and lint a batch; every diagnostic goes to the document whose package it stands in."""
    owners: dict[str, Result] = {}
    for result in batch:
        owners |= dict.fromkeys(result.packages, result)
        for room in ("generated", "handwritten"):
            if (roots[result.paper.number] / room).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(
                    roots[result.paper.number] / room, folder / room, dirs_exist_ok=True, ignore=ignored
                )
    (folder / "runtime").symlink_to(ROOT / "runtime")
    shutil.copy(ROOT / "pyproject.toml", folder)
    rooms = [room for room in ("generated", "handwritten") if (folder / room).is_dir()]
    _settle(batch, owners, "typed", _mypy(folder, rooms))
    _settle(batch, owners, "ruff", _ruff(folder, rooms))


def _settle(batch: list[Result], owners: dict[str, Result], step: str, found: dict[str, list[str]]) -> None:
    for package, lines in found.items():
        for result in {owners[package].paper.number: owners[package]}.values() if package else batch:
            result.failed(step, *lines[:20])
    for result in batch:
        if step not in result.reasons:
            result.steps.add(step)


def _mypy(folder: Path, rooms: list[str]) -> dict[str, list[str]]:
    cache = ROOT / ".mypy_cache/corpus"
    arguments = ["--cache-dir", str(cache), "--no-error-summary", "--hide-error-context", *rooms]
    done = _run(folder, "mypy", *arguments)
    found: dict[str, list[str]] = defaultdict(list)
    for line in done.stdout.splitlines():
        if matched := _LINE.match(line):
            found[matched[1]].append(line)
    if done.returncode and not found:
        found[""].append((done.stdout + done.stderr)[-800:])
    return found


def _ruff(folder: Path, rooms: list[str]) -> dict[str, list[str]]:
    checked = _run(
        folder, "ruff", "check", "--no-cache", "--extend-ignore", "ARG001", "--output-format", "json", *rooms
    )
    found: dict[str, list[str]] = defaultdict(list)
    for one in json.loads(checked.stdout or "[]"):
        parts = Path(one["filename"]).relative_to(folder.resolve()).parts
        found[parts[1]].append(f"{one['code']} {'/'.join(parts)}: {one['message']}")
    form = _run(folder, "ruff", "format", "--no-cache", "--check", *rooms)
    for line in form.stdout.splitlines():
        if line.startswith("Would reformat: "):
            found[line.split("/")[1]].append(line)
    return found


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
    )
