"""Changes of a document's tree: each takes a root and a source of choices, and returns another root."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from tests.fuzz.nasty import CONSTANTS, NUMBERS, TEXTS, WORDS

MOST_NODES = 20_000  # of a document
Path = tuple[str | int, ...]
Mutation = Callable[[Any, Random, Sequence[Any]], Any]

# Members by which a document is understood at all: changed less often, or nothing else would be tried.
_LOAD_BEARING = frozenset(
    (
        "$ref",
        "asyncapi",
        "openapi",
        "in",
        "type",
        "action",
        "channel",
        "aggregate",
        "identity",
        "readModel",
        "key",
    )
)
_PROSE_ANYWHERE = ("title", "description", "summary", "x-note", "$comment")
_PROSE = frozenset(
    ("title", "description", "summary", "example", "const", "default", "name", "address", "url")
)
_TEXT_MEMBERS = frozenset(
    ("title", "description", "summary", "default", "const", "example", "pattern", "format", "name", "type")
)


def mutate(root: Any, random: Random, others: Sequence[Any]) -> Any:
    """One change, unless it would make the document larger than anybody writes. `others` give parts."""
    changed = random.choice(MUTATIONS)(copy.deepcopy(root), random, others)
    return changed if sum(1 for _ in _walk(changed)) <= MOST_NODES else root


def nodes(root: Any) -> list[Path]:
    """Every place of a tree, the root first."""
    return [path for path, _ in _walk(root)]


def _walk(root: Any) -> Iterator[tuple[Path, Any]]:
    queue: list[tuple[Path, Any]] = [((), root)]
    while queue:
        path, value = queue.pop()
        yield path, value
        if isinstance(value, dict):
            queue += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            queue += [((*path, index), inner) for index, inner in enumerate(value)]


def at(root: Any, path: Path) -> Any:
    """What stands at a place."""
    for step in path:
        root = root[step]
    return root


def put(root: Any, path: Path, value: Any) -> Any:
    """The root with another value at a place."""
    if not path:
        return value
    at(root, path[:-1])[path[-1]] = value
    return root


def remove(root: Any, path: Path) -> Any:
    """The root without a place."""
    if not path:
        return {}
    del at(root, path[:-1])[path[-1]]
    return root


def nasty(random: Random) -> Any:
    """A value that nobody expects."""
    kind = random.randrange(8)
    if kind < 5:
        return random.choice(TEXTS)
    return copy.deepcopy(random.choice(NUMBERS if kind == 5 else CONSTANTS))


def _replace(root: Any, random: Random, _: Sequence[Any]) -> Any:
    return put(root, random.choice(nodes(root)), nasty(random))


def _replace_text(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Leaves alone: what is around stays whole, so the change gets further."""
    leaves = [path for path, value in _walk(root) if isinstance(value, str) and path]
    if random.random() < 0.9:
        leaves = [path for path in leaves if path[-1] not in _LOAD_BEARING]
    return put(root, random.choice(leaves), random.choice(TEXTS)) if leaves else root


