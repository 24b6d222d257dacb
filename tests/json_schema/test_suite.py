"""Class and edge together take what the official suite calls valid, and refuse what it calls invalid."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.json_schema import official

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    not official.is_there(official.DEFAULT),
    reason="the JSON Schema test suite is not beside the project: make suite SUITE=<folder>",
)
def test_every_door_agrees_with_the_suite_and_the_page_says_how_far() -> None:
    # In a process of its own, as what is generated is a package `generated` like the project's.
    command = [sys.executable, "-m", "tests.json_schema", "--check"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr


def test_without_the_suite_the_target_says_so_and_ends_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.json_schema", "--suite", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert f"is not at {tmp_path}: say where with make suite SUITE=<folder>" in ran.stdout
