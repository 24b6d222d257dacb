"""JSON Schemas that editors complete and check our extensions with, made from the vocabulary itself.

They are draft-07, which is what the YAML language server reads, and describe nothing but our extensions: an
editor uses them beside its own schemas of AsyncAPI and OpenAPI.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from specfold_generator.documents.extensions import vocabulary

Json = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = ".vscode"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PARTS = ("properties", "patternProperties", "$defs", "definitions")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLES = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")


def editor_schemas() -> dict[str, str]:
    """The schema of each kind of document, as a file of a project."""
    return {
        f"{FOLDER}/specfold-{kind}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for kind, schema in (("asyncapi", asyncapi_schema()), ("openapi", openapi_schema()))
    }


def asyncapi_schema() -> Json:
    """Where extensions may be in an AsyncAPI document, of version 2 or 3."""
    message = _object({**_extension("message"), "payload": _ref("anySchema"), "headers": _ref("anySchema")})
    operation = _object({**_extension("policy"), "message": _ref("anyMessage")})
    channel = _object(
        {
            "x-kinesis": _ref("kinesis"),
            "messages": _values(_ref("anyMessage")),
            "publish": _ref("anyOperation"),
            "subscribe": _ref("anyOperation"),
        }
    )
    components = {
        "messages": _values(_ref("anyMessage")),
        "channels": _values(_ref("anyChannel")),
        "operations": _values(_ref("anyOperation")),
        "schemas": _values(_ref("anySchema")),
    }
    root = {
        **_extension("document"),
        "channels": _values(_ref("anyChannel")),
        "operations": _values(_ref("anyOperation")),
        "components": _object(components),
    }
    places = {"anyMessage": message, "anyOperation": operation, "anyChannel": channel}
    return _document("Specfold's extensions of AsyncAPI", root, places)


def openapi_schema() -> Json:
    """Where extensions may be in an OpenAPI document."""
    kinds = {"x-event-sourcing": {"anyOf": [_ref("command"), _ref("query")]}}
    media = _values(_object({"schema": _ref("anySchema")}))
    response = _object({**_extension("response"), "content": media})
    operation = _object(
        {
            **kinds,
            "requestBody": _object({"content": media}),
            "responses": _values(_ref("anyResponse")),
        }
    )
    root = {
        "paths": _values(_object({method: _ref("anyOperation") for method in METHODS})),
        "components": _object(
            {"schemas": _values(_ref("anySchema")), "responses": _values(_ref("anyResponse"))}
        ),
    }
    return _document(
        "Specfold's extensions of OpenAPI", root, {"anyOperation": operation, "anyResponse": response}
    )


def _document(title: str, root: Mapping[str, Any], places: Mapping[str, Json]) -> Json:
    definitions = {name: _draft_07(schema) for name, schema in vocabulary()["$defs"].items()}
    everywhere = {"x-specfold-ignore": _ref("ignore")}
    return {
        "$schema": DRAFT,
        "title": title,
        **_object({**root, **everywhere}),
        "definitions": {**definitions, **places, "anySchema": _any_schema()},
    }


def _any_schema() -> Json:
    """A schema and all that it is made of: each may be a read model, or hold personal data."""
    here = {**_extension("schema"), "x-personal-data": _ref("personal"), "x-specfold-ignore": _ref("ignore")}
    own = _ref("anySchema")
    return {
        "type": ["object", "boolean"],
        "properties": {
            **here,
            **{name: _values(own) for name in _PARTS},
            **{name: {"items": own} for name in _LISTS},
            **dict.fromkeys(_SINGLES, own),
        },
    }


def _extension(kind: str) -> Json:
    return {"x-event-sourcing": _ref(kind)}


def _object(properties: Mapping[str, Any]) -> Json:
    return {"type": "object", "properties": dict(properties)}


def _values(schema: Json) -> Json:
    return {"type": "object", "additionalProperties": schema}


def _ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


def _draft_07(node: Any) -> Any:
    """The same schema with references as draft-07 has them."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/$defs/", "#/definitions/") if key == "$ref" else _draft_07(value)
            for key, value in node.items()
        }
    return [_draft_07(item) for item in node] if isinstance(node, list) else node
