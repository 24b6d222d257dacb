"""Asks an ASGI app in this process."""

from __future__ import annotations

import asyncio
import json as json_text
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from specfold.http.security import Claims


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP response."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        """The body as JSON data."""
        return json_text.loads(self.body)


@dataclass(frozen=True, slots=True)
class Client:
    """Asks an app in this process, as a bearer of these claims (None: nobody)."""

    app: Any
    claims: Claims | None
    headers: Mapping[str, str] = field(default_factory=dict)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """One request; `json` is sent as JSON, `body` as it is."""
        sent = {name.lower(): value for name, value in {**self.headers, **(headers or {})}.items()}
        if json is not None:
            body = msgspec.json.encode(json)
            sent.setdefault("content-type", "application/json")
        route, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(route),
            "raw_path": quote(route, safe="/%;=,.:").encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "server": ("testserver", 443),
            "claims": self.claims,
        }
        return asyncio.run(_called(self.app, scope, body))

    def get(self, path: str, **sent: Any) -> Answered:
        """GET."""
        return self.request("GET", path, **sent)

    def post(self, path: str, json: Any = None, **sent: Any) -> Answered:
        """POST, as JSON."""
        return self.request("POST", path, json=json, **sent)

    def put(self, path: str, json: Any = None, **sent: Any) -> Answered:
        """PUT, as JSON."""
        return self.request("PUT", path, json=json, **sent)


async def _called(app: Any, scope: dict[str, Any], body: bytes) -> Answered:
    chunks = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return chunks.pop() if chunks else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
