"""Preconditions against an independent model, written from the text of RFC 9110, 13.2.2 and 8.8.3.

The model knows nothing of the runtime: it reads the raw header lines with an automaton of its own and walks
the steps of 13.2.2 in the order in which they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from specfold.testing import Client, World, running

from tests.properties.depth import DEEP, cases
from tests.runtime import shop

READ, WRITE, CREATE = "GET", "PUT", "POST"


class Malformed(Exception):
    """A field that is none of the grammar of RFC 9110."""


def entity_tags(lines: list[str]) -> list[str] | None:
    """The tags of a field; None for `*`. `#entity-tag`, read character by character (5.6.1.2, 8.8.3)."""
    text = ",".join(lines)
    if [part.strip(" \t") for part in text.split(",") if part.strip(" \t")] == ["*"]:
        return None
    tags: list[str] = []
    at, between = 0, True  # between: a tag may begin here
    while at < len(text):
        if text[at] in " \t":
            at += 1
        elif text[at] == ",":
            at, between = at + 1, True
        else:
            begin = at
            at += 2 if text.startswith("W/", at) else 0
            if not between or not text.startswith('"', at):
                raise Malformed
            end = text.find('"', at + 1)
            if end < 0 or any(c <= " " or c == "\x7f" for c in text[at + 1 : end]):
                raise Malformed
            tags.append(text[begin : end + 1])
            at, between = end + 1, False
    return tags


def strong(one: str, other: str) -> bool:
    """8.8.3.2: both are not weak, and their opaque tags match character by character."""
    return not one.startswith("W/") and not other.startswith("W/") and one == other


def weak(one: str, other: str) -> bool:
    """8.8.3.2: their opaque tags match, weak or not."""
    return one[one.index('"') :] == other[other.index('"') :]


def by_the_rfc(method: str, match: list[str] | None, none_match: list[str] | None, tag: str | None) -> int:
    """Status by 13.2.2; 200 stands for "perform the requested method". `tag`: None where nothing exists.

    Raises:
        Malformed: a field cannot be read.
    """
    told = [entity_tags(lines) if lines is not None else [] for lines in (match, none_match)]
    if match is not None:  # step 1
        wanted = told[0]
        holds = tag is not None if wanted is None else any(tag and strong(one, tag) for one in wanted)
        if not holds:
            return 412
    if none_match is not None:  # step 3
        unwanted = told[1]
        holds = tag is None if unwanted is None else not any(tag and weak(one, tag) for one in unwanted)
        if not holds:
            return 304 if method == READ else 412
    return 200  # step 6


PIECES = ['"1"', '"2"', '"3"', 'W/"1"', 'W/"2"', 'W/"3"', '"01"', '"1,2"', '""', '"x"', "*", ",", " ", "\t"]
BROKEN = ["1", '"', "W/", 'w/"1"', '"a b"', '"2"x']


def field(dice: Random) -> list[str] | None:
    """The lines of a field, mostly well formed."""
    if dice.random() < 0.3:
        return None
    if dice.random() < 0.2:
        return ["*"]
    lines = []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        parts = [dice.choice(PIECES[:10]) for _ in range(dice.choice((0, 1, 1, 2, 3)))]
        line = dice.choice((",", ", ", " ,\t", ",,")).join(parts)
        if dice.random() < 0.1:
            line += dice.choice(PIECES + BROKEN)
        lines.append(line.strip(" \t"))
    return lines


def drawn(dice: Random, count: int) -> Iterator[tuple[str, int, list[str] | None, list[str] | None]]:
    """Method, version (0: nothing is there), and both fields."""
    for _ in range(count):
        yield dice.choice((READ, WRITE, CREATE)), dice.randint(0, 3), field(dice), field(dice)


def worlds() -> dict[int, tuple[World, Client]]:
    """The shop with an order `a` at each version; at 0 there is none."""
    made = {}
    for version in range(4):
        world = running(shop.SERVICE)
        client = world.client()
        for at in range(version):
            path, body = (
                ("/orders/a/lines", {"cents": at}) if at else ("/orders", {"orderId": "a", "customerId": "c"})
            )
            assert client.post(path, body, headers={"Prefer": "wait=5"}).status in (200, 201)
        made[version] = world, client
    return made


def asked(client: Client, method: str, lines: list[tuple[str, str]]) -> int:
    """The status that the API gives."""
    paths = {READ: "/orders/a", WRITE: "/orders/a/lines", CREATE: "/orders"}
    bodies: dict[str, Any] = {READ: None, WRITE: [], CREATE: {"orderId": "a", "customerId": "c"}}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in lines]

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await client.app({**scope, "headers": [*scope["headers"], *raw]}, receive, send)

    return Client(app, client.claims).request(method, paths[method], json=bodies[method]).status


def test_preconditions_are_those_of_a_model_of_the_rfc() -> None:
    """A PUT of no lines changes nothing and a second POST is refused (409): every world stays as it is."""
    made, count = worlds(), cases(bounded=1_500)
    seen: dict[int, int] = {}
    for method, version, match, none_match in drawn(Random(9110), count):
        if method == CREATE and version == 0:
            continue  # it would be made: `test_http` has it
        world, client = made[version]
        lines = [("if-match", line) for line in match or ()] + [
            ("if-none-match", line) for line in none_match or ()
        ]
        try:
            right = by_the_rfc(method, match, none_match, f'"{version}"' if version else None)
        except Malformed:
            right = 400
        if method == READ and version == 0:
            right = 404  # 13.2.1: what is not 2xx without preconditions is not judged by them
        if right == 200 and method == CREATE:
            right = 409
        got, before = asked(client, method, lines), len(world.logs["orders"].entries)
        assert got == right, (method, version, match, none_match)
        assert len(world.logs["orders"].entries) == before
        seen[right] = seen.get(right, 0) + 1
    assert {200, 304, 400, 404, 409, 412} <= seen.keys()
    if DEEP:
        print(f"preconditions: {count} cases, by status {dict(sorted(seen.items()))}")
