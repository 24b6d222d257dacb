"""The judges beside us, and that each reason is one of a code that there is."""

from __future__ import annotations

from typing import Any

import pytest
from specfold_generator.diagnostics.codes import CODES

from tests.verdicts import reasons
from tests.verdicts.judges import stock

PLAIN: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
ANSWER = {"get": {"responses": {"200": {"description": "ok"}}}}


def test_the_stock_validator_is_asked() -> None:
    assert stock(PLAIN) == ""
    assert "unexpected" in stock({**PLAIN, "paths": {"x": 1}})


def test_the_guard_ends_a_validator_that_does_not() -> None:
    long = {**PLAIN, "paths": {f"/p{n}": ANSWER for n in range(20_000)}}
    assert stock(long, seconds=1) == "does not end"


def test_a_validator_that_fails_by_itself_is_told_from_a_verdict() -> None:
    loop = {
        "A": {"oneOf": [{"$ref": "#/components/schemas/B"}], "discriminator": {"propertyName": "k"}},
        "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"k": {"type": "string"}}}]},
    }
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    paths = {"/p": {"post": {"requestBody": body, "responses": {"200": {"description": "ok"}}}}}
    said = stock({**PLAIN, "paths": paths, "components": {"schemas": loop}})
    assert said.startswith(("failed: ", "does not end"))
    assert reasons.laxer(said)


@pytest.mark.parametrize("code", reasons.STRICTER)
def test_a_reason_is_of_a_code_that_there_is(code: str) -> None:
    assert code in CODES


def test_what_has_no_row_has_no_reason() -> None:
    assert not reasons.stricter(["SPF999"])
    assert not reasons.laxer("/info: something else")
