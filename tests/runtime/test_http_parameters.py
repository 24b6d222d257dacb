"""Parameters and bodies: every row of OpenAPI's table of styles, and texts that become nothing else."""

from __future__ import annotations

import contextlib
import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold.http import bodies, parameters
from specfold.http.branches import Branches
from specfold.http.parameters import Sent
from specfold.http.problems import Problem
from specfold.http.texts import scalar
from specfold.model.service import HttpRoute, Parameter

ARRAY = {"type": "array", "items": {"type": "string"}}
OBJECT = {
    "type": "object",
    "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}, "B": {"type": "integer"}},
}
RGB = {"R": 100, "G": 200, "B": 150}
BBB = ["blue", "black", "brown"]


def read(parameter: Parameter, schema: dict[str, Any], **sent: Any) -> Any:
    given: dict[str, Any] = {"path": {}, "query_string": "", "headers": {}}
    given |= sent
    given["headers"] = list(given["headers"].items())
    branches = Branches({"type": "object", "properties": {"color": schema}})
    return parameters.read([parameter], Sent(**given), branches).get("color", "absent")


@pytest.mark.parametrize(
    ("style", "explode", "text", "schema", "value"),
    [
        ("simple", False, "blue", {"type": "string"}, "blue"),
        ("simple", False, "blue,black,brown", ARRAY, BBB),
        ("simple", False, "R,100,G,200,B,150", OBJECT, RGB),
        ("simple", True, "blue,black,brown", ARRAY, BBB),
        ("simple", True, "R=100,G=200,B=150", OBJECT, RGB),
        ("label", False, ".blue", {"type": "string"}, "blue"),
        ("label", False, ".", {"type": "string"}, ""),
        ("label", False, ".blue,black,brown", ARRAY, BBB),
        ("label", False, ".R,100,G,200,B,150", OBJECT, RGB),
        ("label", True, ".blue.black.brown", ARRAY, BBB),
        ("label", True, ".R=100.G=200.B=150", OBJECT, RGB),
        ("matrix", False, ";color=blue", {"type": "string"}, "blue"),
        ("matrix", False, ";color=5", {"type": "integer"}, 5),
        ("matrix", False, ";color=blue,black,brown", ARRAY, BBB),
        ("matrix", False, ";color=R,100,G,200,B,150", OBJECT, RGB),
        ("matrix", True, ";color=blue;color=black;color=brown", ARRAY, BBB),
        ("matrix", True, ";R=100;G=200;B=150", OBJECT, RGB),
    ],
)
def test_styles_of_paths(style: str, explode: bool, text: str, schema: dict[str, Any], value: Any) -> None:
    parameter = Parameter("color", "path", "color", style=style, explode=explode)
    assert read(parameter, schema, path={"color": text}) == value


@pytest.mark.parametrize(
    ("style", "explode", "query", "schema", "value"),
    [
        ("form", True, "color=", {"type": "string"}, ""),
        ("form", True, "color=blue", {"type": "string"}, "blue"),
        ("form", True, "color=a%20b%2Cc+d", {"type": "string"}, "a b,c d"),
        ("form", True, "color=blue&color=black&color=brown", ARRAY, BBB),
        ("form", True, "color=blue", ARRAY, ["blue"]),
        ("form", True, "R=100&G=200&B=150&other=1", OBJECT, RGB),
        ("form", False, "color=blue,black,brown", ARRAY, BBB),
        ("form", False, "color=R,100,G,200,B,150", OBJECT, RGB),
        ("form", False, "color=", ARRAY, [""]),  # as RFC 6570 writes it; an empty list is not sent
        ("form", False, "color=", {"type": "array", "items": {"type": "integer"}}, []),
        ("spaceDelimited", False, "color=blue%20black%20brown", ARRAY, BBB),
        ("spaceDelimited", False, "color=R%20100%20G%20200%20B%20150", OBJECT, RGB),
        ("pipeDelimited", False, "color=blue%7Cblack%7Cbrown", ARRAY, BBB),
        ("pipeDelimited", False, "color=R%7C100%7CG%7C200%7CB%7C150", OBJECT, RGB),
        ("deepObject", True, "color[R]=100&color[G]=200&color[B]=150", OBJECT, RGB),
        ("deepObject", True, "color%5BR%5D=100", OBJECT, {"R": 100}),
        ("deepObject", True, "color[more]=x", OBJECT, {"more": "x"}),
        ("form", True, "another=1", {"type": "string"}, "absent"),
        ("form", True, "another=1", OBJECT, "absent"),
        ("deepObject", True, "color=1", OBJECT, "1"),  # the schema check says no
        ("form", True, "color=1&color=2", {"type": "integer"}, ["1", "2"]),  # the schema check says no
    ],
)
def test_styles_of_queries(style: str, explode: bool, query: str, schema: dict[str, Any], value: Any) -> None:
    parameter = Parameter("color", "query", "color", style=style, explode=explode)
    assert read(parameter, schema, query_string=query) == value


