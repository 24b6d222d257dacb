"""Patterns of schemas are ECMA-262 (JSON Schema 2020-12 Core, 6.4); Python reads some otherwise, some not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs
from jsonschema.exceptions import ValidationError

from specfold.testing.contract.repeated_requests import bounded

# Some letters of each kind are enough to make texts of.
_KINDS: Final = {
    "L": "A-Za-z", "Letter": "A-Za-z", "Alphabetic": "A-Za-z", "Lu": "A-Z", "Uppercase_Letter": "A-Z",
    "Ll": "a-z", "Lowercase_Letter": "a-z", "N": "0-9", "Number": "0-9", "Nd": "0-9",
    "Decimal_Number": "0-9", "P": ".,;!?", "Punctuation": ".,;!?", "Zs": " ", "Z": " ", "M": "\u0301",
}  # fmt: skip
_KIND: Final = re.compile(r"\\p\{(?:gc=|General_Category=)?(\w+)\}")
_GROUP: Final = re.compile(r"\(\?<(?=[A-Za-z])")


@lru_cache(maxsize=1024)
def _validator(pattern: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"pattern": pattern})


def searches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text, by the engine that judges at the edges."""
    return bool(_validator(pattern).is_valid(text))


@lru_cache(maxsize=1024)
def for_python(pattern: str) -> str | None:
    """A Python pattern for texts of which most are found by this one; None if there is none."""
    inside = [(m.start(), m.end()) for m in re.finditer(r"\[[^\]]*\]", pattern)]

    def letters(found: re.Match[str]) -> str:
        kind = _KINDS.get(found[1])
        if kind is None:
            return found[0]
        return kind if any(begin < found.start() < end for begin, end in inside) else f"[{kind}]"

    plain = bounded(_GROUP.sub("(?P<", _KIND.sub(letters, pattern)))
    try:
        re.compile(f"(?a){plain}")
    except (re.error, OverflowError, RecursionError):
        return None
    return f"(?a){plain}"


# --- keywords of `jsonschema`, which asks Python's engine ---------------------------------------------


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not searches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, _: Any
) -> Iterator[ValidationError]:
    for name, value in instance.items() if isinstance(instance, dict) else ():
        for pattern, schema in patterns.items():
            if searches(pattern, name):
                yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _additional(validator: Any, extra: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    patterns = schema.get("patternProperties", {})
    others = [
        name
        for name in (instance if isinstance(instance, dict) else ())
        if name not in schema.get("properties", {}) and not any(searches(p, name) for p in patterns)
    ]
    if extra is False and others:
        yield ValidationError(f"additional properties are not allowed: {', '.join(map(repr, others))}")
    elif not isinstance(extra, bool):
        for name in others:
            yield from validator.descend(instance[name], extra, path=name)


KEYWORDS: Final[Mapping[str, Callable[..., Iterator[ValidationError]]]] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
}
