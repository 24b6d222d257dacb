"""What a client wrote in any place, style and `explode` is what the handler gets, directly and on AWS.

The client is `openapi_encoder`, which shares nothing with the runtime. Several values can be written alike
where a schema allows them all (`5` and `"5"`); then the handler gets a valid one that is written as it was
sent.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mangum import Mangum
from specfold.aws.gateway import decoded_once
from specfold.local.http_event import Request, request_event
from specfold.local.routes import Match
from specfold.messaging.webhooks import parameter_styles as outgoing
from specfold.messaging.webhooks.request_encoding import asked
from specfold.model.messages import Catalog, ValueRoot
from specfold.model.schemas import Schemas
from specfold.model.service import Answer, OperationRoute, Parameter, Service
from specfold.model.topology import Route
from specfold.testing.world import World

from tests.properties.depth import DEEP, cases
from tests.properties.openapi_encoder import (
    Place,
    Unsaid,
    cookie_text,
    escaped,
    expansion,
    header_text,
    text_of,
)

VALUES_OF_EACH = 12 if DEEP else 3
NAME = "color"
COUNTS: Counter[str] = Counter()
PLACES = [
    Place(where, style, explode)
    for where, names in {
        "path": ("simple", "label", "matrix"),
        "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
        "header": ("simple",),
        "cookie": ("form", "cookie"),
    }.items()
    for style in names
    for explode in (False, True)
    if explode or style != "deepObject"
] + [Place("query", style, explode, True) for style in ("form", "pipeDelimited") for explode in (False, True)]
DEFS = {"Whole": {"type": "integer"}, "Code": {"type": "string", "pattern": "^[0-9]{4}$"}}
TEXTS = st.text(st.sampled_from("aZ059 ,;=.|&/%+[]{}\"'#?-_~:@\\\u00e9\u6f22\n"), max_size=5)
KEYS = st.text(st.sampled_from("abn_ ,;=.|&%+-\u00e9"), min_size=1, max_size=4)
Drawn = tuple[Any, st.SearchStrategy[Any]]
WHOLE = st.integers(-999, 999) | st.integers(-(2**80), 2**80)
NUMBERS = WHOLE | st.floats(allow_nan=False, allow_infinity=False)
CODES = st.text(st.sampled_from("0123456789"), min_size=4, max_size=4)
SCALARS: list[Drawn] = [
    ({"type": "string"}, TEXTS),
    ({}, TEXTS),
    ({"type": ["string", "null"]}, TEXTS),
    ({"type": "integer"}, WHOLE),
    ({"$ref": "#/$defs/Whole"}, WHOLE),
    ({"allOf": [{"$ref": "#/$defs/Whole"}, {"minimum": 0}]}, st.integers(0, 2**60)),
    ({"type": ["integer", "null"]}, WHOLE),
    ({"type": "number"}, NUMBERS),
    ({"type": "boolean"}, st.booleans()),
    ({"enum": ["1", "x", 2, True, "true!"]}, st.sampled_from(["1", "x", 2, True, "true!"])),
    ({"const": 7}, st.just(7)),
    (
        {"anyOf": [{"$ref": "#/$defs/Code"}, {"type": "integer", "maximum": 999}]},
        CODES | st.integers(-5, 999),
    ),
    ({"type": ["string", "integer", "boolean"]}, TEXTS | CODES | WHOLE | st.booleans()),
    ({"oneOf": [{"type": "boolean"}, {"type": "number"}]}, st.booleans() | NUMBERS),
]


@st.composite
def scalars(draw: st.DrawFn) -> Drawn:
    return draw(st.sampled_from(SCALARS))


@st.composite
def arrays(draw: st.DrawFn) -> Drawn:
    kind = draw(st.sampled_from(["items", "items", "places", "either"]))
    (one, ones), (two, twos) = draw(scalars()), draw(scalars())
    if kind == "items":
        return {"type": "array", "items": one}, st.lists(ones, min_size=1, max_size=4)
    if kind == "places":
        schema = {"type": "array", "prefixItems": [one, two], "items": one}
        return schema, st.tuples(ones, twos).map(list) | st.tuples(ones, twos, ones).map(list)
    branches = [{"type": "array", "items": one}, {"type": "array", "items": two}]
    return {"anyOf": branches}, st.lists(ones, min_size=1, max_size=3) | st.lists(
        twos, min_size=1, max_size=3
    )


@st.composite
def objects(draw: st.DrawFn) -> Drawn:
    kind = draw(st.sampled_from(["declared", "map", "pattern", "both"]))
    (one, ones), (two, twos) = draw(scalars()), draw(scalars())
    declared = {"properties": {"a": one, "b.b": two}}
    members = st.fixed_dictionaries({"a": ones}, optional={"b.b": twos})
    free = st.dictionaries(KEYS, twos, min_size=1, max_size=3)
    named = free.map(lambda given: {f"n_{key}": value for key, value in given.items()})
    if kind == "declared":
        return {"type": "object", **declared}, members
    if kind == "map":
        return {"type": "object", "additionalProperties": two}, free
    if kind == "pattern":
        return {"type": "object", "patternProperties": {"^n_": two}, "additionalProperties": False}, named
    schema = {"type": "object", **declared, "additionalProperties": two}
    return schema, st.tuples(free, members).map(lambda both: {**both[0], **both[1]})


SCHEMAS: st.SearchStrategy[Drawn] = st.one_of(scalars(), arrays(), objects())


class Anything(ValueRoot):
    root: Any


@pytest.fixture(scope="module", autouse=True)
def counted() -> Iterator[None]:
    yield
    print("\nparameters:", dict(sorted(COUNTS.items())))


class Server:
    """One operation with one parameter, and another that must not get in its way."""

    def __init__(self, place: Place, schema: Any, folder: Path) -> None:
        self.got: Any = None
        self.place = place
        self.path = "/{color}" if place.where == "path" else "/"
        properties = {NAME: schema, "page": {"type": "integer"}}
        file = folder / "schemas.json"
        whole = {"type": "object", "properties": properties}
        file.write_text(json.dumps({"$defs": DEFS, "requests": {"ask": whole}}), "utf-8")
        own = Parameter(
            NAME, place.where, NAME, style=place.style, explode=place.explode, reserved=place.reserved  # type: ignore[arg-type]  # one of PLACES
        )  # fmt: skip
        self.route = OperationRoute(
            name="ask",
            method="GET",
            path=self.path,
            parameters=(own, Parameter("page", "query", "page", style="form", explode=True)),
            request=Anything,
            handle=self._handle,
        )
        service = Service(
            name="it", source="//it", catalog=Catalog(), schemas=Schemas(file), routes=(self.route,)
        )
        self._app = World(service).client().app

    def _handle(self, request: Any) -> Answer:
        self.got = request.to_wire()
        return Answer(status=204)

    async def _called(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app({**scope, "claims": None}, receive, send)

    def ask(self, path: str, query: str, headers: list[tuple[str, str]]) -> tuple[int, Any]:
        """As a server under ASGI hands a request on."""
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in headers],
        }
        self.got = None
        asyncio.run(self._called(scope, receive, send))
        return sent[0]["status"], self.got

    def ask_on_aws(self, path: str, query: str, headers: list[tuple[str, str]]) -> tuple[int, Any]:
        """As API Gateway and Mangum hand it on."""
        raw = [(name.encode(), text.encode()) for name, text in headers]
        request = Request("GET", unquote(path), query, raw, b"")
        event = request_event(request, Match(Route(method="GET", path=self.path, function="it"), {}), None)
        self.got = None
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            answered = Mangum(decoded_once(self._called), lifespan="off")(event, None)  # type: ignore[arg-type]  # no context is read
        finally:
            loop.close()
        return answered["statusCode"], self.got


def written(place: Place, value: Any) -> tuple[str, str, list[tuple[str, str]]]:
    """Path, query and headers that say a value.

    Raises:
        Unsaid: the standards do not define how.
    """
    text = expansion(place, NAME, value)
    match place.where:
        case "path":
            if text in ("", ".", "..") or "%2F" in text:
                raise Unsaid("a segment of a path is neither empty nor has a slash")
            return f"/{text}", "page=7", []
        case "query":
            if isinstance(value, dict) and "page" in value:
                raise Unsaid("another parameter has this name")
            return "/", f"{text}&page=7", []
        case "header":
            lines = [header_text(text)]
            if isinstance(value, list) and len(value) > 1:  # two lines are one list
                lines = [",".join(map(text_of, value[:1])), ",".join(map(text_of, value[1:]))]
            return "/", "page=7", [(NAME, line) for line in lines]
    if isinstance(value, list | dict) and not place.is_encoded and place.explode and "; " in str(value):
        raise Unsaid("nothing encodes a delimiter here")
    keys = list(value) if isinstance(value, dict) else []
    parts = [
        text_of(part)
        for part in (value if isinstance(value, list) else [*value.values()] if keys else [value])
    ]
    if not place.is_encoded and any(set(part) & set("; ,=") for part in [*keys, *parts]):
        raise Unsaid("nothing encodes a delimiter here")
    return "/", "page=7", [("cookie", cookie_text(place, text))]


def is_same(got: Any, value: Any) -> bool:
    """Whether two values are equal, of the same types: `1` is no `true`."""
    return json.dumps(got, sort_keys=True) == json.dumps(value, sort_keys=True)


def check(server: Server, schema: Any, value: Any, *, on_aws: bool) -> None:
    place = server.place
    try:
        path, query, headers = written(place, value)
    except Unsaid:
        COUNTS["not defined by the standards"] += 1
        return
    # An HTTP API decodes the path, so that an encoded delimiter in it is as good as a bare one (SPF382).
    merged = place.where == "path" and isinstance(value, list | dict) and "%" in path
    status, got = (server.ask_on_aws if on_aws and not merged else server.ask)(path, query, headers)
    assert status == 204, (path, query, headers)
    assert got["page"] == 7
    judge = jsonschema_rs.Draft202012Validator({"$defs": DEFS, **schema})
    assert judge.is_valid(got[NAME])
    if is_same(got[NAME], value):
        COUNTS["the same value" + " on AWS" * on_aws] += 1
    else:
        assert written(place, got[NAME]) == (path, query, headers)
        COUNTS["another value that is written alike"] += 1


@settings(
    max_examples=cases(bounded=120, deep=13_000), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.sampled_from(PLACES), SCHEMAS, st.data())
def test_the_handler_gets_what_a_client_sent(place: Place, drawn: Drawn, data: st.DataObject) -> None:
    schema, values = drawn
    with tempfile.TemporaryDirectory() as folder:
        server = Server(place, schema, Path(folder))
        for number, value in enumerate(
            data.draw(st.lists(values, min_size=VALUES_OF_EACH, max_size=VALUES_OF_EACH))
        ):
            check(server, schema, value, on_aws=number % 4 == 3)


@settings(max_examples=cases(bounded=80, deep=3_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), SCHEMAS, st.data())
def test_what_webhooks_and_contract_tests_write_is_read(
    place: Place, drawn: Drawn, data: st.DataObject
) -> None:
    schema, values = drawn
    with tempfile.TemporaryDirectory() as folder:
        server = Server(place, schema, Path(folder))
        for value in data.draw(st.lists(values, min_size=VALUES_OF_EACH, max_size=VALUES_OF_EACH)):
            try:
                request = asked(server.route, {NAME: value, "page": 7})
            except outgoing.Unwritable:
                continue
            assume(not (isinstance(value, dict) and "page" in value))
            path, _, query = request.path.partition("?")
            status, got = server.ask(path, query, list(request.headers.items()))
            assert status == 204, request
            assert is_same(got[NAME], value) or asked(server.route, got) == request
            COUNTS["what the runtime wrote itself"] += 1


def test_the_encoder_writes_the_examples_of_the_standard() -> None:
    """OpenAPI 3.2, "Style Examples", row by row."""
    blue = ["blue", "black", "brown"]
    rgb = {"R": 100, "G": 200, "B": 150}
    for style, explode, one, many, members in [
        ("matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        ("cookie", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("cookie", True, "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
    ]:
        place = Place("query", style, explode)
        assert [expansion(place, NAME, value) for value in ("blue", blue, rgb)] == [one, many, members]
    assert expansion(Place("path", "matrix", False), NAME, "") == ";color"
    assert expansion(Place("query", "form", True), NAME, "") == "color="
    spaced, piped = Place("query", "spaceDelimited", False), Place("query", "pipeDelimited", False)
    assert expansion(spaced, NAME, blue) == "color=blue%20black%20brown"
    assert expansion(piped, NAME, rgb) == "color=R%7C100%7CG%7C200%7CB%7C150"
    expected = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    assert expansion(Place("query", "deepObject", True), NAME, rgb) == expected
    assert escaped(Place("query", "form", True, True), "a/b?c&d") == "a/b?c%26d"