def test_headers_and_cookies() -> None:
    header = Parameter("X-Color", "header", "color")
    assert read(header, ARRAY, headers={"x-color": "blue,black"}) == ["blue", "black"]
    assert read(header, {"type": "integer"}, headers={"x-color": "7"}) == 7
    assert read(header, ARRAY) == "absent"
    cookie = Parameter("color", "cookie", "color", style="form", explode=True)
    assert read(cookie, {"type": "boolean"}, headers={"cookie": "color=true"}) is True


def test_blanks_around_the_commas_of_a_header_mean_nothing() -> None:
    header = Parameter("X-Color", "header", "color")
    assert read(header, ARRAY, headers={"x-color": " blue ,\tblack, brown "}) == BBB
    mapped = Parameter("X-Color", "header", "color", explode=True)
    assert read(mapped, OBJECT, headers={"x-color": "R=100, G=200, B=150"}) == RGB


def test_cookies_are_escaped_unless_their_style_says_that_they_are_not() -> None:
    escaped = Parameter("color", "cookie", "color", style="form")
    assert read(escaped, ARRAY, headers={"cookie": "color=blue,black"}) == ["blue", "black"]
    plain = Parameter("color", "cookie", "color", style="cookie")
    assert read(plain, {"type": "string"}, headers={"cookie": "color=100%25"}) == "100%25"


def test_parameters_with_a_media_type_of_their_own() -> None:
    content = json.dumps({"a": [1, None]})
    query = Parameter("color", "query", "color", style="form", content_type="application/json")
    assert read(query, {}, query_string="color=" + quote_plus(content)) == {"a": [1, None]}
    with pytest.raises(Problem, match="invalid-request"):
        read(query, {}, query_string="color={")
    kind = "application/json"
    exploded = Parameter("color", "query", "color", style="form", explode=True, content_type=kind)
    assert read(exploded, OBJECT, query_string="color=%7B%22R%22:1%7D&R=2") == {"R": 1}
    whole = Parameter("color", "querystring", "color", content_type="application/json")
    assert read(whole, {}, query_string=quote_plus(content)) == {"a": [1, None]}
    form = Parameter("color", "querystring", "color", content_type="application/x-www-form-urlencoded")
    assert read(form, OBJECT, query_string="R=100&G=200") == {"R": 100, "G": 200}
    assert read(form, OBJECT) == "absent"


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("5", {"type": "integer"}, 5),
        ("-5", {"type": "integer"}, -5),
        ("05", {"type": "integer"}, "05"),
        ("5.0", {"type": "integer"}, "5.0"),
        ("9" * 41, {"type": "integer"}, "9" * 41),
        ("\u0665", {"type": "integer"}, "\u0665"),
        ("5", {"type": "number"}, 5),
        ("5.25", {"type": "number"}, 5.25),
        ("1e400", {"type": "number"}, "1e400"),
        ("NaN", {"type": "number"}, "NaN"),
        ("Infinity", {"type": "number"}, "Infinity"),
        ("true", {"type": "boolean"}, True),
        ("True", {"type": "boolean"}, "True"),
        ("", {"type": ["integer", "null"]}, None),
        ("", {"type": ["string", "null"]}, ""),
        ("5", {"type": "string"}, "5"),
        ("5", {}, "5"),
        ("5", {"enum": [1, 5]}, 5),
        ("5", {"const": 5}, 5),
        ("5", {"$ref": "#/$defs/Number"}, 5),
        ("5", {"allOf": [{"$ref": "#/$defs/Number"}]}, 5),
        ("5", {"anyOf": [{"type": "string"}, {"type": "integer"}]}, 5),
        ("x", {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "x"),
        ("5", {"$ref": "#/$defs/Loop"}, "5"),
        ("5", {"$ref": "#/$defs/Nothing"}, "5"),
        ("5", True, "5"),
    ],
)
def test_a_text_becomes_what_its_schema_wants_or_stays(text: str, schema: Any, value: Any) -> None:
    definitions = {"Number": {"type": "integer"}, "Loop": {"$ref": "#/$defs/Loop"}}
    branches = Branches({"$defs": definitions, "properties": {"x": schema}})
    found = scalar(text, branches.named("x"), branches)
    assert found == value
    assert type(found) is type(value)


