"""Which paths one request matches: the rule against the requests themselves."""

from __future__ import annotations

import re
from itertools import product

import pytest
from specfold_generator.lint.rules.routes import segments

# Segments that differ in every way, and texts that tell all of them apart.
SEGMENTS = ["a", "ab", "{x}", "a{x}", "{x}b", "a{x}b", "{x}.json", "{x}.xml", "{x}-{y}", "{x}{y}"]
TEXTS = ["".join(letters) for count in (1, 2, 3, 4) for letters in product("abc-", repeat=count)] + [
    f"{stem}{end}" for stem in ("a", "cab", "a-b") for end in (".json", ".xml", "-b", "b")
]


def _texts(segment: str) -> set[str]:
    pattern = ".+".join(re.escape(part) for part in re.split(r"\{.\}", segment))
    return {text for text in TEXTS if re.fullmatch(pattern, text)}


@pytest.mark.parametrize(("one", "other"), list(product(SEGMENTS, repeat=2)))
def test_overlaps_and_narrower_segments_are_those_of_their_texts(one: str, other: str) -> None:
    (a,), (b,) = segments(one), segments(other)
    assert a.overlaps(b) or not _texts(one) & _texts(other)
    assert not a.takes(b) or _texts(one) >= _texts(other)
    if a.overlaps(b) and not (a.takes(b) or b.takes(a)) and "-" not in one + other:
        pattern = "".join(
            ".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{.\})", one)
        )
        assert re.fullmatch(pattern, a.example(b))
