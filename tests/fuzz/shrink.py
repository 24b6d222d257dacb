"""A smaller set of documents that still ends badly."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from tests.fuzz.mutations import Path, at, nodes, remove
from tests.fuzz.samples import Files

MOST = 150  # attempts


def smaller(files: Files, still: Callable[[Files], bool]) -> Files:
    """Leave out files, then members, the large ones first, as long as it `still` ends badly."""
    left = MOST
    for path in sorted(files):
        rest = {other: data for other, data in files.items() if other != path}
        if rest and still(rest):
            files = rest
    for path in sorted(files):
        root = _tree(files[path])
        if root is None or not still({**files, path: _text(root)}):
            continue
        files = {**files, path: _text(root)}
        for place in list(_by_size(root)):
            if left <= 0 or not _has(root, place):
                continue
            left -= 1
            less = remove(copy.deepcopy(root), place)
            if still({**files, path: _text(less)}):
                root = less
                files = {**files, path: _text(root)}
    return files


def _tree(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        pass
    try:
        return yaml.safe_load(data)
    except Exception:  # it cannot be read, which may be what is wrong with it
        return None


def _text(root: Any) -> bytes:
    return json.dumps(root, indent=1, default=str).encode()


def _by_size(root: Any) -> Iterator[Path]:
    places = [place for place in nodes(root) if place and isinstance(place[-1], str)]
    sized = {place: len(json.dumps(at(root, place), default=str)) for place in places}
    return iter(sorted(places, key=lambda place: -sized[place]))


def _has(root: Any, place: Path) -> bool:
    try:
        at(root, place)
    except (LookupError, TypeError):
        return False
    return True
