"""Schemas that apply others to one and the same value: circles of them, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specfold_generator.json_schema.keywords import Schema


def bare_cycles(schemas: Mapping[str, Schema]) -> Iterator[list[str]]:
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


def _applied(schema: Schema) -> list[str]:
    """The references that apply to the same value as the schema itself."""
    found: list[str] = []
    queue: list[object] = [schema]
    while queue:
        here = queue.pop()
        if not isinstance(here, Mapping):
            continue
        if isinstance(here.get("$ref"), str):
            found.append(here["$ref"])
        for key in ("allOf", "anyOf", "oneOf"):
            queue.extend(here.get(key, ()))
        queue.extend(here.get(key) for key in ("not", "if", "then", "else"))
        queue.extend(here.get("dependentSchemas", {}).values())
    return found


def judgements(schemas: Mapping[str, Schema]) -> Iterator[tuple[str, int]]:
    """For each schema how many schemas are applied to a value of it, each as often as it is referred to.

    Twelve that each name the next one nine times are 3 * 10**11 judgements of one value. Without circles.
    """
    known: dict[str, int] = {}
    for start in schemas:
        stack = [start]
        while stack:
            node = stack[-1]
            applied = _applied(schemas.get(node, True))
            waiting = [name for name in applied if name not in known]
            if not waiting:
                known[node] = 1 + sum(known[name] for name in applied)
                stack.pop()
            stack += waiting
        yield start, known[start]
