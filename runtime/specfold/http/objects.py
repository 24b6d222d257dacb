"""Objects and arrays out of texts that are taken apart: each member and item by its own schema."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from specfold.http import texts
from specfold.http.branches import Branch, Branches, types
from specfold.http.styles import Pairs

_CONTAINERS = {"array", "object"}


def arrays(items: Sequence[str], schemas: Sequence[Any], branches: Branches) -> list[Any]:
    """What a list of texts may be, the most exact first. A lone empty text may be no item."""
    found: list[Any] = []
    for branch in branches.of(schemas):
        if "array" in types(branch):
            found.append([texts.value(t, branches.item(branch, i), branches) for i, t in enumerate(items)])
    found.sort(key=lambda one: not all(map(texts.is_exact, one, items)))
    return [*found, []] if found and list(items) == [""] else found


def objects(pairs: Pairs, schemas: Sequence[Any], branches: Branches) -> list[Any]:
    """What names with texts may be, at least one object."""
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    fitting = [b for b in branches.of(schemas) if "object" in types(b) or not types(b)]
    found = [_object(given, branch, branches) for branch in fitting or [()]]
    return sorted(found, key=lambda one: not all(_is_exact(one[name], own) for name, own in given.items()))


def _object(given: dict[str, list[str]], branch: Branch, branches: Branches) -> dict[str, Any]:
    return {name: member(own, branches.member(branch, name), branches) for name, own in given.items()}


def _is_exact(value: Any, own: Sequence[str]) -> bool:
    return all(map(texts.is_exact, value if isinstance(value, list) else [value], own))


def member(own: Sequence[str], schemas: Sequence[Any], branches: Branches) -> Any:
    """The value of the texts of one name: an array where schemas allow one, or of several texts."""
    found = arrays(own, schemas, branches)
    if len(own) > 1:
        found = found or [list(own)]
    elif not found or branches.types(schemas) - _CONTAINERS or own[0][:1] in ("[", "{"):
        found.append(texts.value(own[0], schemas, branches))
    return texts.first_valid(found, schemas, branches)


def own(pairs: Pairs, schemas: Sequence[Any], branches: Branches, others: Collection[str]) -> Pairs:
    """The fields of an exploded object: those it declares; of a map, all that no other parameter has."""
    fitting = [branch for branch in branches.of(schemas) if "object" in types(branch)]
    declared = branches.declared(schemas)
    return [
        (name, text)
        for name, text in pairs
        if any(branches.takes(b, name) for b in fitting) and (name in declared or name not in others)
    ]
