"""Regular expressions of specs: whether the validator knows them, and whether a class may carry them too.

A `pattern` is one of ECMA-262 with Unicode (JSON Schema 2020-12 Core, 6.4), and the validator at the edges
reads it so. The classes' own engine is Rust's, which takes linear time and reads some things otherwise. A
class that refused what its schema allows would be wrong: it carries what both read alike, or more.
"""

from __future__ import annotations

import importlib
import re
from functools import lru_cache

import jsonschema_rs

LONGEST_PATTERN = 2_000
# Widths are known to the parser alone. By name: type checkers disagree on whether `re` has it.
_PARSER = importlib.import_module("re._parser")
_LONGEST_TEXT = 1_000_000  # characters: a width above is that of `*` and `+`

# Escapes that mean the same to both. Rust's \d and \w know all scripts, ECMA's only ASCII: wider is no harm.
_ALIKE = re.compile(r"\\(?:[dwtnrfv0^$\\.*+?()\[\]{}|/-]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})")
_WIDER = ("\\d", "\\w")
_SETS = ("&&", "--", "~~", "[")  # inside a class: set operations and nested classes, to Rust alone
_GROUPS = re.compile(r"\((?:\?:|\?<[A-Za-z]\w*>|(?!\?))")


@lru_cache(maxsize=4096)
def fault(pattern: str) -> str:
    """Why the validator cannot compile a pattern, in Python's words where Python agrees; "" if it can."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            return str(error)
        return "ECMA-262 has no such expression, or it grows too large"
    return ""


@lru_cache(maxsize=4096)
def longest_match(pattern: object) -> int | None:
    """The most characters of a text that a pattern matches; None where it bounds no text."""
    if not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN:
        return None
    try:
        tree = _PARSER.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return None
    ends = (str(tree[0][1]), str(tree[-1][1])) if len(tree) else ()
    most = int(tree.getwidth()[1])
    return most if ends == ("AT_BEGINNING", "AT_END") and most <= _LONGEST_TEXT else None


@lru_cache(maxsize=4096)
def usable_pattern(pattern: str) -> bool:
    """Whether a class may carry a pattern: its engine knows it, and refuses nothing that ECMA-262 accepts."""
    if len(pattern) > LONGEST_PATTERN or any("\ud800" <= sign <= "\udfff" for sign in pattern):
        return False
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # noqa: PLC0415 - only when classes are built

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return _read_alike(pattern)


def _read_alike(pattern: str) -> bool:
    at, inside, negated = 0, False, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            escape = _ALIKE.match(pattern, at)
            if escape is None or (negated and escape.group() in _WIDER):
                return False
            at = escape.end()
            continue
        if inside and pattern.startswith(_SETS, at):
            return False
        if sign == "(" and not inside and not _GROUPS.match(pattern, at):
            return False
        if sign == "[":
            inside, negated = True, pattern.startswith("[^", at)
            if pattern.startswith("]", at + 1 + negated):  # nothing to ECMA, the sign itself to Rust
                return False
        elif sign == "]":
            inside = negated = False
        at += 1
    return True
