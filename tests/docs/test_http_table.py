"""The table of docs/http.md: every row names a test that there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    for line in (ROOT / "docs/http.md").read_text("utf-8").partition("## The table")[2].splitlines()
    if line.startswith("| ") and not line.startswith("| source")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}"[:60])
def test_a_requirement_names_what_is_done_and_a_test_of_it(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)
    file, _, name = row[3].strip("`").partition("::")
    found = list((ROOT / "tests").rglob(file))
    assert len(found) == 1, f"there is no {file}"
    functions = {
        node.name
        for node in ast.walk(ast.parse(found[0].read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert not name or name in functions, f"{file} has no test {name}"


def test_the_table_is_there() -> None:
    sources = {re.split(r"[,;]", row[0])[0] for row in ROWS}
    assert {"RFC 9110", "RFC 9457", "RFC 7240", "RFC 6585", "Idempotency-Key draft 07"} <= sources
