"""Records of any bytes: drawn from a seed, mixed with commits that are fine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, Final

from specfold.eventlog.commit import Head, Record, padded
from specfold.testing import commit_data

from tests.proof.foreign import skip_of
from tests.runtime.shop import LineAdded, OrderPlaced

PLACED: Final = OrderPlaced.from_wire(
    {"orderId": "1", "customerId": "c", "placedAt": "2026-01-31T09:00:00Z"},
)
LINE: Final = LineAdded(order_id="1", customer_id="c", cents=5)
ODD_KEYS: Final = ("zzz", "Order-", "-", "Ghost-1", "Order-a\nb", "Order-\u202e", "Order-" + "k" * 240)
TOKENS: Final = tuple(
    token.encode("latin-1" if token == "\xff" else "utf-8", "surrogatepass")
    for token in (
        *'[]{}",:\\0-e\n\t\x00 ',
        "null",
        "1e400",
        "-0",
        "0.0",
        "9" * 25,
        "9" * 5_000,
        "\\ud800",
        "\\ud83d\\ude00",
        "\ud800",
        "é",
        '"commitrule":1,',
        '"commitid":"x",',
        '"data":null,',
        '"type":7,',
        "NaN",
        "\ufeff",
        "\xff",
    )
)
VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, 1, 2, -1, 1.0, 2**31, 2**63, 10**30, "", "x", "1", "x" * 65, "\x00", "é", [], {}, [[]],
    {"a": 1},
)  # fmt: skip
LEVELS: Final = (1, 50, 123, 124, 125, 126, 127, 128, 129, 130, 140, 200, 500, 900, 950, 990, 1_000, 2_000)


def commit(chance: random.Random, key: str) -> list[dict[str, Any]]:
    """The events of a commit; nearly always one that the rule could accept early in a key's history."""
    base = chance.choice((0, 0, 0, 1, 1, 2))
    events = chance.choice(((PLACED,), (LINE,), (LINE, LINE), (PLACED, LINE)))
    parent = f"c{base - 1}" if base else None
    made: list[dict[str, Any]] = json.loads(commit_data(key, Head(base, parent), *events, commit=f"c{base}"))
    return made


def _mutated(chance: random.Random, data: bytes) -> bytes:
    text = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.choice((0, 0, 1, 1, 4, 30)))
        text[at:to] = chance.choice((chance.choice(TOKENS), chance.randbytes(1), bytes(text[at:to]) * 2, b""))
    return bytes(text)


def _changed(chance: random.Random, events: list[dict[str, Any]]) -> bytes:
    for _ in range(chance.choice((1, 1, 2))):
        event = chance.choice(events)
        name = chance.choice((*event, "traceparent", "correlationid", "commitparent", "x", "data"))
        if chance.random() < 0.3:
            event.pop(name, None)
        else:
            event[name] = chance.choice(VALUES)
    data = json.dumps(events, ensure_ascii=chance.random() < 0.5).encode()
    if chance.random() < 0.2:  # a name twice
        name = chance.choice([*events[0]])
        again = f"{json.dumps(name)}:{json.dumps(chance.choice(VALUES))},".encode()
        data = data.replace(b"[{", b"[{" + again, 1)
    return data


def _nested(chance: random.Random, events: list[dict[str, Any]]) -> bytes:
    levels = chance.choice(LEVELS)
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'["]",', b"]"), (b'{"\\"[":', b"}")))
    inner = (
        opening * levels
        + chance.choice((b"0", b'"[[["', b""))
        + closing * chance.choice((levels, levels, levels - 1))
    )
    if chance.random() < 0.2:
        return inner
    name = chance.choice(("data", "x", "type", "commitid"))
    events[-1][name] = "HERE"
    return json.dumps(events).encode().replace(b'"HERE"', inner)


def _huge(chance: random.Random, events: list[dict[str, Any]]) -> bytes:
    size = chance.choice((300, 1_100, 5_000, 5_000, 70_000))
    event = chance.choice(events)
    name = chance.choice([*event])
    match chance.randrange(4):
        case 0:
            event[name] = "x" * size
        case 1:
            event["n" * size] = 1
        case 2:
            event[name] = "HERE"
            return json.dumps(events).encode().replace(b'"HERE"', b"9" * size)
        case _:
            event["data"] = {"orderId": "1", "customerId": "c", "cents": 0, "y" * size: {"z" * size: 1}}
    return json.dumps(events).encode()


def data_of(chance: random.Random, key: str, before: list[Record]) -> bytes:
    """The data of one record."""
    events = commit(chance, key)
    kinds: dict[str, Callable[[], bytes]] = {
        "noise": lambda: chance.randbytes(chance.choice((0, 1, 3, 30, 200))),
        "mutated": lambda: _mutated(chance, json.dumps(events).encode()),
        "changed": lambda: _changed(chance, events),
        "nested": lambda: _nested(chance, events),
        "huge": lambda: _huge(chance, events),
        "skip": lambda: skip_of(chance.choice(before)),
        "mutated skip": lambda: _mutated(chance, skip_of(chance.choice(before))),
        "commit": lambda: json.dumps(events).encode(),
    }
    weights = (10, 30, 25, 15, 5, 4, 4, 7)
    (kind,) = chance.choices([*kinds], weights)
    return kinds[kind]() if before else b"first"


def records(chance: random.Random, count: int, good: int = 4) -> list[Record]:
    """A log of one shard: commits of some keys that are fine, among records of any bytes of others."""
    fine = [(f"Order-good{n}", Head(v, f"g{v - 1}" if v else None)) for v in range(3) for n in range(good)]
    places = sorted(chance.sample(range(count), len(fine)))
    bad = [f"Order-bad{n}" for n in range(max(1, count // 12))]
    made: list[Record] = []
    for number in range(count):
        if places and number == places[0]:
            places.pop(0)
            key, head = fine.pop(0)
            event = LINE if head.version else PLACED
            id = key.removeprefix("Order-")
            data = commit_data(
                key, head, event.model_copy(update={"order_id": id}), commit=f"g{head.version}"
            )
        else:
            key = chance.choice(bad) if chance.random() < 0.95 else chance.choice(ODD_KEYS)
            data = data_of(chance, key, made[-30:])
        made.append(Record(1, "s", padded(str(number + 1)), 1_769_850_000_000 + number, key, data))
    return made