def test_members_of_composed_requests_are_found() -> None:
    branches = Branches(
        {
            "allOf": [{"properties": {"a": {"type": "integer"}}}, {"$ref": "#/$defs/More"}],
            "$defs": {"More": {"properties": {"b": {"type": "boolean"}}}},
        }
    )
    assert scalar("5", branches.named("a"), branches) == 5
    assert scalar("true", branches.named("b"), branches) is True


@given(st.text(), st.sampled_from(["integer", "number", "boolean", "null", "string", "array", "object"]))
def test_no_text_breaks_anything(text: str, wanted: str) -> None:
    for style in ("simple", "label", "matrix"):
        for explode in (True, False):
            parameter = Parameter("color", "path", "color", style=style, explode=explode)
            with contextlib.suppress(Problem):
                read(parameter, {"type": wanted}, path={"color": text})
    for style in ("form", "spaceDelimited", "pipeDelimited", "deepObject"):
        parameter = Parameter("color", "query", "color", style=style)
        with contextlib.suppress(Problem):
            read(parameter, {"type": wanted}, query_string=quote_plus(text, safe="&=[]"))


# bodies


def body(content_type: str | None, data: bytes, *taken: str, name: str = "", required: bool = False) -> Any:
    route = HttpRoute(
        name="x",
        method="POST",
        path="/",
        body=name,
        body_required=required,
        content_types=taken or ("application/json",),
    )
    return bodies.read(route, content_type, data, Branches({"properties": {"n": {"type": "integer"}}}))


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
def test_json_bodies(content_type: str) -> None:
    assert body(content_type, b'{"n": 1}') == {"n": 1}


def test_bodies_of_other_kinds() -> None:
    assert body("application/vnd.x+json", b"[1]", "application/vnd.x+json") == [1]
    assert body("text/plain", "ü".encode(), "text/*") == "ü"
    assert body("image/png", b"\x89PNG", "*/*", name="picture") == "iVBORw=="
    form = "application/x-www-form-urlencoded"
    assert body(form, b"n=5&t=a+b&t=c", form) == {"n": 5, "t": ["a b", "c"]}


@pytest.mark.parametrize(
    ("content_type", "data", "code"),
    [
        ("application/xml", b"<x/>", "unsupported-media-type"),
        (None, b"{}", "unsupported-media-type"),
        ("", b"{}", "unsupported-media-type"),
        ("application/json", b"", "malformed-body"),
        ("application/json", b"{", "malformed-body"),
        ("application/json", b"NaN", "malformed-body"),
        ("application/json", b'{"x": "\xff"}', "malformed-body"),
        ("application/json", b"[" * 100_000, "malformed-body"),
        ("application/json", b'"\\ud800"', "malformed-body"),
    ],
)
def test_bodies_that_cannot_be_read(content_type: str | None, data: bytes, code: str) -> None:
    with pytest.raises(Problem, match=code):
        body(content_type, data)


def test_a_missing_body() -> None:
    assert body(None, b"") is bodies.NOTHING
    with pytest.raises(Problem, match="invalid-request"):
        body(None, b"", required=True)
