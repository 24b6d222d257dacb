"""JSON pointers (RFC 6901) as text."""

from __future__ import annotations

from collections.abc import Iterable


def escaped(name: str) -> str:
    """A member's name as a token of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(token: str) -> str:
    """A token of a pointer as the name it stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def pointer(path: Iterable[object]) -> str:
    """The pointer of a path: `/paths/~1orders`. Empty for the whole document."""
    return "".join(f"/{escaped(str(step))}" for step in path)


def tokens(text: str) -> list[str]:
    """The names in a pointer, "#" in front or not."""
    return [unescaped(token) for token in text.removeprefix("#").split("/")[1:]]
