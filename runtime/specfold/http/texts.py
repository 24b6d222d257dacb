"""Texts of a request as the values that a schema allows.

Whatever was sent is kept as it was, or the schema refuses it: where a text may be several values, the first
valid one is taken, and a number only where it says the same as the text or where no text is allowed.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from specfold.http.branches import Branches
from specfold.model import json_text
from specfold.model.values.numbers import InexactNumber, exact

# Bounded: int() of a long text costs its square. ASCII digits alone, no leading zeros, no `+`.
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,39})")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")


def scalar(text: str, schemas: Sequence[Any], branches: Branches) -> Any:
    """A text as the text, number, truth value or null that schemas allow.

    A text that cannot become what is wanted stays a text; the schema check then refuses it, with its place.
    """
    return first_valid(_readings(text, branches.types(schemas)), schemas, branches)


def value(text: str, schemas: Sequence[Any], branches: Branches) -> Any:
    """A text as what schemas allow; objects and arrays that no style takes apart are JSON."""
    wanted = branches.types(schemas)
    found = _readings(text, wanted)
    if wanted & {"object", "array"} and text[:1] in ("{", "["):
        try:
            nested = json_text.decode(text)
        except ValueError:
            pass
        else:
            found.insert(len(found) if "string" in wanted else 0, nested)
    return first_valid(found, schemas, branches)


def first_valid(values: Iterable[Any], schemas: Sequence[Any], branches: Branches) -> Any:
    """The first value that all schemas allow, else the first. A single one is not judged here."""
    found = list(values)
    if len(found) == 1:
        return found[0]
    return next((one for one in found if branches.fits(one, schemas)), found[0])


def is_exact(found: Any, text: str) -> bool:
    """Whether a value is written as the text is; what is nested was JSON."""
    return found == text if isinstance(found, str) else found is not None and json.dumps(found) == text


def _readings(text: str, wanted: set[str]) -> list[Any]:
    """What a text may be, the most exact first; at least the text itself."""
    numbers = list(_numbers(text, wanted))
    found: list[Any] = [number for number in numbers if json.dumps(number) == text]
    if "boolean" in wanted and text in ("true", "false"):
        found.append(text == "true")
    if "string" in wanted or not wanted:
        found.append(text)
    found += [number for number in numbers if number not in found]
    if "null" in wanted and text == "":
        found.append(None)
    return found or [text]


def _numbers(text: str, wanted: set[str]) -> Iterator[int | float]:
    if wanted & {"integer", "number"} and _INTEGER.fullmatch(text):
        yield int(text)
    elif "number" in wanted and _NUMBER.fullmatch(text):
        with contextlib.suppress(InexactNumber):
            yield exact(text)
