"""Text that is Python already. Nothing else reaches a template, so nothing a spec says can become code.

Every string of a view is a `Code`; the renderer refuses any other. A `Code` is made here, from a value by
quoting it or from a Python name by checking it, and never by joining text of a spec.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable

from specfold_generator.python import literals as quoting


class Code(str):
    """Text that may stand in a Python module as it is."""

    __slots__ = ()


def literal(value: object) -> Code:
    """A value as Python writes it: text, number, bool, None, or a tuple or dict of those.

    Raises:
        TypeError: any other kind of value.
    """
    if value is None or isinstance(value, bool | int | str):
        return Code(quoting.literal(value))
    if isinstance(value, tuple):
        return listed(literal(part) for part in value)
    if isinstance(value, dict):
        return mapping((literal(key), literal(part)) for key, part in value.items())
    raise TypeError(f"no literal for {type(value).__name__}")


def name(text: str) -> Code:
    """A Python name, or several with dots between, made by `specfold_generator.python.names`.

    Raises:
        ValueError: it is no name; a fault of ours, for specs never choose a name themselves.
    """
    parts = text.split(".")
    if not all(part.isascii() and part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise ValueError(f"no Python name: {text!r}")
    return Code(text)


def listed(items: Iterable[Code]) -> Code:
    """A tuple display."""
    parts = tuple(items)
    return Code(f"({', '.join(parts)}{',' if len(parts) == 1 else ''})")


def mapping(pairs: Iterable[tuple[Code, Code]]) -> Code:
    """A dict display."""
    return Code("{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}")


def either(items: Iterable[Code]) -> Code:
    """Alternatives, in a type or in a pattern."""
    return Code(" | ".join(items))


def call(function: str, /, **arguments: Code | None) -> Code:
    """A call with keyword arguments; one that is None is left out, to stand at its default."""
    given = ", ".join(f"{key}={value}" for key, value in arguments.items() if value is not None)
    return Code(f"{name(function)}({given})")


def docstring(*paragraphs: str, indent: int = 4) -> Code:
    """A docstring, its lines indented by so many columns; paragraphs without text are left out."""
    return Code(quoting.docstring("\n\n".join(filter(str.strip, paragraphs)), indent))


def comment(text: str) -> Code:
    """The text of a comment: one line, nothing invisible in it."""
    return Code(quoting.literal(" ".join(text.split()))[1:-1])
