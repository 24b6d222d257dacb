"""Security of AsyncAPI documents: nothing is generated from it, but what it refers to must be there."""

from __future__ import annotations

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View


def check_security(reader: Reader, document: View, major: int) -> None:
    """Note requirements of servers and operations that refer to no security scheme."""
    holders = [*document.views("servers").values()]
    if major > 2:
        holders += document.views("operations").values()
    else:
        channels = document.views("channels").values()
        holders += [op for c in channels for verb in ("publish", "subscribe") if (op := c.view(verb))]
    components = document.view("components")
    schemes = components.view("securitySchemes") if components else None
    known = schemes.names() if schemes else ()
    for holder in holders:
        for at in holder.items("security"):
            if major > 2:
                reader.view(at)
            else:
                _check_names(reader, at, known)


def _check_names(reader: Reader, at: DocumentNode, known: tuple[str, ...]) -> None:
    if not isinstance(at.value, dict):
        reader.wrong(at, "an object: security schemes to scopes")
        return
    for name in at.value:
        if name not in known:
            message = f"there is no security scheme {quoted(name)}"
            reader.diagnostics.add("SPF314", at.span, message, help=suggest(name, known))
