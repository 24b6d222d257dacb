"""`nullable: true` of OpenAPI 3.0, which many documents of 3.1 still have: null is one more value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specfold_generator.documents.schemas.values import speaks_openapi_30
from specfold_generator.json_schema import keywords
from specfold_generator.model.ir import Schema
from specfold_generator.source.location import DocumentNode

Json = dict[str, Any]


def nullable(at: DocumentNode, value: Json, out: Json, tell: Callable[[DocumentNode, str], None]) -> Json:
    """The facts of a schema with null among its values; `tell` hears of it where 3.0 is not spoken."""
    if value.get("nullable") is not True:
        return out
    if not speaks_openapi_30(at):
        tell(
            at.child("nullable"),
            "`nullable` is OpenAPI 3.0: null is read as one more value, in all this file",
        )
    if "enum" in out and None not in out["enum"]:
        out = {**out, "enum": [*out["enum"], None]}
    named = out.get("type")
    if isinstance(named, str) and named != "null":
        return {**out, "type": [named, "null"]}
    if isinstance(named, list) and "null" not in named:
        return {**out, "type": [*named, "null"]}
    return out


def or_null(value: Json, schema: Schema) -> Schema:
    """A nullable reference or composition: what it says, or null; a plain type has said so itself."""
    if value.get("nullable") is not True or not isinstance(schema, dict) or "type" in schema:
        return schema
    notes = {key: inner for key, inner in schema.items() if key in keywords.ANNOTATIONS}
    constraints = {key: inner for key, inner in schema.items() if key not in notes}
    return {**notes, "anyOf": [constraints, {"type": "null"}]} if constraints else schema
