"""Containers that are open while YAML events arrive: values and places grow side by side."""

from __future__ import annotations

from typing import NamedTuple

from specfold_generator.source.positions import Children, JsonValue, Place


class Node(NamedTuple):
    """A complete node: offsets, value, places of what it holds, expanded size in nodes, height in levels."""

    start: int
    end: int
    value: JsonValue
    children: Children
    size: int = 1
    height: int = 0


class Sequence:
    """An open sequence; also the ground that the root node lies on."""

    kind = "sequence"
    wants_key = False

    def __init__(self, start: int, anchor: str | None, *, flow: bool) -> None:
        self.start, self.anchor, self.flow = start, anchor, flow
        self.value: list[JsonValue] = []
        self.places: list[Place] = []
        self.size, self.height = 1, 1

    def add(self, start: int, end: int, value: JsonValue, children: Children) -> None:
        """Append an item."""
        self.value.append(value)
        self.places.append((-1, -1, start, end, children))


class Mapping:
    """An open mapping. While `wants_key` the next node is a key; `merges` is set when that key was `<<`."""

    kind = "mapping"

    def __init__(self, start: int, anchor: str | None, *, flow: bool) -> None:
        self.start, self.anchor, self.flow = start, anchor, flow
        self.value: dict[str, JsonValue] = {}
        self.places: dict[str, Place] = {}
        self.wants_key = True
        self.merges = False
        self.merged: list[Node] = []
        self.key, self.key_start, self.key_end = "", -1, -1
        self.size, self.height = 1, 1

    def name(self, key: str, start: int, end: int) -> None:
        """Take the key of the next entry."""
        self.key, self.key_start, self.key_end = key, start, end
        self.wants_key = False

    def add(self, start: int, end: int, value: JsonValue, children: Children) -> None:
        """Take the value that belongs to the key that was named before it."""
        if self.merges:
            self.merged.append(Node(start, end, value, children))
            self.merges = False
        else:
            self.value[self.key] = value
            self.places[self.key] = (self.key_start, self.key_end, start, end, children)
        self.wants_key = True

    def merge(self) -> Node | None:
        """Put merged entries before our own; ours win, then earlier ones. Returns what is no mapping."""
        values: dict[str, JsonValue] = {}
        places: dict[str, Place] = {}
        for node in reversed(self.merged):
            items = node.value if isinstance(node.value, list) else [node.value]
            below = [node.children] if not isinstance(node.children, list) else [p[4] for p in node.children]
            for value, children in zip(reversed(items), reversed(below), strict=True):
                if not isinstance(value, dict) or not isinstance(children, dict):
                    return node
                values |= value
                places |= children
        self.value, self.places = values | self.value, places | self.places
        return None


Frame = Mapping | Sequence
