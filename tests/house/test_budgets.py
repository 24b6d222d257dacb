"""Budgets that keep the rooms small: functions, modules, templates, and the core of the runtime."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("generator", "runtime", "handwritten")
SOURCES = [*sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py")), ROOT / "__main__.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.j2"))


def function_lengths() -> list[tuple[int, str]]:
    return sorted(
        (node.end_lineno - node.lineno + 1, f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )


def test_nine_functions_of_ten_fit_25_lines_and_none_passes_40() -> None:
    lengths = function_lengths()
    assert lengths[len(lengths) * 9 // 10][0] <= 25
    assert [where for lines, where in lengths if lines > 40] == []


def test_a_module_has_one_duty() -> None:
    long = {
        str(f.relative_to(ROOT)): n for f in SOURCES if (n := len(f.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def lines_of_code(file: Path) -> int:
    """Lines that do something: no blanks, no comments, no docstrings."""
    text = file.read_text("utf-8")
    spoken: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            spoken |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(
        1 for n, line in lines if line.strip() and n not in spoken and not line.strip().startswith("#")
    )


def test_the_core_of_the_runtime_is_an_evening_s_reading() -> None:
    """The core is what stands in runtime/ itself; its adapters (memory, http, aws, ...) are rooms.

    So is telemetry, which it only speaks to.
    """
    core = [file for file in (ROOT / "runtime").glob("*.py") if file.name != "memory.py"]
    assert sum(map(lines_of_code, core)) <= 3_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_prints_and_does_not_think(template: Path) -> None:
    text = template.read_text("utf-8")
    depth = deepest = 0
    for tag in re.findall(r"\{%[-+]?\s*(\w+)", text):
        depth += (tag in {"if", "for", "macro", "filter", "call"}) - tag.startswith("end")
        deepest = max(deepest, depth)
    assert text.count("\n") <= 60
    assert deepest <= 2
    assert not re.search(r"\{%[-+]?\s*set\b", text)


def test_there_are_templates_to_look_at() -> None:
    assert TEMPLATES
