"""The HTTP API in front of functions: routing, tokens, the event, the answers, the limits."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from mangum import Mangum
from specfold.local.authorizer import JwtAuthorizer, Keys
from specfold.local.errors import TopologyError
from specfold.local.gateway import HEALTH, MAX_BODY, Gateway, server
from specfold.local.invoke import Function
from specfold.local.ports import listen
from specfold.local.routes import Routes
from specfold.local.token_issuer import Issuer
from specfold.model.topology import Route
from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.responses import PlainTextResponse
from starlette.routing import Route as WebRoute

AUDIENCE = "https://api.shop.example"
ROUTES = [
    Route(method="GET", path="/open/{name}", function="echo"),
    Route(method="POST", path="/open/{name}", function="echo"),
    Route(method="GET", path="/open/special", function="special"),
    Route(method="ANY", path="/files/{rest+}", function="echo"),
    Route(method="GET", path="/me", function="echo", authorizer="jwt"),
    Route(method="POST", path="/orders", function="echo", authorizer="jwt", scopes=("orders:write", "admin")),
    Route(method="GET", path="/answer/{kind}", function="answers"),
    Route(method="POST", path="/asgi/{name}", function="asgi"),
    Route(method="GET", path="/slow", function="slow"),
    Route(method="GET", path="/slower-than-its-time", function="overdue"),
]


def echo(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    headers = {"content-type": "application/json", "x-thread": threading.current_thread().name}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(event)}


BARE = Function("x", "arn:x", lambda _event, _context: None, 1)
ANSWERS: dict[str, Any] = {
    "plain": {"hello": ["world"]},
    "binary": {"statusCode": 200, "body": base64.b64encode(b"\x00\xff").decode(), "isBase64Encoded": True},
    "cookies": {"statusCode": "201", "cookies": ["a=1", "b=2"], "headers": {"ETag": 3}, "body": "made"},
    "bad-status": {"statusCode": "nonsense"},
    "bad-body": {"statusCode": 200, "body": {"not": "text"}},
    "not-json": {"statusCode": 200, "body": "x", "extra": object()},
    "empty": {"statusCode": 204},
}


async def _shout(request: StarletteRequest) -> PlainTextResponse:
    await asyncio.sleep(0)  # the event loop of the thread has to turn
    return PlainTextResponse((await request.body()).decode().upper())


asgi = Mangum(Starlette(routes=[WebRoute("/asgi/{name}", _shout, methods=["POST"])]), lifespan="off")


def answers(event: dict[str, Any], _context: Any) -> Any:
    return ANSWERS[event["pathParameters"]["kind"]]  # "raise" is none of them


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture(scope="module")
def released() -> threading.Event:
    """Set to let the slow functions go."""
    return threading.Event()


@pytest.fixture(scope="module")
def api(issuer: Issuer, released: threading.Event) -> Iterator[httpx.Client]:
    def function(name: str, handler: Callable[[Any, Any], Any], seconds: float = 60) -> Function:
        return Function(name, f"arn:{name}", handler, seconds)

    functions = [
        function("echo", echo),
        function("answers", answers),
        function("asgi", asgi),
        function("special", lambda _event, _context: "special"),
        function("slow", lambda _event, _context: released.wait(30)),
        function("overdue", lambda _event, _context: released.wait(30), seconds=0.2),
    ]
    gateway = Gateway(
        Routes(ROUTES),
        {function.name: function for function in functions},
        {"jwt": JwtAuthorizer(issuer.url, (AUDIENCE,), Keys(issuer.url))},
        integration_seconds=0.5,
    )
    ready = threading.Event()
    running, bound = server(gateway, ready.set), listen(0)
    port = bound.getsockname()[1]
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
    thread.start()
    assert ready.wait(10)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
        yield client
    released.set()
    running.should_exit = True
    thread.join(20)
    assert not thread.is_alive()
    gateway.close()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


# -- routing


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/nothing"), ("DELETE", "/open/x"), ("GET", "/open/"), ("GET", "/open/a/b")],
)
def test_what_no_route_matches_is_not_found(api: httpx.Client, method: str, path: str) -> None:
    response = api.request(method, path)
    assert (response.status_code, response.json()) == (404, {"message": "Not Found"})


def test_a_literal_segment_wins_over_a_parameter(api: httpx.Client) -> None:
    assert api.get("/open/special").text == "special"
    assert api.get("/open/other").json()["pathParameters"] == {"name": "other"}


def test_a_greedy_parameter_takes_the_rest_for_any_method(api: httpx.Client) -> None:
    event = api.put("/files/a/b/c").json()
    assert event["pathParameters"] == {"rest": "a/b/c"}
    assert event["routeKey"] == "ANY /files/{rest+}"


def test_two_routes_that_are_the_same_are_refused() -> None:
    with pytest.raises(TopologyError, match=r"GET /a/\{y\} of two is GET /a/\{x\} of one too"):
        Routes(
            [
                Route(method="GET", path="/a/{x}", function="one"),
                Route(method="GET", path="/a/{y}", function="two"),
            ]
        )


def test_a_parameter_that_is_part_of_a_segment_is_refused() -> None:
    with pytest.raises(TopologyError, match="whole segment"):
        Routes([Route(method="POST", path="/orders/{id}:cancel", function="one")])


def test_a_route_to_nowhere_is_refused() -> None:
    with pytest.raises(TopologyError, match="GET /a: no api function 'x'"):
        Gateway(Routes([Route(method="GET", path="/a", function="x")]), {}, {})
    with pytest.raises(TopologyError, match="GET /a: no authorizer 'y'"):
        Gateway(Routes([Route(method="GET", path="/a", function="x", authorizer="y")]), {"x": BARE}, {})


def test_the_health_check_answers_and_cannot_be_hidden(api: httpx.Client) -> None:
    port = api.base_url.port
    assert httpx.get(f"http://127.0.0.1:{port}{HEALTH}", trust_env=False).status_code == 200
    with pytest.raises(TopologyError, match="gateway's own"):
        Gateway(Routes([Route(method="GET", path=HEALTH, function="x")]), {"x": BARE}, {})
    assert Routes([Route(method="GET", path="/{all+}", function="x")]).match("GET", HEALTH) is None


# -- the event


def test_the_event_is_payload_2_0(api: httpx.Client) -> None:
    response = api.post(
        "/open/a%20b?x=1&y=%C3%A4+b&x=2&empty=",
        content=b'{"a": "\xc3\xa4"}',
        headers=[
            ("Content-Type", "application/json"),
            ("X-Twice", "one"),
            ("X-Twice", "two"),
            ("Cookie", "s=1; t=2"),
            ("User-Agent", "tests"),
        ],
    )
    event = response.json()
    assert event["version"] == "2.0"
    assert event["routeKey"] == "POST /open/{name}"
    assert event["rawPath"] == "/open/a b"
    assert event["rawQueryString"] == "x=1&y=%C3%A4+b&x=2&empty="
    assert event["queryStringParameters"] == {"x": "1,2", "y": "ä b", "empty": ""}
    assert event["pathParameters"] == {"name": "a b"}
    assert event["headers"]["x-twice"] == "one,two"
    assert event["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert "cookie" not in event["headers"]
    assert event["cookies"] == ["s=1", "t=2"]
    assert (event["body"], event["isBase64Encoded"]) == ('{"a": "ä"}', False)
    context = event["requestContext"]
    assert context["http"] == {
        "method": "POST",
        "path": "/open/a b",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "tests",
    }
    assert "authorizer" not in context
    assert abs(context["timeEpoch"] / 1000 - time.time()) < 60
    assert context["stage"] == "$default"


def test_what_is_empty_is_left_out(api: httpx.Client) -> None:
    event = api.get("/open/special2").json()
    assert event["rawQueryString"] == ""
    assert not {"body", "cookies", "queryStringParameters"} & set(event)
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "application/x-www-form-urlencoded", ""]
)
def test_other_bodies_come_in_base64(api: httpx.Client, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    event = api.post("/open/x", content=b"a=1", headers=headers).json()
    assert (event["body"], event["isBase64Encoded"]) == (base64.b64encode(b"a=1").decode(), True)


def test_a_body_that_is_not_utf_8_reaches_the_function_unchanged(api: httpx.Client) -> None:
    for body in (b'{"name": "Zo\xe9"}', '{"name": "é"}'.encode("utf-16")):
        event = api.post("/open/x", content=body, headers={"content-type": "application/json"}).json()
        assert event["isBase64Encoded"] is True
        assert base64.b64decode(event["body"]) == body


def test_a_request_for_a_websocket_is_a_plain_one(api: httpx.Client) -> None:
    wanted = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": base64.b64encode(bytes(16)).decode(),
    }
    assert api.get("/nothing", headers=wanted).status_code == 404
    assert api.get("/open/x", headers=wanted).json()["routeKey"] == "GET /open/{name}"


def test_functions_run_outside_the_event_loop(api: httpx.Client) -> None:
    assert api.get("/open/x").headers["x-thread"].startswith("invoke")


def test_an_asgi_application_runs_in_many_threads_at_once(api: httpx.Client) -> None:
    def shout(number: int) -> str:
        return api.post(f"/asgi/a%20b{number}", content=f"n{number}").text

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shout, range(40))) == [f"N{number}" for number in range(40)]


def test_head_has_no_body(api: httpx.Client) -> None:
    response = api.head("/files/a")
    assert (response.status_code, response.content) == (200, b"")


# -- tokens


def test_claims_reach_the_function_as_strings(api: httpx.Client, issuer: Issuer) -> None:
    claims = {"groups": ["a", "b"], "vip": True, "level": 3, "nothing": None, "deep": {"x": [1]}}
    token = issuer.token("ann", audience=AUDIENCE, claims=claims)
    jwt = api.get("/me", headers=bearer(token)).json()["requestContext"]["authorizer"]["jwt"]
    assert jwt["scopes"] is None
    assert jwt["claims"]["sub"] == "ann"
    assert jwt["claims"]["groups"] == "[a b]"
    assert jwt["claims"]["vip"] == "true"
    assert jwt["claims"]["level"] == "3"
    assert jwt["claims"]["deep"] == '{"x": [1]}'
    assert "nothing" not in jwt["claims"]
    assert jwt["claims"]["exp"].isdigit()


def test_one_of_the_scopes_is_enough(api: httpx.Client, issuer: Issuer) -> None:
    token = issuer.token("ann", ["read", "admin"], AUDIENCE)
    response = api.post("/orders", headers=bearer(token))
    assert response.status_code == 200
    assert response.json()["requestContext"]["authorizer"]["jwt"]["scopes"] == ["read", "admin"]


@pytest.mark.parametrize("scopes", [[], ["read"], ["orders:writer"]])
def test_without_a_scope_of_the_route_it_is_forbidden(
    api: httpx.Client, issuer: Issuer, scopes: list[str]
) -> None:
    response = api.post("/orders", headers=bearer(issuer.token("ann", scopes, AUDIENCE)))
    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})


def test_scp_and_client_id_stand_in_for_scope_and_aud(api: httpx.Client, issuer: Issuer) -> None:
    claims = {"aud": None, "client_id": AUDIENCE, "scp": ["orders:write"]}
    response = api.post("/orders", headers=bearer(issuer.token("ann", claims=claims)))
    assert response.status_code == 200


def _bad_tokens(issuer: Issuer) -> dict[str, str]:
    good = issuer.token("ann", ["admin"], AUDIENCE)
    head, body, signature = good.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return {
        "expired": issuer.token("ann", ["admin"], AUDIENCE, seconds=-1),
        "not yet": issuer.token("ann", ["admin"], AUDIENCE, claims={"nbf": int(time.time()) + 600}),
        "no expiry": issuer.token("ann", ["admin"], AUDIENCE, claims={"exp": None}),
        "other audience": issuer.token("ann", ["admin"], "https://other.example"),
        "aud before client_id": issuer.token("ann", ["admin"], "x", claims={"client_id": AUDIENCE}),
        "no audience": issuer.token("ann", ["admin"], claims={"aud": None}),
        "other issuer": issuer.token("ann", ["admin"], AUDIENCE, claims={"iss": "https://evil.example"}),
        "unsigned": f"{none}.{body}.",
        "signature of another": f"{head}.{body}.{signature[::-1]}",
        "garbage": "garbage",
    }


def test_a_bad_token_is_unauthorized(api: httpx.Client, issuer: Issuer) -> None:
    stranger = Issuer()
    try:
        unknown = stranger.token("ann", ["admin"], AUDIENCE, claims={"iss": issuer.url})
    finally:
        stranger.stop()
    for what, token in {**_bad_tokens(issuer), "unknown key": unknown}.items():
        response = api.post("/orders", headers=bearer(token))
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"}), what
        assert response.headers["www-authenticate"].startswith("Bearer "), what


def test_without_a_token_it_is_unauthorized(api: httpx.Client) -> None:
    response = api.get("/me")
    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})


def test_the_token_may_come_without_bearer(api: httpx.Client, issuer: Issuer) -> None:
    token = issuer.token("ann", audience=[AUDIENCE, "another"])
    assert api.get("/me", headers={"authorization": token}).status_code == 200


# -- answers and limits


def test_an_answer_without_a_status_is_the_body(api: httpx.Client) -> None:
    response = api.get("/answer/plain")
    assert (response.status_code, response.json()) == (200, {"hello": ["world"]})
    assert response.headers["content-type"] == "application/json"


def test_binary_answers_and_cookies(api: httpx.Client) -> None:
    assert api.get("/answer/binary").content == b"\x00\xff"
    response = api.get("/answer/cookies")
    assert response.status_code == 201
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert response.headers["etag"] == "3"
    assert response.text == "made"
    assert api.get("/answer/empty").status_code == 204


@pytest.mark.parametrize("kind", ["raise", "bad-status", "bad-body", "not-json"])
def test_a_function_that_fails_says_nothing_of_why(api: httpx.Client, kind: str) -> None:
    response = api.get(f"/answer/{kind}")
    assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})


def test_a_slow_function_is_given_up(api: httpx.Client) -> None:
    response = api.get("/slow")
    assert (response.status_code, response.json()) == (503, {"message": "Service Unavailable"})
    assert api.get("/slower-than-its-time").status_code == 500


def test_a_body_above_the_limit_is_refused(api: httpx.Client) -> None:
    # The server answers before it has read everything, so the connection may be closed on us.
    response = api.post("/open/x", content=b"x" * (MAX_BODY + 1), headers={"content-type": "text/plain"})
    assert response.status_code == 413
    assert api.post("/open/x", content=b"x" * 7_000_000).status_code == 413
    assert api.post("/open/x", content=b"x" * 1_000_000).status_code == 200
