"""Text of specs inside Python text: readable, whole, and never code."""

import ast
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.python.literals import LONGEST_DOC, WIDTH, docstring, literal

texts = st.text(max_size=300) | st.text(alphabet="\"\\\n'# {}x", max_size=60)
words = st.lists(st.from_regex(r"[A-Za-z0-9.,'\"-]{1,20}", fullmatch=True), min_size=1, max_size=80)


@given(texts | st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_a_literal_is_its_value_and_hides_nothing(text: str) -> None:
    written = literal(text)
    assert ast.literal_eval(written) == text
    assert all(unicodedata.category(sign)[0] not in "CZ" or sign == " " for sign in written)


@pytest.mark.parametrize("value", [True, None, -3, 1.5, "a\u202eb", "\ud800", "'\"\n\x00"])
def test_other_plain_values_are_literals_too(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(texts, st.sampled_from([0, 4, 8]))
def test_a_docstring_is_one_string_and_nothing_else(text: str, indent: int) -> None:
    margin = " " * indent
    (statement,) = ast.parse(f"if 1:\n{docstring(text, 4)}\n").body[0].body  # type: ignore[attr-defined] # an ast.If
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert docstring(text, indent).startswith(f'{margin}"""')


@given(words)
def test_a_docstring_keeps_every_word_within_the_margin(found: list[str]) -> None:
    block = docstring(" ".join(found), 4)
    value = ast.literal_eval(block.strip())
    assert value.split() == " ".join(found).split()
    assert max(map(len, block.splitlines())) <= WIDTH


@given(st.lists(st.from_regex(r"[a-z.,]{1,20}", fullmatch=True), min_size=1, max_size=80))
def test_every_line_of_a_docstring_is_as_full_as_it_can_be(found: list[str]) -> None:
    lines = docstring(" ".join(found), 4).removesuffix('\n    """').splitlines()
    for line, following in pairwise(lines):
        assert len(f'{line} {following.split()[0]}"""') > WIDTH


def test_paragraphs_and_lists_keep_their_shape() -> None:
    text = "First line.\r\n\r\n* one " + "word " * 30 + "\n* two\n"
    lines = docstring(text, 4).splitlines()
    assert lines[:3] == ['    """First line.', "", "    * one " + ("word " * 20).rstrip()]
    assert lines[3].startswith("      word")
    assert lines[-2:] == ["    * two", '    """']


def test_endless_text_is_cut() -> None:
    assert len(docstring("x" * 1_000_000, 4)) < LONGEST_DOC + 100
