"""HTTP requests as API Gateway hands them to a function (payload format 2.0), and its answers as HTTP.

Sources: "Working with Lambda proxy integrations for HTTP APIs"; what it leaves open (which bodies are text,
that `rawPath` is decoded while `rawQueryString` is not) follows captures of the live service.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from specfold.local.aws import ACCOUNT
from specfold.local.errors import FunctionError
from specfold.local.invoke import Json
from specfold.local.routes import Match

Headers = list[tuple[bytes, bytes]]
_TEXT_TYPES = {"application/json", "application/xml", "application/javascript"}
_HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_API_ID = "local"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, its path decoded and its body whole."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    client: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"

    def header(self, name: str) -> str | None:
        """The first header of this lower-case name."""
        wanted = name.encode()
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == wanted), None)


def request_event(request: Request, match: Match, authorizer: Json | None) -> Json:
    """The event. Members without content are left out, as API Gateway leaves them out."""
    headers, cookies = _headers(request)
    route_key = f"{match.route.method} {match.route.path}"
    event: Json = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, route_key, headers, authorizer),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if request.query:
        event["queryStringParameters"] = _query_parameters(request.query)
    if match.parameters:
        event["pathParameters"] = match.parameters
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request.body, headers.get("content-type", ""))
    return event


def _headers(request: Request) -> tuple[dict[str, str], list[str]]:
    joined: defaultdict[str, list[str]] = defaultdict(list)
    cookies: list[str] = []
    for raw_name, raw_value in request.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "cookie":
            cookies.extend(cookie.strip() for cookie in value.split(";") if cookie.strip())
        elif name not in _HOP_BY_HOP:
            joined[name].append(value)
    joined["x-forwarded-for"].append(request.client)
    joined["x-forwarded-proto"] = ["http"]
    joined["x-amzn-trace-id"] = [f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"]
    return {name: ",".join(values) for name, values in sorted(joined.items())}, cookies


def _context(request: Request, route_key: str, headers: dict[str, str], authorizer: Json | None) -> Json:
    now = time.time()
    context: Json = {
        "accountId": ACCOUNT,
        "apiId": _API_ID,
        "domainName": headers.get("host", ""),
        "domainPrefix": _API_ID,
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.client,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route_key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
    if authorizer is not None:
        context["authorizer"] = authorizer
    return context


def _query_parameters(query: str) -> dict[str, str]:
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(query, keep_blank_values=True):
        joined[name].append(value)
    return {name: ",".join(values) for name, values in joined.items()}


def _body(body: bytes, content_type: str) -> tuple[str, bool]:
    """Text for the few types that API Gateway takes as text, base64 for all others (forms too)."""
    media_type = content_type.split(";", 1)[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        try:
            return body.decode(), False
        except UnicodeDecodeError:  # a changed body would be taken for what the client sent
            return base64.b64encode(body).decode("ascii"), True
    return base64.b64encode(body).decode("ascii"), True


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response."""

    status: int
    headers: Headers
    body: bytes


def message(status: int, text: str, *more: tuple[bytes, bytes]) -> Answer:
    """An answer of the gateway itself: `{"message": text}`."""
    body = json.dumps({"message": text}, separators=(",", ":")).encode()
    return Answer(status, [(b"content-type", b"application/json"), *more], body)


def answer_of(result: Any) -> Answer:
    """A function's result as a response. Without a `statusCode` the whole result is the JSON body.

    Raises:
        FunctionError: the result has a status code, headers or a body that API Gateway would refuse.
    """
    if not isinstance(result, dict) or "statusCode" not in result:
        text = result if isinstance(result, str) else json.dumps(result)
        return Answer(200, [(b"content-type", b"application/json")], text.encode())
    try:
        status = int(result["statusCode"])
        headers = _answer_headers(result)
        body = _answer_body(result)
    except (TypeError, ValueError, AttributeError) as problem:
        raise FunctionError("BadResponse", f"API Gateway cannot use the response: {problem}") from problem
    if not 100 <= status <= 599:
        raise FunctionError("BadResponse", f"{status} is no HTTP status")
    return Answer(status, headers, body)


def _answer_headers(result: Json) -> Headers:
    given = {str(name).lower(): value for name, value in (result.get("headers") or {}).items()}
    given.setdefault("content-type", "text/plain;charset=UTF-8")
    headers = [(name.encode("latin-1"), str(value).encode("latin-1")) for name, value in given.items()]
    headers += [(b"set-cookie", str(cookie).encode("latin-1")) for cookie in result.get("cookies") or ()]
    return [(name, value) for name, value in headers if name not in (b"content-length", b"connection")]


def _answer_body(result: Json) -> bytes:
    body = result.get("body") or ""
    if not isinstance(body, str):
        raise TypeError("body is not a string")
    return base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else body.encode()
