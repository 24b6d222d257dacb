"""Tagged unions whose branch is chosen by the wire name of the tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_DONE = "specfold_wire_tag"  # a schema of pydantic is shared by all classes that refer to its class


def prefer_wire_names(schema: Any, owner: type) -> bool:
    """Put the wire name of each tag before its Python name; whether anything changed.

    pydantic looks for the Python name first: an unknown member of that name would choose the branch, although
    the schema never looks at it. The Python name stays second, for objects that Python code constructs.
    """
    changed = False
    for union in _unions(schema, owner):
        tag = union["discriminator"]
        metadata = union.setdefault("metadata", {})
        if isinstance(tag, list) and len(tag) == 2 and _DONE not in metadata:
            union["discriminator"] = tag[::-1]
            metadata[_DONE] = True
            changed = True
    return changed


def _unions(schema: Any, owner: type) -> Iterator[dict[str, Any]]:
    """The tagged unions below a schema, except those of other classes that are complete."""
    nodes = [schema]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if node.get("type") == "model" and node["cls"] is not owner and node["cls"].__pydantic_complete__:
                continue
            if node.get("type") == "tagged-union":
                yield node
            nodes += [inner for key, inner in node.items() if key != "metadata"]
        elif isinstance(node, list | tuple):
            nodes += node
