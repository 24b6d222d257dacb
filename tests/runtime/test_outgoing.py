"""Requests that a service makes of others: where they go, what they say, and where they must never go."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from specfold import Value
from specfold.messaging.webhooks import Answered, Asked, Outgoing, Undeliverable
from specfold.messaging.webhooks.expressions import Cause, evaluated, filled
from specfold.messaging.webhooks.https_transport import https, public
from specfold.model.schemas import Schemas
from specfold.model.service import Answer, HttpRoute, Parameter

from tests.runtime.certificates import self_signed

ROUTE = HttpRoute(
    name="subscribe",
    method="POST",
    path="/streams/{id}",
    parameters=(
        Parameter("id", "path", "id"),
        Parameter("callbackUrl", "query", "callbackUrl", style="form", explode=True),
        Parameter("X-Tenant", "header", "X-Tenant"),
    ),
    body="body",
)
MEMBERS = {
    "id": "7",
    "callbackUrl": "https://me.example/hook?t=1",
    "X-Tenant": "acme",
    "body": {"a/b": [{"k": "deep/../er?x"}], "n": 5, "none": None},
}
ANSWER = Answer(status=201, body={"id": 12}, headers={"Location": "/streams/12"})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$method", "POST"),
        ("$url", "/streams/7?callbackUrl=https%3A%2F%2Fme.example%2Fhook%3Ft%3D1"),
        ("$statusCode", "201"),
        ("$request.path.id", "7"),
        ("$request.query.callbackUrl", "https://me.example/hook?t=1"),
        ("$request.header.x-tenant", "acme"),
        ("$request.body#/n", "5"),
        ("$request.body#/a~1b/0/k", "deep/../er?x"),
        ("$response.body#/id", "12"),
        ("$response.header.location", "/streams/12"),
    ],
)
def test_an_expression_is_what_the_request_or_its_answer_says(expression: str, value: str) -> None:
    assert evaluated(expression, Cause(ROUTE, MEMBERS, ANSWER)) == value


@pytest.mark.parametrize(
    "expression",
    [
        "$request.query.other",
        "$request.body",
        "$request.body#/none",
        "$request.body#/a~1b/9",
        "$request.body#/n/deeper",
        "$request.cookie.id",
        "$response.path.id",
        "$message.header#/replyTo",
        "$",
    ],
)
def test_an_expression_that_nothing_answers_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="says nothing of"):
        evaluated(expression, Cause(ROUTE, MEMBERS, ANSWER))
    with pytest.raises(ValueError, match="says nothing of"):
        evaluated("$response.body#/id", Cause(ROUTE, MEMBERS))


def test_only_what_begins_an_address_stands_in_it_as_it_is() -> None:
    cause = Cause(ROUTE, MEMBERS)
    assert filled("$request.query.callbackUrl", cause) == "https://me.example/hook?t=1"
    address = "https://hub.example/{$request.path.id}/{$request.body#/a~1b/0/k}"
    assert filled(address, cause) == "https://hub.example/7/deep%2F..%2Fer%3Fx"


@pytest.fixture
def hook(tmp_path: Path) -> Outgoing:
    schema = {
        "type": "object",
        "required": ["body"],
        "properties": {"X-Sign": {"type": "string"}, "body": {"type": "integer"}},
    }
    (tmp_path / "schemas.json").write_text(json.dumps({"requests": {"told": schema}}), "utf-8")
    signed = Parameter("X-Sign", "header", "X-Sign")
    route = HttpRoute(name="told", method="POST", path="", parameters=(signed,), body="body")
    answers: dict[str, tuple[str, ...]] = {"200": (), "4XX": ()}
    return Outgoing(route=route, schemas=Schemas(tmp_path / "schemas.json"), answers=answers)


class Told(Value):
    body: Any = None
    sign: Any = None

    def to_wire(self) -> dict[str, Any]:
        given = {"body": self.body, "X-Sign": self.sign}
        return {name: value for name, value in given.items() if value is not None}


def test_a_request_is_sent_to_the_address_and_its_answer_is_known(hook: Outgoing) -> None:
    sent: list[Asked] = []

    def post(request: Asked) -> Answered:
        sent.append(request)
        return Answered(410, {}, b'{"why": "moved"}')

    answered = hook.send(post, "https://me.example/hook?t=1", Told(body=5, sign="s"))
    assert (sent[0].method, sent[0].path, sent[0].body) == ("POST", "https://me.example/hook?t=1", b"5")
    assert sent[0].headers == {"x-sign": "s", "content-type": "application/json"}
    assert (answered.documented, answered.taken, answered.json()) == ("4XX", False, {"why": "moved"})
    assert hook.send(lambda _: Answered(503), "https://me.example", Told(body=5)).documented is None


@pytest.mark.parametrize("wrong", [Told(), Told(body="5"), Told(body=5, sign="a\r\nHost: other")])
def test_what_is_not_as_published_or_forges_a_header_is_not_sent(hook: Outgoing, wrong: Told) -> None:
    with pytest.raises(ValueError, match="told"):
        hook.send(lambda _: pytest.fail("it was sent"), "https://me.example", wrong)


class _Receiver(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, self.headers["Host"].partition(":")[0], body))
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "https://inside.example/")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A receiver called me.example on this machine; its port, and who trusts its certificate."""
    certificate, key = self_signed(tmp_path, "me.example")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    _Receiver.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1], ssl.create_default_context(cafile=str(certificate))
    server.shutdown()
    thread.join()
    server.server_close()


def test_https_sends_under_the_name_and_follows_nobody(receiver: tuple[int, ssl.SSLContext]) -> None:
    port, context = receiver
    post = https(context=context, resolve=lambda _host, _port: "127.0.0.1", timeout=5)
    answered = post(Asked("POST", f"https://me.example:{port}/moved", {"x-a": "1"}, b"5"))
    assert (answered.status, answered.body) == (302, b"true")
    assert answered.headers["location"] == "https://inside.example/"
    assert _Receiver.seen == [("/moved", "me.example", b"5")]


def test_https_sends_nothing_to_whom_it_cannot_tell(receiver: tuple[int, ssl.SSLContext]) -> None:
    port, context = receiver
    post = https(context=context, resolve=lambda _host, _port: "127.0.0.1", timeout=5)
    with pytest.raises(Undeliverable, match="no answer"):
        post(Asked("POST", f"https://somebody.example:{port}/", {}, b""))
    assert _Receiver.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "http://me.example/",
        "https://",
        "https://user@me.example/",
        "https://me.example:0/",
        "https://me.example:99999/",
        "https://me.example/\r\nX: y",
        "https://me.example/a b",
        "file:///etc/passwd",
        "//me.example/",
        "https://[::1/",
    ],
)
def test_an_address_that_is_no_https_address_is_refused(address: str) -> None:
    with pytest.raises(Undeliverable, match="address"):
        https(resolve=lambda _host, _port: pytest.fail("it was looked up"))(Asked("POST", address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "::ffff:10.0.0.1"],
)
def test_no_address_leads_inside(host: str) -> None:
    with pytest.raises(Undeliverable, match="public"):
        public(host, 443)
