"""Budgets that keep the code readable: functions, modules, templates, and the core of the runtime."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, Source, every_source

SOURCES = [source for source in every_source() if not source.name.startswith("generated")]
CORE = tuple(f"runtime/specfold/{name}/" for name in ("eventlog", "commands", "projections", "recovery"))
FILES_OF_PROJECTS = sorted((ROOT / "templates/project").glob("*.j2"))
TEMPLATES = sorted({*(ROOT / "templates").rglob("*.j2")} - {*FILES_OF_PROJECTS})


def function_lengths() -> list[tuple[int, str]]:
    return sorted(
        (node.end_lineno - node.lineno + 1, f"{source.where}:{node.lineno} {node.name}")
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )


def test_nine_functions_of_ten_fit_25_lines_and_none_passes_40() -> None:
    lengths = function_lengths()
    assert lengths[len(lengths) * 9 // 10][0] <= 25
    assert [where for lines, where in lengths if lines > 40] == []


def test_a_module_has_one_duty() -> None:
    assert [source.where for source in SOURCES if len(source.text.splitlines()) > 300] == []


def lines_of_code(source: Source) -> int:
    """Lines that do something: no blanks, no comments, no docstrings."""
    documented: set[int] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            documented |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(source.text.splitlines(), 1)
    return sum(
        1 for n, line in lines if line.strip() and n not in documented and not line.strip().startswith("#")
    )


def test_the_core_of_the_runtime_can_be_read_in_an_evening() -> None:
    """The core decides what is in the log, and folds it; http, aws and others are adapters."""
    core = [source for source in SOURCES if source.where.startswith(CORE)]
    assert 1_000 < sum(map(lines_of_code, core)) <= 3_000


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


@pytest.mark.parametrize("template", FILES_OF_PROJECTS, ids=lambda file: file.name)
def test_a_file_of_a_new_project_is_printed_as_it_is(template: Path) -> None:
    """It is as long as the file it makes, so it may hold names and nothing that decides."""
    text = template.read_text("utf-8")
    assert "{%" not in text
    assert [
        name for name in re.findall(r"\{\{(.*?)\}\}", text) if not re.fullmatch(r" (\w+|'[{}]') ", name)
    ] == []


def test_there_are_templates_to_look_at() -> None:
    assert TEMPLATES
    assert FILES_OF_PROJECTS
