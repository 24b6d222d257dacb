"""Which documented media type a body is of."""

from __future__ import annotations

import pytest
from specfold.http.media import matching

TWO = ("application/vnd.shop+json;version=1", 'application/vnd.shop+json; Version="2"')


@pytest.mark.parametrize(
    ("given", "ranges", "chosen"),
    [
        ("application/vnd.shop+json; version=1", TWO, TWO[0]),
        ("APPLICATION/vnd.shop+json;charset=utf-8;VERSION=2", TWO, TWO[1]),
        ("application/vnd.shop+json; version=3", TWO, None),
        ("application/vnd.shop+json", TWO, None),
        ("application/vnd.shop+json", TWO[:1], TWO[0]),
        ("application/vnd.shop+json;version=2", TWO[:1], None),
        (
            "application/vnd.shop+json;version=9",
            (*TWO, "application/vnd.shop+json"),
            "application/vnd.shop+json",
        ),
        ("text/plain", ("*/*", "text/*", "text/plain"), "text/plain"),
        ("text/csv", ("*/*", "text/*", "text/plain"), "text/*"),
        ("image/png", ("text/*", "*/*"), "*/*"),
        ("image/png", ("text/*",), None),
        ("text/plain;a=1", ("text/*;a=1", "text/*"), "text/*;a=1"),
        ("text/plain;a=1;b=2", ("text/plain;a=1", "text/plain;b=2;a=1"), "text/plain;b=2;a=1"),
        ("text/plain; charset=UTF-8", ("text/plain;charset=utf-8",), "text/plain;charset=utf-8"),
        ("text/plain; charset=latin-1", ("text/plain;charset=utf-8",), None),
        ("multipart/form-data; boundary=x", ("multipart/form-data",), "multipart/form-data"),
        ('text/plain;a="1;b=2"', ("text/plain;b=2", "text/plain"), "text/plain"),
        ("", ("*/*",), None),
    ],
)
def test_the_most_specific_range_is_chosen(given: str, ranges: tuple[str, ...], chosen: str | None) -> None:
    assert matching(given, ranges) == chosen
    assert matching(given, ranges[::-1]) == chosen