def _prose(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Text that is for people, or for values: a document stays as valid as it was."""
    leaves = [path for path, value in _walk(root) if isinstance(value, str) and path and path[-1] in _PROSE]
    for path in random.sample(leaves, min(len(leaves), random.choice((1, 1, 5)))):
        put(root, path, random.choice(TEXTS))
    return root


def _describe(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Words where there were none."""
    holders = [path for path, value in _walk(root) if isinstance(value, dict) and value and path]
    for path in random.sample(holders, min(len(holders), 5)):
        at(root, path)[random.choice(_PROSE_ANYWHERE)] = random.choice(TEXTS)
    return root


def _rename(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Another name for a member, and for all that refers to it."""
    path = _some(root, random, dict)
    if path is None:
        return root
    holder = at(root, path)
    old, new = random.choice(list(holder)), random.choice(TEXTS)
    items = [(new if key == old else key, value) for key, value in holder.items()]
    root = put(root, path, dict(items))
    if random.random() < 0.8:  # else what referred to it is left dangling
        _refer(root, _pointer((*path, old)), _pointer((*path, new)))
        for place, value in list(_walk(root)):
            if value == old and place:
                put(root, place, new)
    return root


def _refer(root: Any, old: str, new: str) -> None:
    for _, value in _walk(root):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            before, sign, after = value["$ref"].partition("#")
            if sign and (after == old or after.startswith(old + "/")):
                value["$ref"] = f"{before}#{new}{after[len(old) :]}"


def _delete(root: Any, random: Random, _: Sequence[Any]) -> Any:
    return remove(root, random.choice(nodes(root)))


def _add(root: Any, random: Random, others: Sequence[Any]) -> Any:
    """A member that something listens to, with any value."""
    path = _some(root, random, dict)
    if path is None:
        return root
    value = nasty(random) if random.random() < 0.6 else _part(random, others)
    at(root, path)[random.choice(WORDS)] = value
    return root


def _transplant(root: Any, random: Random, others: Sequence[Any]) -> Any:
    """A part of some document in place of a part of this one; of a member of the same name, if possible."""
    path = random.choice(nodes(root))
    alike = [
        value for other in others for place, value in _walk(other) if place and path and place[-1] == path[-1]
    ]
    return put(root, path, copy.deepcopy(random.choice(alike)) if alike else _part(random, others))


def _twin(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """A member once more, under a name much like its own."""
    path = _some(root, random, dict)
    if path is None:
        return root
    holder = at(root, path)
    name = random.choice(list(holder))
    twins = [
        name.upper(),
        name.lower(),
        f"{name}_",
        f"_{name}",
        name.replace("-", "_"),
        f"{name} ",
        f"{name}1",
    ]
    holder[random.choice([*twins, random.choice(TEXTS)])] = copy.deepcopy(holder[name])
    return root


def _refer_to(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """A reference to some place, which may be above, below, or itself."""
    places = nodes(root)
    target = random.choice([_pointer(random.choice(places)), random.choice(TEXTS)])
    sign = random.choice(["#", "#", "#", "", "./real.yaml#", "../common/shop.yaml#"])
    keep = random.random() < 0.2
    path = random.choice(places)
    before = at(root, path)
    more = before if keep and isinstance(before, dict) else {}
    return put(root, path, {**more, "$ref": sign + target})


def _wrap(root: Any, random: Random, _: Sequence[Any]) -> Any:
    path = random.choice(nodes(root))
    value = at(root, path)
    forms: list[Callable[[], Any]] = [
        lambda: [value],
        lambda: {"allOf": [value]},
        lambda: {"oneOf": [value, copy.deepcopy(value)]},
        lambda: {"anyOf": [value, {"type": "null"}]},
        lambda: {"not": value},
        lambda: {"type": "array", "items": value},
        lambda: {"type": "object", "additionalProperties": value},
        lambda: {"if": value, "then": copy.deepcopy(value)},
        lambda: {"type": "object", "properties": {random.choice(TEXTS): value}},
        lambda: {"schemaFormat": random.choice(TEXTS), "schema": value},
    ]
    return put(root, path, random.choice(forms)())


def _deepen(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Deeper than authors write; no deeper than the tools of this test can copy: that is another test."""
    places = nodes(root)
    if max(map(len, places)) > 100:
        return root
    path = random.choice(places)
    value = at(root, path)
    word = random.choice(("items", "allOf", "properties", "not", "oneOf"))
    for _level in range(random.choice((5, 40, 90))):
        value = {
            word: [value] if word in ("allOf", "oneOf") else {"a": value} if word == "properties" else value
        }
    return put(root, path, value)


def _widen(root: Any, random: Random, _: Sequence[Any]) -> Any:
    path = _some(root, random, (dict, list))
    if path is None:
        return root
    holder, number = at(root, path), random.choice([3, 30, 300])
    number = min(number, MOST_NODES // max(1, sum(1 for _ in _walk(holder))))
    if isinstance(holder, list):
        one = random.choice(holder)
        holder.extend(copy.deepcopy(one) for _ in range(number))
    else:
        name = random.choice(list(holder))
        holder.update({f"{name}{count}": copy.deepcopy(holder[name]) for count in range(number)})
    return root


def _flood(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """The same text wherever an author writes prose or values."""
    text = random.choice(TEXTS)
    members = _TEXT_MEMBERS - {"name", "type", "format"} if random.random() < 0.7 else _TEXT_MEMBERS
    for path, value in list(_walk(root)):
        if path and path[-1] in members and isinstance(value, str):
            put(root, path, text)
    return root


def _swap(root: Any, random: Random, _: Sequence[Any]) -> Any:
    """Two places change their values; neither holds the other."""
    one, other = random.choice(nodes(root)), random.choice(nodes(root))
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return root
    first, second = at(root, one), at(root, other)
    return put(put(root, one, second), other, first)


def _some(root: Any, random: Random, kind: type | tuple[type, ...]) -> Path | None:
    """A place with a filled mapping or list."""
    found = [path for path, value in _walk(root) if isinstance(value, kind) and value]
    return random.choice(found) if found else None


def _part(random: Random, others: Sequence[Any]) -> Any:
    other = random.choice(others)
    return copy.deepcopy(at(other, random.choice(nodes(other))))


def _pointer(path: Path) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


MUTATIONS: tuple[Mutation, ...] = (
    *(_replace, _replace_text, _replace_text, _prose, _prose, _describe, _rename, _rename, _rename, _delete),
    *(_add, _add),
    *(_transplant, _transplant, _twin, _refer_to, _wrap, _deepen, _widen, _flood, _swap),
)
