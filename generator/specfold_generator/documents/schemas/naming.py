"""Names for schemas that are referred to: their own, so that one more schema renames no other.

A schema keeps the name that its file gives it. Where two files give one name to different schemas, the
service's own documents go first and the others are called after their file as well.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from specfold_generator.model.ir import Schema
from specfold_generator.source.location import DocumentNode

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_HOLDERS = frozenset(("schemas", "$defs", "definitions"))
# Steps of a pointer that say nothing of what stands there.
_DULL = frozenset(
    (
        *("allOf", "anyOf", "application", "components", "content", "headers", "items", "json"),
        *("$defs", "definitions", "messages", "oneOf", "paths", "properties", "schema", "schemas"),
    )
)


def own_name(at: DocumentNode) -> str:
    """What the file itself calls a schema: the name it stands under, or one made of the steps to it."""
    steps = [str(step) for step in at.pointer]
    if not steps:
        return stem(at)
    if len(steps) == 1 or steps[-2] in _HOLDERS:
        return steps[-1]
    return "".join(pascal(step) for step in steps if step not in _DULL) or stem(at)


def stem(at: DocumentNode) -> str:
    """The name of a place's file, without folders and endings."""
    return posixpath.basename(at.document.path).split(".")[0]


def pascal(text: str) -> str:
    """`ship-order` -> `ShipOrder`; what is no letter or digit parts words."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(text))


def fit(name: str) -> str:
    """A name as a key that needs no escape in a reference; different names give different keys."""
    if name and len(name) <= 100 and not _UNFIT.search(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{_UNFIT.sub('_', name).strip('_')[:80] or 'Schema'}_{digest}"


def allocate(
    targets: Mapping[str, tuple[str, DocumentNode]], own: Sequence[str], same: Callable[[str, str], bool]
) -> dict[str, str]:
    """A key for each target, by its URI. `targets`: their names and places.

    `own`: the service's documents, first to be served; `same`: whether two targets are one schema written
    twice, which then share a key.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    places = {uri: at for uri, (_, at) in targets.items()}
    for uri, (name, _) in targets.items():
        claims[fit(name)].append(uri)
    keys: dict[str, str] = {}
    taken = set(claims)
    for key in sorted(claims):
        groups = _groups(sorted(claims[key], key=lambda uri: _rank(places[uri], own, uri)), same)
        owned = places[groups[0][0]].document.path in own
        plain = groups[:1] if owned or len(groups) == 1 else []
        for group in groups:
            chosen = key if group in plain else _qualified(key, places[group[0]], group[0], taken)
            taken.add(chosen)
            keys.update(dict.fromkeys(group, chosen))
    return keys


def _groups(uris: Sequence[str], same: Callable[[str, str], bool]) -> list[list[str]]:
    groups: list[list[str]] = []
    for uri in uris:
        home = next((group for group in groups if same(group[0], uri)), None)
        if home is None:
            groups.append([uri])
        else:
            home.append(uri)
    return groups


def _rank(at: DocumentNode, own: Sequence[str], uri: str) -> tuple[int, str]:
    path = at.document.path
    return (own.index(path) if path in own else len(own), uri)


def _qualified(key: str, at: DocumentNode, uri: str, taken: set[str]) -> str:
    longer = fit(pascal(stem(at)) + pascal(key))
    if longer in taken:
        return f"{longer}_{hashlib.sha256(uri.encode()).hexdigest()[:6]}"
    return longer


def same_schema(one: Schema, other: Schema, lookup: Callable[[str], Schema]) -> bool:
    """Whether two schemas say the same, following their references as far as they go."""
    seen: set[tuple[str, str]] = set()
    queue: list[tuple[object, object]] = [(one, other)]
    while queue:
        left, right = queue.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            for key in left:
                pair = (left[key], right[key])
                if key == "$ref" and all(isinstance(side, str) for side in pair):
                    if pair[0] != pair[1] and pair not in seen:
                        seen.add(pair)
                        queue.append((lookup(pair[0]), lookup(pair[1])))
                else:
                    queue.append(pair)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            queue.extend(zip(left, right, strict=True))
        elif left != right:
            return False
    return True
