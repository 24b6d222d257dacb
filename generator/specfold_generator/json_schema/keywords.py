"""The keywords of JSON Schema, by what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any] | bool
REFERENCE = "#/$defs/"  # before the key of a definition

# keyword -> a schema
SCHEMA = frozenset(
    (
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    )
)
# keyword -> a list of schemas
SCHEMAS = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
# keyword -> names to schemas
NAMED_SCHEMAS = frozenset(("dependentSchemas", "patternProperties", "properties"))

COUNTS = frozenset(
    (
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
    )
)
NUMBERS = frozenset(("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"))
FLAGS = frozenset(("deprecated", "readOnly", "uniqueItems", "writeOnly"))
TEXTS = frozenset(("contentEncoding", "contentMediaType", "description", "format", "pattern", "title"))

# Say something about a value and never refuse one; beside `$ref` they do not change what it means.
ANNOTATIONS = frozenset(
    (
        "default",
        "deprecated",
        "description",
        "examples",
        "readOnly",
        "title",
        "writeOnly",
        "x-personal-data",
    )
)
# Look at what the keywords beside them have seen, so they stay beside them.
UNEVALUATED = frozenset(("unevaluatedItems", "unevaluatedProperties"))
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

# Read, and turned into something else or left out, by `normalise`.
TURNED = frozenset(
    (
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$recursiveAnchor",
        "$recursiveRef",
        "$ref",
        "$schema",
        "$vocabulary",
        "additionalItems",
        "definitions",
        "dependencies",
        "discriminator",
        "example",
        "externalDocs",
        "id",
        "nullable",
        "xml",
    )
)
KNOWN = (
    SCHEMA
    | SCHEMAS
    | NAMED_SCHEMAS
    | COUNTS
    | NUMBERS
    | FLAGS
    | TEXTS
    | ANNOTATIONS
    | TURNED
    | {"const", "dependentRequired", "enum", "required", "type"}
)

# Keywords behind which no schema stands, whatever it looks like.
VALUES = frozenset(("const", "default", "enum", "examples", "required", "x-personal-data"))
