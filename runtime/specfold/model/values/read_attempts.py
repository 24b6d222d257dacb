"""How many tries a class takes to read a value, counted before it reads it.

A class tries the branches of a union in turn unless a tag says which one is meant. Where two branches of one
kind hold the union again, each level of a value doubles the tries: at 20 levels, 600 bytes, a million. Such a
value is refused. What a validator of JSON Schema asks is not counted: it remembers what it has judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel

# Measured on one core: a million tries take 0.03 s where the class reads the value, 0.4 s where it does not.
MOST: Final = 1_000_000  # tries for one value
PER_NODE: Final = 32  # more of them for each value inside
_OBJECTS: Final = frozenset(("model", "typed-dict", "dataclass", "dict"))
_ARRAYS: Final = frozenset(("list", "tuple", "set", "frozenset"))
Core = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Growth:
    """By how much each level of a kind multiplies the tries."""

    factor: int
    kinds: tuple[type, ...]  # whose levels count


def is_affordable(model: type[BaseModel], value: object) -> bool:
    """Whether a class reads a value, as a JSON parser gives it, in a number of tries that fits its size."""
    growth = growth_of(model)
    return growth is None or _tries_fit(value, growth)


def _tries_fit(value: object, growth: Growth) -> bool:
    left = MOST
    queue: list[tuple[object, int]] = [(value, 1)]
    while queue:
        here, tries = queue.pop()
        inside: list[object] = []
        if isinstance(here, dict | list):
            tries *= growth.factor if isinstance(here, growth.kinds) else 1
            inside = list(here.values() if isinstance(here, dict) else here)
        left += PER_NODE * (1 + len(inside)) - tries * (1 + len(inside))
        if left < 0:
            return False
        queue.extend((one, tries) for one in inside if isinstance(one, dict | list))
    return True


@lru_cache(maxsize=1024)
def growth_of(model: type[BaseModel]) -> Growth | None:
    """How the tries of a class grow; None: in proportion to the value."""
    named = {str(part["ref"]): part for part in _parts(model.__pydantic_core_schema__) if "ref" in part}
    leading = {ref: _references(part, named) for ref, part in named.items()}
    reached: dict[str, set[str]] = {}

    def leads_back(leaf: Core, ref: str) -> bool:
        for start in _references(leaf, named):
            if start not in reached:
                reached[start] = _closure(start, leading)
        return any(ref in reached[start] for start in _references(leaf, named))

    factor, kinds = 1, set[type]()
    for ref, whole in named.items():
        for union in (part for part in _parts(whole, inside=ref) if part.get("type") == "union"):
            leaves = list(_leaves(union, named))
            for kind, types in ((dict, _OBJECTS), (list, _ARRAYS)):
                alike = [leaf for leaf in leaves if leaf.get("type") in types]
                count = sum(leads_back(leaf, ref) for leaf in alike) if len(alike) > 1 else 0
                if count > 1:
                    factor = max(factor, count)
                    kinds.add(kind)
    return Growth(factor, tuple(kinds)) if kinds else None


def _parts(schema: object, inside: str = "") -> Iterator[Core]:
    """The schemas in a core schema; not those that have a name of their own, but for `inside`."""
    queue = [schema]
    while queue:
        here = queue.pop()
        if isinstance(here, list | tuple):
            queue.extend(here)
        elif isinstance(here, Mapping) and not (inside and "ref" in here and here["ref"] != inside):
            yield here
            queue.extend(part for name, part in here.items() if name not in ("metadata", "config"))


def _references(schema: object, named: Mapping[str, Core]) -> set[str]:
    """The names that a schema refers to directly: by reference, or by holding what has the name."""
    found: set[str] = set()
    queue = [(schema, True)]
    while queue:
        here, outermost = queue.pop()
        if isinstance(here, list | tuple):
            queue.extend((part, False) for part in here)
        elif isinstance(here, Mapping):
            if here.get("type") == "definition-ref":
                found.add(str(here["schema_ref"]))
            elif "ref" in here and not outermost:
                found.add(str(here["ref"]))
            else:
                queue.extend((part, False) for key, part in here.items() if key not in ("metadata", "config"))
    return found & named.keys()


def _closure(start: str, leading: Mapping[str, set[str]]) -> set[str]:
    """A name and all that it refers to, itself or through others."""
    found = {start}
    queue = [start]
    while queue:
        new = leading[queue.pop()] - found
        found |= new
        queue.extend(new)
    return found


def _leaves(schema: object, named: Mapping[str, Core]) -> Iterator[Core]:
    """What a value may be tried as: objects and arrays behind references, unions and what wraps them."""
    seen: set[str] = set()
    queue = [schema]
    while queue:
        here = queue.pop()
        if not isinstance(here, Mapping):
            continue
        kind = str(here.get("type"))
        if kind == "definition-ref":
            if here["schema_ref"] not in seen:
                seen.add(here["schema_ref"])
                queue.append(named.get(here["schema_ref"]))
        elif kind in ("union", "tagged-union"):
            choices = here["choices"]
            options = choices.values() if isinstance(choices, Mapping) else choices
            queue.extend(one[0] if isinstance(one, tuple) else one for one in options)
        elif kind in _OBJECTS | _ARRAYS and not here.get("root_model"):
            yield here
        else:
            queue.append(here.get("schema"))
