"""Requests for every route of a service: like valid ones, then damaged in every part."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from specfold.model.service import HttpRoute, Service

EVIL: Final[tuple[bytes, ...]] = (
    b"[" * 130,
    b'{"a":' * 200,
    b"]" * 50,
    b'"a":1,"a":2',
    b"NaN",
    b"1e999",
    b"-0",
    b"9" * 5000,
    b"\\ud800",
    b"\\u0000",
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    b"\xef\xbb\xbf",
    "٣".encode(),
    "\U0001f600".encode(),
    b"null",
    b"\r\n--b\r\n",
    b"%00",
    b"%",
    b"&a=1&a=2",
    b";" * 300,
    b'"' * 31,
    b"\\" * 33,
    b"x" * 3000,
)
TEXTS: Final = (
    "",
    "a",
    "1",
    "null",
    "true",
    "a,b",
    "0-1",
    'W/"1"',
    '"1"',
    "*",
    "wait=0",
    "\u00e9",
    "x" * 300,
)
HEADERS: Final = (
    "if-match",
    "if-none-match",
    "prefer",
    "idempotency-key",
    "x-correlation-id",
    "traceparent",
    "cookie",
    "accept",
    "content-encoding",
    "content-length",
    "expect",
    "range",
)
TYPES: Final = (
    "application/json",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=",
    "application/jsonl",
    "application/json-seq",
    "text/event-stream",
    "text/plain",
    "application/xml",
    "application/octet-stream",
    "a/b/c;;;=",
    "",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as a server hands it to an ASGI app."""

    method: str
    path: bytes
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Requests:
    """Makes requests for a service; the same number always makes the same one."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._routes = list(service.routes)
        self._schemas = {
            name: service.schemas.schema("requests", name) for name in service.schemas.names("requests")
        }

    def make(self, number: int) -> Sent:
        """The request of this number."""
        chance = random.Random(number)
        route = chance.choice(self._routes)
        if chance.random() < 0.1:
            return self._status(chance)
        rough = number % 3 > 0  # the others are nearly valid
        members = sample(self._schemas.get(route.name, {}), self._schemas.get(route.name, {}), chance)
        members = members if isinstance(members, dict) else {}
        path = re.sub(r"{([^}]*)}", lambda name: _segment(route, name[1], members, chance), route.path)
        kind = chance.choice([*route.content_types, *(TYPES if rough else ())] or [""])
        body = _body(kind, members.get(route.body, members) if route.body else members, chance)
        odd = rough and chance.random() < 0.1
        return Sent(
            method=chance.choice(["HEAD", "OPTIONS", "PATCH"]) if odd else route.method,
            path=damaged(path.encode(), chance, 0.1 * rough).replace(b"?", b""),
            query=damaged(_query(route, members, chance), chance, 0.3 * rough),
            headers=_headers(route, kind, members, chance, rough),
            body=damaged(body, chance, 0.6 * rough),
        )

    def _status(self, chance: random.Random) -> Sent:
        query = f"key={quote(text(chance))}&at={quote(text(chance))}".encode()
        path = f"{self._service.outcomes}/{quote(text(chance), safe='')}".encode()
        return Sent("GET", damaged(path, chance, 0.2), damaged(query, chance, 0.4), (), b"")


def sample(schema: Any, whole: Mapping[str, Any], chance: random.Random, depth: int = 0) -> Any:
    """A value near a schema."""
    if not isinstance(schema, Mapping) or depth > 12 or chance.random() < 0.02:
        return chance.choice([None, 0, -1, 1.5, True, "x", [], {}, [[]], {"a": {}}, 2**70])
    if "const" in schema or "enum" in schema:
        return chance.choice(schema.get("enum") or [schema.get("const")])
    one = _chosen(schema, whole, chance)
    if one is not None:
        return sample(one, whole, chance, depth + 1)
    if "allOf" in schema and "properties" not in schema:
        parts = [sample(part, whole, chance, depth + 1) for part in schema["allOf"]]
        objects = [part for part in parts if isinstance(part, dict)]
        return {name: value for part in objects for name, value in part.items()} if objects else parts[0]
    return _typed(schema, whole, chance, depth)


def _chosen(schema: Mapping[str, Any], whole: Mapping[str, Any], chance: random.Random) -> Any:
    if "$ref" in schema:
        return whole["$defs"].get(schema["$ref"].rpartition("/")[2])
    return next((chance.choice(schema[word]) for word in ("oneOf", "anyOf") if word in schema), None)


def _typed(schema: Mapping[str, Any], whole: Mapping[str, Any], chance: random.Random, depth: int) -> Any:
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kind = kinds if isinstance(kinds, str) else chance.choice(kinds)
    if kind == "object":
        named = schema.get("properties", {}).items()
        required = schema.get("required", ())
        odds = {name: 0.99 if name in required else 0.6 for name, _ in named}
        made = {n: sample(s, whole, chance, depth + 1) for n, s in named if chance.random() < odds[n]}
        return made | ({text(chance): 1} if chance.random() < 0.03 else {})
    if kind == "array":
        return [sample(schema.get("items"), whole, chance, depth + 1) for _ in range(chance.randrange(1, 4))]
    plain = {
        "integer": chance.choice([1, 5, 100, -1, 10**6, 2**53]),
        "number": chance.choice([0, 1.5, 1e3, -1]),
        "boolean": chance.random() < 0.5,
        "null": None,
    }
    return plain[kind] if kind in plain else _texts(schema, chance)


def _texts(schema: Mapping[str, Any], chance: random.Random) -> str:
    known = {
        "uuid": "0190b5a8-3e5f-7c3e-8b5a-3e5f7c3e8b5a",
        "date-time": "2026-01-01T00:00:00Z",
        "date": "2026-01-01",
        "email": "a@example.org",
        "uri": "https://example.org/",
    }
    if schema.get("examples") and chance.random() < 0.8:
        return str(chance.choice(schema["examples"]))
    patterns = {"^[A-Z]{2}$": "DE", "^[A-Z]{3}$": "EUR"}
    found = known.get(str(schema.get("format"))) or patterns.get(str(schema.get("pattern")))
    return found or (text(chance) if chance.random() < 0.2 else "a" * max(1, int(schema.get("minLength", 1))))


def text(chance: random.Random) -> str:
    """A text, sometimes an odd one."""
    if chance.random() < 0.6:
        return chance.choice(TEXTS)
    return "".join(chr(chance.choice([32, 35, 37, 47, 65, 97, 233, 0x663, 0x1F600, 7])) for _ in range(5))


def damaged(data: bytes, chance: random.Random, odds: float) -> bytes:
    """The same bytes, or not quite."""
    while chance.random() < odds:
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data = data[:at] + chance.choice(EVIL) + data[at:]
            case 1:
                data = data[:at]
            case 2:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 3:
                data = data[:at] + data[at // 2 :]
            case _:
                data = data[:at] + data[at + chance.randrange(1, 9) :]
        odds *= 0.7
    return data[:60_000]


def _segment(route: HttpRoute, name: str, members: Mapping[str, Any], chance: random.Random) -> str:
    member = next((one.member for one in route.parameters if one.name == name), name)
    value = members.get(member)
    known = isinstance(value, str | int) and chance.random() < 0.9
    return quote(str(value) if known else text(chance), safe="")


def _query(route: HttpRoute, members: Mapping[str, Any], chance: random.Random) -> bytes:
    found = []
    for parameter in route.parameters:
        if parameter.where in ("query", "querystring") and chance.random() < 0.8:
            value = members.get(parameter.member, text(chance))
            plain = value if isinstance(value, str) else json.dumps(value)
            found.append(f"{quote(parameter.name)}{chance.choice(['', '[x]', '[]'])}={quote(plain)}")
    found += [f"after={quote(text(chance))}", f"limit={quote(text(chance))}"] if chance.random() < 0.2 else []
    return "&".join(found).encode()


def _headers(
    route: HttpRoute, kind: str, members: Mapping[str, Any], chance: random.Random, rough: bool
) -> tuple[tuple[bytes, bytes], ...]:
    found = [(b"content-type", kind.encode())] if kind else []
    for parameter in route.parameters:
        if parameter.where in ("header", "cookie"):
            value = str(members.get(parameter.member, "x"))
            name, sent = (
                (parameter.name, value)
                if parameter.where == "header"
                else ("cookie", f"{parameter.name}={value}")
            )
            found.append((name.lower().encode(), sent.encode()))
    for _ in range(chance.randrange(3) if rough else 0):
        found.append((chance.choice(HEADERS).encode(), damaged(text(chance).encode(), chance, 0.3)))
    return tuple((name, re.sub(rb"[\r\n\0]", b"", value)) for name, value in found)


def _body(kind: str, members: Any, chance: random.Random) -> bytes:
    lead = kind.partition(";")[0]
    plain = json.dumps(members)
    if "form-urlencoded" in lead and isinstance(members, dict):
        return "&".join(f"{quote(str(n))}={quote(str(v))}" for n, v in members.items()).encode()
    if lead.startswith("multipart/") and isinstance(members, dict):
        parts = (
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{json.dumps(value)}\r\n'
            for name, value in members.items()
        )
        return ("".join(parts) + "--b--").encode()
    if lead == "text/event-stream":
        return "".join(f"data: {plain}\n" * chance.randrange(4) + "\n").encode()
    return f"\x1e{plain}\n".encode() if "seq" in lead else plain.encode()
