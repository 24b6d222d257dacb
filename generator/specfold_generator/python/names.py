"""Spec names -> Python names. Every Python name that generation invents is made here.

Names are ASCII: linters, editors and old file systems agree on it, and letters that only look alike cannot
hide. Letters with accents lose them, Greek and Cyrillic are spelled by their Unicode names, any other sign
becomes its code point. A made name makes itself again: `class_name(class_name(x)) == class_name(x)`.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, SpecError
from specfold_generator.python.module_names import class_names, stub_functions

LONGEST = 64  # characters; an import of two such names still fits a line
REMEMBERED = 10_000  # names of each kind: a service asks for each of its own many times

_WORD = re.compile(r"[A-Z]{2,}s(?![a-z0-9])|[A-Z]?[a-z][a-z0-9]*|[A-Z][A-Z0-9]*(?![a-z])|[0-9]+[a-z]*")
_LETTER = re.compile(r"(?:GREEK|CYRILLIC) (SMALL|CAPITAL) LETTER (?:[A-Z]+ )*?([A-Z]+)(?: WITH .*)?")
_LATIN = dict(zip("ßæÆœŒøØłŁđĐ", ("ss", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "d", "D"), strict=True))
_SIGNS = {
    "+": "plus", "-": "minus", "*": "star", "/": "slash", "\\": "backslash", "%": "percent", "=": "equal",
    "<": "less", ">": "greater", "!": "not", "?": "question", "&": "and", "|": "or", "^": "caret",
    "~": "tilde", "@": "at", "#": "hash", "$": "dollar", ".": "dot", ",": "comma", ":": "colon",
    ";": "semicolon", "(": "open", ")": "close", "[": "open", "]": "close", "{": "open", "}": "close",
    "'": "quote", '"': "quote", "`": "quote", "_": "underscore", " ": "space", "\t": "tab", "\n": "line",
}  # fmt: skip

# Attributes of pydantic's BaseModel (a test compares) and of the base classes in specfold.model.messages.
_TAKEN_ATTRIBUTES = frozenset({
    "construct", "copy", "dict", "fields", "from_json", "from_orm", "from_wire", "json",
    "model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump",
    "model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema",
    "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate",
    "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw", "schema",
    "schema_json", "to_json", "to_wire", "type", "update_forward_refs", "validate", "version",
})  # fmt: skip
# Types that annotations name: an attribute called `int` would hide the type from the attributes below it.
_TAKEN_TYPES = frozenset(
    {"bool", "bytes", "dict", "dt", "float", "int", "list", "object", "set", "str", "tuple"}
)
_UNREADABLE = frozenset({"l", "I", "O"})  # look like digits
_PROTECTED = ("model_validate", "model_dump")  # prefixes pydantic warns about

_TAKEN_FUNCTIONS = frozenset(name for name in dir(builtins) if name.islower()) | {
    "evolve",
    "initial",
    "self",
    "cls",
}
_TAKEN_MODULES = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}


@dataclass(frozen=True, slots=True)
class Parted:
    """Something of the spec whose Python name another thing has, so that it was given a longer one."""

    place: str  # its URI
    wanted: str
    made: str
    other: str  # what has the name: its URI, or a word for it


def words(text: str) -> list[str]:
    """The words of a spec name, in ASCII: "orderID", "order-id" and "Order ID" all have two."""
    spelled = text if text.isascii() else "".join(map(_spell, unicodedata.normalize("NFKD", text)))
    found = _WORD.findall(spelled)
    if found and any(not word.isdigit() for word in found):
        return found
    return _WORD.findall("".join(f" {_SIGNS[sign]} " if sign in _SIGNS else sign for sign in spelled))


def _spell(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.combining(sign):
        return ""
    if sign in _LATIN:
        return _LATIN[sign]
    named = _LETTER.fullmatch(unicodedata.name(sign, ""))
    if named:
        return named[2].capitalize() if named[1] == "CAPITAL" else named[2].lower()
    return f" u{ord(sign):x} " if unicodedata.category(sign)[0] in "LNS" else " "


@lru_cache(maxsize=REMEMBERED)
def class_name(text: str) -> str:
    """A class: "order-placed" -> OrderPlaced, "HTTPServer" -> HTTPServer, "Event" -> EventModel."""
    return _settle(text, _pascal)


@lru_cache(maxsize=REMEMBERED)
def attribute_name(text: str) -> str:
    """An attribute or a parameter: "orderId" -> order_id, "json" -> json_, "1st" -> field_1st."""
    return _settle(text, _attribute)


@lru_cache(maxsize=REMEMBERED)
def function_name(text: str) -> str:
    """A function or method: "placeOrder" -> place_order, "list" -> list_."""
    return _settle(text, lambda part: _guard(_snake(part, "call"), _TAKEN_FUNCTIONS | stub_functions()))


@lru_cache(maxsize=REMEMBERED)
def module_name(text: str) -> str:
    """A module or package, safe on every file system: "Order.v2" -> order_v2, "CON" -> con_."""
    return _settle(text, lambda part: _guard(_snake(part, "module"), _TAKEN_MODULES))


@lru_cache(maxsize=REMEMBERED)
def constant_name(text: str) -> str:
    """A constant or an enum member: "in-transit" -> IN_TRANSIT, "" -> EMPTY, "1" -> VALUE_1."""
    return _settle(text, lambda part: _guard(_snake(part, "value").upper(), _UNREADABLE) if part else "EMPTY")


def _settle(text: str, make: Callable[[str], str]) -> str:
    """Make again until nothing changes ("O_K" -> "OK" -> "Ok"), so that a made name is its own name."""
    name = make(text)
    while (again := make(name)) != name:
        name = again
    return name


def _pascal(text: str) -> str:
    found = words(text)
    shouted = not any(letter.islower() for word in found for letter in word)
    name = "".join(word.capitalize() if shouted else word[0].upper() + word[1:] for word in found)
    if not name or name[0].isdigit():
        name = f"Model{name}"
    name = _cut(name, "")
    if name in class_names() or name in _UNREADABLE:
        return f"{name}Model"
    return f"{name}_" if keyword.iskeyword(name) else name


def _attribute(text: str) -> str:
    name = _snake(text, "field")
    if name.startswith(_PROTECTED):
        name = f"field_{name}"
    return _guard(name, _TAKEN_ATTRIBUTES | _TAKEN_TYPES | _UNREADABLE)


def _snake(text: str, lead: str) -> str:
    name = "_".join(words(text)).lower()
    if not name:
        return lead
    return _cut(f"{lead}_{name}" if name[0].isdigit() else name, "_")


def _cut(name: str, joint: str) -> str:
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST - 9].rstrip("_") + joint + _digest(name, 8)


def _guard(name: str, taken: frozenset[str] | set[str]) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name


def _digest(text: str, length: int) -> str:
    # A letter first, so that a digest is one word with the digits after it: names stay their own names.
    return "x" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: length - 1]


def unique(
    texts: Iterable[str], make: Callable[[str], str], taken: Iterable[str] = (), *, pascal: bool = False
) -> dict[str, str]:
    """A Python name of its own for every text, told apart quietly. `pascal`: `make` makes class names.

    The text that is most like its Python name keeps it; the others take a suffix made from their own text, so
    that one more text seldom renames another. Input order plays no part.
    """
    names: dict[str, str] = {}
    used = set(taken)
    for text in sorted(set(texts), key=lambda text: _likeness(text, make(text))):
        names[text] = _apart(make(text), text, used, pascal=pascal or make is class_name)
        used.add(names[text])
    return names


def unique_class(wanted: str, place: str, taken: Container[str]) -> str:
    """A class name for what stands at a place of the spec; where it is taken, the place makes the suffix."""
    return _apart(class_name(wanted), place, taken, pascal=True)


def _likeness(text: str, name: str) -> tuple[bool, bool, bool, str]:
    return (name != text, name.rstrip("_") != text, not text.isidentifier(), text.swapcase())


def _apart(name: str, text: str, taken: Container[str], *, pascal: bool) -> str:
    found, length = name, 4
    while found in taken:
        digest = _digest(text, length)
        stem = name[: LONGEST - length - 1]
        found = f"{stem}{digest.capitalize()}" if pascal else f"{stem.rstrip('_')}_{digest}"
        found = found.upper() if name.isupper() and not pascal else found
        length += 4
    return found


def distinct(places: Mapping[str, Location], make: Callable[[str], str], what: str) -> dict[str, str]:
    """A Python name for every text, where handwritten code relies on the name and none may change quietly.

    Raises:
        SpecError: two texts make the same Python name; each pair is named with both places.
    """
    owners: dict[str, str] = {}
    diagnostics = []
    for text in sorted(places, key=lambda text: (places[text], text)):
        name = make(text)
        first = owners.setdefault(name, text)
        if first != text:
            related = Related(places[first], f"{what} {first!r}")
            diagnostics.append(
                Diagnostic(
                    code="SPF601",
                    span=places[text],
                    message=f"{what} {text!r} and {what} {first!r} would both be called `{name}` in Python",
                    help=f"rename one of the two {what}s",
                    related=(related,),
                )
            )
    if diagnostics:
        raise SpecError(diagnostics)
    return {text: name for name, text in owners.items()}
