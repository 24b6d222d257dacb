"""What a schema says of each member, as far as it says so plainly: the table that a contract test prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from specfold.model.shared.json_pointer import escaped

from specfold_generator.json_schema.regex import usable_pattern
from specfold_generator.model import ir
from specfold_generator.python.code import Code, literal, mapping
from specfold_generator.rendering.contract_tests.data import data, tuple_of

DEEPEST = 4  # levels below the payload
MOST = 60  # members of one payload
LONGEST = 80  # characters of a pointer
KEYWORDS = (
    "type",
    "format",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)
LARGEST = 10**60  # of whole numbers: what a line has room for
NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
OF_TYPES = (
    (NUMBERS, {"integer", "number"}),
    (("minLength", "maxLength", "pattern", "format"), {"string"}),
    (("minItems", "maxItems", "uniqueItems"), {"array"}),
    (("minProperties", "maxProperties", "properties"), {"object"}),
)
# Formats whose breach every judge sees alike.
FORMATS = frozenset({"uuid", "date-time", "date", "email", "ipv4", "ipv6"})
READ_ONLY = "readOnly"
CHOICES = 40  # values of an enum
COMPOSED = ("allOf", "anyOf", "oneOf", "not", "if", "$dynamicRef")

Facts = Mapping[str, Mapping[str, Any]]  # by JSON pointer, what is said of a member
Fact = tuple[Code, Code]


def facts(service: ir.Service, shape: ir.Shape, *, request: bool = False) -> Facts:
    """Members by JSON pointer, each with what is said of it; of a request without `readOnly` members."""
    every = list(_members(service, shape.schema, "", required=False, inside=()))
    hidden = tuple(f"{pointer}/" for pointer, said in every if request and READ_ONLY in said)
    kept = ((pointer, said) for pointer, said in every if not f"{pointer}/".startswith(hidden))
    plain = ((pointer, {w: value for w, value in said.items() if w != READ_ONLY}) for pointer, said in kept)
    found = {
        pointer: said for pointer, said in plain if said and len(pointer) <= LONGEST and pointer.isprintable()
    }
    return dict(islice(found.items(), MOST))


def printed(found: Facts) -> tuple[Fact, ...]:
    """The same as Python writes it."""
    return tuple(
        (literal(pointer), mapping((literal(word), _value(value)) for word, value in said.items()))
        for pointer, said in found.items()
    )


def _value(value: Any) -> Code:
    return tuple_of(value) if isinstance(value, list | tuple) else data(value)


def _members(
    service: ir.Service, schema: Any, pointer: str, *, required: bool, inside: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    said: dict[str, Any] = {"required": True} if required else {}
    while isinstance(schema, Mapping) and "$ref" in schema:
        said |= _read_only(schema)
        key = str(schema["$ref"]).removeprefix("#/$defs/")
        if key in inside or schema.keys() - {"$ref", "description", "title", READ_ONLY}:
            yield pointer, said
            return
        inside, schema = (*inside, key), service.definitions[key].schema
    if not isinstance(schema, Mapping) or any(word in schema for word in COMPOSED):
        yield pointer, said | _read_only(schema)
        return
    said |= _read_only(schema)
    own = {
        word: schema[word]
        for word in KEYWORDS
        if word in schema and _plain(word, schema[word]) and _applies(word, schema.get("type"))
    }
    if "default" in schema and required:
        own["default"] = True  # a class may stand in for a member that is missing
    if "pattern" in own and not usable_pattern(own["pattern"]):
        own["wider"] = True  # the class does not carry it
    yield pointer, said | own
    if pointer.count("/") < DEEPEST:
        yield from _below(service, schema, pointer, inside)


def _read_only(schema: Any) -> dict[str, bool]:
    return {READ_ONLY: True} if isinstance(schema, Mapping) and schema.get(READ_ONLY) is True else {}


def _below(
    service: ir.Service, schema: Mapping[str, Any], pointer: str, inside: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    names, types = schema.get("required", ()), schema.get("type")
    for name, part in schema.get("properties", {}).items() if _applies("properties", types) else ():
        here = f"{pointer}/{escaped(name)}"
        yield from _members(service, part, here, required=name in names, inside=inside)
    # Without a type the class takes anything: a schema with members means an object, but `items` says less.
    is_list = types == "array" or (isinstance(types, list) and "array" in types)
    if is_list and isinstance(schema.get("items"), Mapping) and "prefixItems" not in schema:
        yield from _members(service, schema["items"], f"{pointer}/0", required=False, inside=inside)


def _applies(word: str, types: Any) -> bool:
    """Whether a keyword says anything of these types: `minLength` of an array means nothing."""
    named = {types} if isinstance(types, str) else set(types or ())
    wanted = next((kinds for words, kinds in OF_TYPES if word in words), None)
    return wanted is None or not named or bool(named & wanted)


def _plain(word: str, value: Any) -> bool:
    """Whether it is worth a line: a number that is one, a choice that fits, a format that all know."""
    if isinstance(value, int | float) and not abs(value) < LARGEST:
        return False
    if word == "format":
        return value in FORMATS
    if word == "enum":
        return len(value) <= CHOICES and all(isinstance(v, str | int) for v in value)
    if word == "const":
        return isinstance(value, str | int)
    return word != "uniqueItems" or bool(value)
