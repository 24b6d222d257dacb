"""The judges stand alone, and what the page says of them is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
JUDGES = ("checker", "sessions", "shop", "linear")
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")


@pytest.mark.parametrize("judge", JUDGES)
def test_a_judge_knows_nothing_of_what_it_judges(judge: str) -> None:
    """It imports the standard library and other judges alone, so no fault of the runtime can hide itself."""
    tree = ast.parse((HERE / f"{judge}.py").read_text("utf-8"))
    taken = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    taken |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    ours = {
        name for name in taken if name.split(".")[0] in ("runtime", "generated", "handwritten", "generator")
    }
    assert ours == set()
    assert {name for name in taken if name.startswith("tests")} <= {f"tests.faults.{one}" for one in JUDGES}


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_[a-z_0-9]+)`", PAGE))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^\s*(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert named
    assert named - there == set()


def test_every_judge_that_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:checker|sessions|shop)\.\w+)`", PAGE)
    assert named
    for name in named:
        module, function = name.split(".")
        assert f"def {function}(" in (HERE / f"{module}.py").read_text("utf-8"), name
