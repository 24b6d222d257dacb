"""Circles of schemas that say nothing but one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import ir


def bare_cycles(schemas: Mapping[str, ir.Schema]) -> Iterator[list[str]]:
    """Circles of schemas that apply each other to one and the same value: no value can ever be judged."""
    done: set[str] = set()
    for start in schemas:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        node: str | None = start
        while node is not None or stack:
            if node is not None and node in trail:
                yield trail[trail.index(node) :]
            elif node is not None and node not in done:
                trail.append(node)
                stack.append((node, iter(_applied(schemas.get(node, True)))))
            if not stack:
                break
            node = next(stack[-1][1], None)
            while node is None and stack:
                done.add(stack.pop()[0])
                trail.pop()
                node = next(stack[-1][1], None) if stack else None


def _applied(schema: ir.Schema) -> list[str]:
    """The references that apply to the same value as the schema itself."""
    found: dict[str, None] = {}
    queue: list[object] = [schema]
    while queue:
        here = queue.pop()
        if not isinstance(here, Mapping):
            continue
        if isinstance(here.get("$ref"), str):
            found[here["$ref"]] = None
        for key in ("allOf", "anyOf", "oneOf"):
            queue.extend(here.get(key, ()))
        queue.extend(here.get(key) for key in ("not", "if", "then", "else"))
        queue.extend(here.get("dependentSchemas", {}).values())
    return list(found)
