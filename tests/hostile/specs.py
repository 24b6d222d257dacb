"""Documents as short as they can be, around what an attack puts into them."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def openapi(paths: Json, schemas: Json | None = None, **more: Any) -> dict[str, str]:
    """One OpenAPI document."""
    body = {"openapi": "3.1.0", "info": {"title": "Trap", "version": "1.0.0"}, "paths": paths, **more}
    body.setdefault("components", {})["schemas"] = schemas or {}
    return {"openapi/trap.json": json.dumps(body)}


def asyncapi(payload: Json, name: str = "Happened", **more: Any) -> dict[str, str]:
    """One AsyncAPI document with one message that is sent and received."""
    channel = {"address": "things", "messages": {name: {"payload": payload}}}
    to = {"$ref": "#/channels/things"}
    body = {
        "asyncapi": "3.0.0",
        "info": {"title": "Trap", "version": "1.0.0"},
        "channels": {"things": channel},
        "operations": {
            "tell": {"action": "send", "channel": to},
            "hear": {"action": "receive", "channel": to},
        },
        **more,
    }
    return {"asyncapi/trap.json": json.dumps(body)}


def operation(**more: Any) -> Json:
    """An operation that answers 200."""
    return {"operationId": "act", "responses": {"200": {"description": "ok"}}, **more}


def body(schema: Json) -> Json:
    """A request body of JSON."""
    return {"content": {"application/json": {"schema": schema}}}
