"""JSON text from outside: what is read, what is refused, and that reading it is linear."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specfold.http.fields import parameters
from specfold.http.multipart import parts
from specfold.model.json_text import UnsafeJson, decode, is_deeper

from tests.properties.depth import cases

NAMES = st.text(alphabet='a:"\\{}[],é', max_size=3)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | NAMES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: ("array", items))
        | st.lists(st.tuples(NAMES, inner), max_size=3).map(lambda members: ("object", members))
    ),
    max_leaves=20,
)


def written(tree: Any, space: str, ascii: bool) -> str:
    """A tree as JSON text, names that are given twice included."""
    match tree:
        case ("array", items):
            return f"[{space}{','.join(written(item, space, ascii) for item in items)}]"
        case ("object", members):
            texts = (
                f"{json.dumps(name, ensure_ascii=ascii)}{space}:{written(value, space, ascii)}"
                for name, value in members
            )
            return f"{{{f',{space}'.join(texts)}}}"
    return json.dumps(tree, ensure_ascii=ascii)


def has_twice(tree: Any) -> bool:
    """Whether an object of a tree has two members of one name."""
    match tree:
        case ("array", items):
            return any(map(has_twice, items))
        case ("object", members):
            names = [name for name, _ in members]
            return len(set(names)) < len(names) or any(has_twice(value) for _, value in members)
    return False


def height(tree: Any) -> int:
    """Levels of arrays and objects."""
    match tree:
        case ("array", items):
            return 1 + max(map(height, items), default=0)
        case ("object", members):
            return 1 + max((height(value) for _, value in members), default=0)
    return 0


@settings(max_examples=cases(bounded=400), deadline=None)
@given(tree=TREES, space=st.sampled_from(["", " ", "\n\t"]), ascii=st.booleans(), limit=st.integers(0, 6))
def test_a_text_is_read_unless_it_is_too_deep_or_names_a_member_twice(
    tree: Any, space: str, ascii: bool, limit: int
) -> None:
    text = written(tree, space, ascii)
    if height(tree) > limit or has_twice(tree):
        with pytest.raises(UnsafeJson):
            decode(text, limit)
    else:
        assert decode(text, limit) == json.loads(text)
    if not has_twice(tree):
        assert is_deeper(json.loads(text), limit) == (height(tree) > limit)


@settings(max_examples=cases(bounded=400), deadline=None)
@given(data=st.binary(max_size=40) | st.text(alphabet='[]{}":,0e\\ ', max_size=20).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = decode(data)
    except ValueError:
        return
    assert value == json.loads(data)


NAMED = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True), st.text(max_size=8), max_size=4
)


@settings(max_examples=cases(bounded=300), deadline=None)
@given(given_=NAMED)
def test_parameters_of_a_field_come_back_as_they_were_quoted(given_: dict[str, str]) -> None:
    quoted = [
        f'{name.upper()}="{value.translate({34: chr(92) + chr(34), 92: chr(92) * 2})}"'
        for name, value in given_.items()
    ]
    assert parameters("; ".join(["form-data", *quoted])) == given_
    assert parameters("attachment; filename*=UTF-8''na%C3%AFve; filename=plain")["filename"] == "naïve"


EVIL = [
    ";" * 8000,
    '; a="' + ";" * 8000,
    '; a="' + "\\" * 8000,
    "; " + " " * 8000,
    ";a" * 4000,
    ';a="b' * 1600,
]


@pytest.mark.parametrize("evil", EVIL)
def test_a_multipart_body_costs_no_more_than_its_size_allows(evil: str) -> None:
    """120 parts whose header was 8 KB of semicolons took 11.6 s."""
    part = f"Content-Disposition: form-data{evil}\r\n\r\nx\r\n--b"
    body = ("--b\r\n" + "\r\n".join([part] * 120) + "--").encode()
    started = time.process_time()
    assert len(parts("multipart/form-data; boundary=b", body)) == 120
    assert time.process_time() - started < 2
