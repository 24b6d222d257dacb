"""Parameters of header fields: `text/plain; charset=utf-8` (RFC 9110, 5.6.6; RFC 8187)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

# Each alternative begins with another character, so a text is read once, whatever is in it.
_PARAMETER: Final = re.compile(r';[ \t]*([^\s;="]+)=("(?:[^"\\]|\\.)*+"|[^\s;"]*+)', re.DOTALL)
_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)


def parameters(field: str) -> dict[str, str]:
    """The parameters of a field's value, unquoted, by name in lower case; the first of a name counts.

    A name that ends in `*` has its character set and language in its value, and comes before the plain one.
    """
    found: dict[str, str] = {}
    for name, text in _PARAMETER.findall(field):
        value = _PAIR.sub(r"\1", text[1:-1]) if text.startswith('"') else text
        found.setdefault(name.lower(), value)
    for name in [name for name in found if name.endswith("*")]:
        charset, _, rest = found.pop(name).partition("'")
        encoded = rest.partition("'")[2]
        if charset.lower() in ("utf-8", "iso-8859-1"):
            found[name[:-1]] = unquote(encoded, charset)
    return found
