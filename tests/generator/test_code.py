"""What may stand in a template's output: quoted text, checked names, and nothing a spec says as it is."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from specfold_generator.python.code import Code, comment, docstring, literal, mapping, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Head
from specfold_generator.rendering.jinja import NotCode, render

TRAPS = [
    '"""',
    '\\"""',
    'a"',
    "a\\",
    '"""; import os #',
    "{{ 7 * 7 }}",
    "\u202egnp",
    "\x00\n\r",
    "'''",
    "\\N{DASH}",
]
TEXTS = st.text() | st.sampled_from(TRAPS)


@given(TEXTS)
def test_a_text_is_quoted_so_that_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(mapping([(literal(text), literal((text, 1, None, True)))])) == {
        text: (text, 1, None, True)
    }


@given(TEXTS, TEXTS)
@example('ends in a quote"', "")
def test_a_docstring_is_one_string_whatever_is_in_it(first: str, second: str) -> None:
    text = f"def f():\n{docstring(first, second)}\n"
    [function] = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    [only] = function.body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


@given(TEXTS)
def test_a_comment_is_one_visible_line(text: str) -> None:
    made = comment(text)
    assert made.isprintable()
    assert ast.parse(f"# {made}\nX = 1\n").body[0].lineno == 2


@pytest.mark.parametrize(
    "text", ["", "class", "a b", "a;b", "a\n", "1a", "ä", "a.class", "a..b", "__import__('os')"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no Python name"):
        name(text)


@pytest.mark.parametrize("value", [1.5, b"x", ["a"], object()])
def test_what_has_no_literal_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


@dataclass(frozen=True)
class View:
    head: Head


def test_a_template_refuses_text_that_nobody_quoted() -> None:
    head = Head(origin=Code("specs/"), doc=Code('"""Doc."""'), imports=())
    assert render("package.py.j2", View(head)).endswith('"""Doc."""\n')
    unquoted: str = "specs/\nimport os"
    with pytest.raises(NotCode, match="nobody quoted"):
        render("package.py.j2", View(Head(origin=unquoted, doc=head.doc, imports=())))  # type: ignore[arg-type] # the fault


def test_a_class_that_takes_a_name_of_the_template_is_imported_under_another() -> None:
    imports = Imports(local=["ORDER"], fixed={"specfold.model.service": ["Key"]})
    assert imports.use("generated.shop.events", "Key") == "ShopKey"
    assert imports.use("generated.shop.events", "Key") == "ShopKey"
    assert imports.use("generated.bank.events", "Key") == "BankKey"
    assert imports.use("handwritten.shop", "ORDER") == "HandwrittenORDER"
    assert imports.use("generated.shop.events", "Lock") == "Lock"
    assert "from generated.shop.events import Key as ShopKey" in imports.lines


def test_a_module_whose_name_fills_a_line_is_imported_as_a_whole() -> None:
    imports, last = Imports(), "test_" + "a" * 100
    assert imports.use(f"generated.shop.contract.{last}", "ORDER_PLACED") == f"{last}.ORDER_PLACED"
    assert imports.lines == (f"from generated.shop.contract import {last}",)
