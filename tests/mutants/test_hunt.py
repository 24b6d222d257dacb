"""The hunt itself: it tells what no test sees, and nothing that one does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.hunt import ROOT

MODULE = """
MOST = 3


def less(a, b):
    return a < b


def told_of(a):
    return a + 1


def seen_by_nobody(a):
    return a and MOST


def comes_in_a_thread(a):
    return -a


def counter(first, second):
    both = first - second

    def count():
        return both

    return count


COUNT = counter(3, 2)


class Kept:
    def method(self):
        return [n for n in range(2) if n]
"""
TESTS = """
from threading import Thread

from specfold.small import COUNT, Kept, comes_in_a_thread, counter, less, told_of


def test_small():
    assert less(1, 2) and not less(1, 1)
    assert COUNT() == 1 == counter(3, 2)()
    assert Kept().method() == [1]
    told_of(1)
    found = []
    thread = Thread(target=lambda: found.append(comes_in_a_thread(1)))
    thread.start()
    thread.join()
    assert found == [-1]
"""
FILE = "runtime/specfold/small.py"
NOTHING = """
def test_a_case_stays_right():
    pass
"""
PAGE = """
- `runtime/specfold/small.py : 3 => 4`: at the top of the module, hunted when asked to.
- `runtime/specfold/small.py told_of: a + 1 => a - 1`: nobody looks.
- `runtime/specfold/small.py less: a < b => a > b`: no such change.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project of one module, and the hunt."""
    files = {
        "runtime/specfold/__init__.py": "",
        "runtime/specfold/small.py": MODULE,
        "tests/runtime/test_small.py": TESTS,
        "tests/proof/test_cases.py": NOTHING,
        "tests/proof/test_storm.py": NOTHING,
        "docs/mutants.md": PAGE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for file in (ROOT / "tests" / "mutants").glob("[!t]*.py"):
        (tmp_path / "tests" / "mutants").mkdir(exist_ok=True)
        shutil.copy(file, tmp_path / "tests" / "mutants")
    return tmp_path


def hunt(place: Path, **variables: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "tests.mutants", FILE]
    variables["PYTHONPATH"] = str(place / "runtime")
    done = subprocess.run(
        command, cwd=place, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    return done.returncode, [line for line in done.stdout.splitlines() if FILE in line]


def test_what_survives_is_told_unless_the_page_explains_it(place: Path) -> None:
    code, told = hunt(place)
    assert code == 1
    assert told == [
        f"survives without a reason: {FILE} seen_by_nobody: a and MOST => a or MOST",
        f"survives without a reason: {FILE} seen_by_nobody: return a and MOST => return None",
        f"survives without a reason: {FILE} told_of: 1 => 2",
        f"survives without a reason: {FILE} told_of: return a + 1 => return None",
        f"survives no more: {FILE} less: a < b => a > b",
        f"{FILE:<52}    16 mutants     5 survive",
    ]


def test_the_top_of_a_module_is_hunted_when_asked_to(place: Path) -> None:
    *_, told = hunt(place, SPECFOLD_MUTANTS="all")[1]
    assert told == f"{FILE:<52}    19 mutants     6 survive"
