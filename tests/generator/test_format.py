"""Formatting is ruff's, whatever stands around it."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.python.format import FormatError, format_python
from specfold_generator.python.line_wrapping import breakable, is_long
from specfold_generator.python.literals import literal

UGLY = "import os\nfrom typing import List\nimport datetime\nx : List[int]=[1,\n2]\ny = datetime.MAXYEAR\n"
NEAT = "import datetime\n\nx: list[int] = [1, 2]\ny = datetime.MAXYEAR\n"


def test_text_is_formatted_and_its_imports_are_mended() -> None:
    assert format_python({"a.py": UGLY, "b.py": UGLY}) == {"a.py": NEAT, "b.py": NEAT}


def test_formatting_again_changes_nothing() -> None:
    once = format_python({"a.py": UGLY})
    assert format_python(once) == once


def test_other_texts_pass_unchanged() -> None:
    assert format_python({"a.json": "{ }", "b.md": "x  "}) == {"a.json": "{ }", "b.md": "x  "}


def test_a_path_never_leads_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    assert format_python({str(outside): UGLY, "../../up.py": UGLY}) == {
        str(outside): NEAT,
        "../../up.py": NEAT,
    }
    assert not outside.exists()


def test_configuration_around_it_plays_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 20\n[format]\nquote-style = 'single'\n")
    monkeypatch.chdir(tmp_path)
    line = 'message = "a line that is longer than twenty characters"\n'
    assert format_python({"a.py": line}) == {"a.py": line}


def test_generated_and_runtime_are_our_own_packages() -> None:
    names = "from runtime import Value\nfrom pydantic import Field\nfrom generated.x.values import Y\n"
    text = f"{names}print(Value, Field, Y)\n"
    lines = format_python({"a.py": text})["a.py"].splitlines()
    assert lines[:4] == [
        "from pydantic import Field",
        "",
        "from generated.x.values import Y",
        "from runtime import Value",
    ]


def test_text_that_is_no_python_is_refused() -> None:
    with pytest.raises(FormatError):
        format_python({"a.py": "class :\n"})


LONG = "a text with spaces that " * 6 + "ends"
NAME = "Temperature" * 6


@pytest.mark.parametrize(
    "text",
    [
        f"x = {LONG!r}",
        f"x = call(first={LONG!r}, second=2)",
        f"x = {{{'k' * 60!r}: {NAME}}}",
        f"x = {{{LONG!r}: {LONG!r}}}",
        f"x: Literal[{LONG!r}, 'b']",
        f"x = {'測定値 ' * 16!r}",
        f"x = {'測定値' * 20!r}",
        f"x = {LONG.replace(' ', chr(10))!r}",
        f"x = {'w' * 200!r}",
        f"{NAME.lower()}: {NAME} = {NAME.swapcase()}",
        f"def f({NAME.lower()}: {NAME} | None = None) -> None: ...",
        f"def f({NAME.lower()}: {NAME}, /) -> None: ...",
        f"match x:\n    case {LONG!r}:\n        pass",
    ],
)
def test_no_line_is_too_long_and_nothing_else_changes(text: str) -> None:
    made = format_python({"a.py": text})["a.py"]
    assert not [line for line in made.splitlines() if is_long(line)]
    assert format_python({"a.py": made}) == {"a.py": made}
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    values = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    assert names == {node.id for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Name)}
    assert values == [node.value for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Constant)]


@given(st.text(min_size=60, max_size=400))
def test_a_long_text_in_pieces_is_the_same_text(text: str) -> None:
    (statement,) = ast.parse(breakable(f"x = [{literal(text)}, 1]")).body
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == [text, 1]
