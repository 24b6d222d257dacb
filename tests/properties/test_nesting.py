"""The count of nesting levels against a parser's own, byte by byte."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specfold.model.nesting import MAX_DEPTH, too_deep

from tests.properties.depth import cases

PIECES = st.sampled_from([b"[", b"]", b"{", b"}", b'"', b"\\", b"a"])
TEXTS = st.text(alphabet='[]{}"\\/:, aé\n\ud83d\ude00') | st.text()
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=60,
)


def deepest(text: bytes) -> int:
    """By the grammar: brackets count outside of strings; in a string a backslash escapes the next byte."""
    depth = most = 0
    bytes_ = iter(text)
    for byte in bytes_:
        if byte == ord('"'):
            for inside in bytes_:
                if inside == ord("\\"):
                    next(bytes_, None)
                elif inside == ord('"'):
                    break
        elif byte in b"[{":
            depth += 1
            most = max(most, depth)
        elif byte in b"]}":
            depth -= 1
    return most


@settings(max_examples=cases(bounded=300), deadline=None)
@given(value=VALUES, ascii=st.booleans(), indent=st.sampled_from([None, 1]), limit=st.integers(0, 12))
def test_json_text_is_too_deep_exactly_above_its_limit(
    value: Any, ascii: bool, indent: int | None, limit: int
) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent).encode("utf-8", "surrogatepass")
    assert too_deep(text, limit) == (deepest(text) > limit)
    cut = text[: len(text) // 2]
    assert too_deep(cut, limit) == (deepest(cut) > limit), "a text that breaks off"


@settings(max_examples=cases(bounded=300), deadline=None)
@given(data=st.binary() | st.lists(PIECES).map(b"".join))
def test_any_bytes_have_a_verdict(data: bytes) -> None:
    assert too_deep(data, len(data)) is False
    if b"\\" not in data:
        assert too_deep(data, 3) == (deepest(data) > 3)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"]}":', b'["]]",'])
def test_the_bound_is_exact(opening: bytes) -> None:
    levels = sum(opening.count(one) for one in (b"[", b"{"))
    just = opening * (MAX_DEPTH // levels)
    assert not too_deep(just)
    assert too_deep(just + b"[")
    assert not too_deep(b'"' + just.replace(b'"', b"'") + b"[[[" + b'"'), "in a string nothing counts"


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 500_000 + b"]" * 500_000,
        b"[" * 127 + b"[]," * 300_000,
        b"[[]," * 10 + b"[]," * 300_000,
        (b"[" * 100 + b"]" * 100) * 5_000,
        b'"[' * 500_000,
        b"\\" * 999_999 + b'"[' * 200,
        b'"\\' * 500_000 + b"[" * 129,
    ],
    ids=range(7),
)
def test_a_record_of_the_largest_size_is_counted_in_a_fraction_of_a_second(data: bytes) -> None:
    started = time.process_time()
    too_deep(data)
    assert time.process_time() - started < 0.5
