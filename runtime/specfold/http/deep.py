"""`style: deepObject`: `name[member]=x`, and nested as clients write it: `name[member][0][other]=x`.

OpenAPI defines one level of members. Deeper levels and arrays are read as most clients write them: a key in
brackets for each level, positions or nothing in those of arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from specfold.http import objects, texts
from specfold.http.branches import Branch, Branches, types
from specfold.http.styles import NotWritten, Pairs

Keys = tuple[str, ...]
Entries = Sequence[tuple[Keys, str]]
DEEPEST: Final = 16  # levels


def entries(name: str, pairs: Pairs) -> Entries:
    """The texts of a parameter, each with the keys of its levels.

    Raises:
        NotWritten: there are too many levels.
    """
    return [
        (_keys(key[len(name) + 1 : -1]), text)
        for key, text in pairs
        if key.startswith(f"{name}[") and key.endswith("]")
    ]


def _keys(inner: str) -> Keys:
    keys = inner.split("][")
    if len(keys) > DEEPEST:
        raise NotWritten(f"it has at most {DEEPEST} levels")
    return tuple(keys) if not any("[" in key or "]" in key for key in keys) else (inner,)


def built(given: Entries, schemas: Sequence[Any], branches: Branches) -> Any:
    """The value that entries describe."""
    own = [text for keys, text in given if not keys]
    if len(own) == len(given):
        return objects.member(own, schemas, branches)
    found: list[Any] = []
    for branch in branches.of(schemas):
        kinds = types(branch)
        items = _items(given) if "array" in kinds else None
        if items is not None:
            found.append([built(one, branches.item(branch, i), branches) for i, one in enumerate(items)])
        if "object" in kinds or not kinds:
            found.append(_object(given, branch, branches))
    return texts.first_valid(found or [_object(given, (), branches)], schemas, branches)


def _object(given: Entries, branch: Branch, branches: Branches) -> dict[str, Any]:
    return {
        name: built(inner, branches.member(branch, name), branches) for name, inner in _grouped(given).items()
    }


def _items(given: Entries) -> list[list[tuple[Keys, str]]] | None:
    """The entries of each item; None: these are not the positions of an array, all of them."""
    if all(keys == ("",) for keys, _ in given):
        return [[((), text)] for _, text in given]
    items = _grouped(given)
    positions = [str(position) for position in range(len(items))]
    return [items[position] for position in positions] if items.keys() == set(positions) else None


def _grouped(given: Entries) -> dict[str, list[tuple[Keys, str]]]:
    found: dict[str, list[tuple[Keys, str]]] = {}
    for keys, text in given:
        if not keys:
            raise NotWritten("it has a value, and members as well")
        found.setdefault(keys[0], []).append((keys[1:], text))
    return found
