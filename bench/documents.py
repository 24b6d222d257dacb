"""Documents of any size: a service of many aggregates, each with events, commands, a read model and queries.

An aggregate brings ten messages and ten operations, so the size of a service is the number of either. All
of the vocabulary is used: the whole loop is generated, not classes alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from bench.vocabulary import (
    FACTS,
    IDENTITY,
    KINDS,
    MOMENT,
    NOUNS,
    SHARED,
    TOKENS,
    VERBS,
    Json,
    listed,
    record,
    sample,
    shared,
)

PER_AGGREGATE = len(FACTS)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_service(root: Path, name: str, size: int) -> None:
    """Write the documents of a service: `size` messages, and as many operations; at most a thousand."""
    for kind, document in (("asyncapi", asyncapi(name, size)), ("openapi", openapi(name, size))):
        file = root / "specs" / kind / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(document, sort_keys=False, Dumper=_WithoutAliases), "utf-8")


def write_schemas(file: Path, size: int) -> None:
    """Write the schemas of both documents and nothing else: one JSON Schema, as JSON."""
    found: Json = {}
    for document in (asyncapi("all", size), openapi("all", size)):
        found |= document["components"]["schemas"]
    file.write_text(json.dumps({"$schema": DIALECT, "$defs": _bare(found)}), "utf-8")


class _WithoutAliases(yaml.CSafeDumper):
    """Writes equal parts out, as people do."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as the base class has it
        """Always."""
        return True


def _bare(schema: Any) -> Any:
    """Without our words, and with references as they are in a JSON Schema."""
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: part.replace("#/components/schemas/", "#/$defs/") if key == "$ref" else _bare(part)
        for key, part in schema.items()
        if not key.startswith("x-")
    }


def aggregates(size: int) -> list[str]:
    """The names of as many aggregates as it takes to have `size` messages."""
    names = [f"{kind}{noun}" for noun in NOUNS for kind in KINDS]
    return names[: -(-size // PER_AGGREGATE)]


def identity(aggregate: str) -> str:
    """The member that identifies an aggregate."""
    return f"{aggregate[0].lower()}{aggregate[1:]}Id"


def path(aggregate: str) -> str:
    """The path of a collection of aggregates."""
    return "/" + "".join(f"-{c.lower()}" if c.isupper() else c for c in aggregate).strip("-")


# --- AsyncAPI -------------------------------------------------------------------------------------------


def asyncapi(name: str, size: int) -> Json:
    """A channel and an aggregate for every thing, and a message for all that can happen to it."""
    document: Json = {
        "asyncapi": "3.0.0",
        "info": {"title": name.title(), "version": "1.0.0", "description": "What happens to all of them."},
        "x-event-sourcing": {"source": f"//bench.example/{name}", "aggregates": {}},
        "channels": {},
        "operations": {},
        "components": {"messages": {}, "schemas": dict(SHARED)},
    }
    for aggregate in aggregates(size):
        channel = f"{aggregate}Facts"
        own = {"identity": identity(aggregate), "channel": channel, "description": f"A {aggregate}."}
        document["x-event-sourcing"]["aggregates"][aggregate] = own
        told = {f"{aggregate}{fact}": {"$ref": f"#/components/messages/{aggregate}{fact}"} for fact in FACTS}
        document["channels"][channel] = {"address": f"{name}.{path(aggregate)[1:]}", "messages": told}
        send = {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}}
        document["operations"][f"record{aggregate}"] = send
        for fact, schema in FACTS.items():
            _add_message(document["components"], aggregate, fact, schema)
    return document


def _add_message(components: Json, aggregate: str, fact: str, schema: Json) -> None:
    name, key = f"{aggregate}{fact}", identity(aggregate)
    components["messages"][name] = {
        "summary": f"A {aggregate} was {fact.lower()}.",
        "x-event-sourcing": {"aggregate": aggregate, "version": 1},
        "payload": shared(name),
    }
    members = {key: IDENTITY, **schema["properties"], f"at{fact}": MOMENT}
    components["schemas"][name] = record([key, *schema["required"], f"at{fact}"], **members)
    components["messages"][name]["examples"] = [{"payload": sample(components["schemas"][name])}]


# --- OpenAPI --------------------------------------------------------------------------------------------


def openapi(name: str, size: int) -> Json:
    """For every thing: a command for what can be asked of it, one of them by key, and a list of them."""
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": name.title(), "version": "1.0.0", "description": "Ask for anything."},
        "paths": {},
        "security": [{"tokens": []}],
        "components": {"securitySchemes": {"tokens": TOKENS}, "schemas": dict(SHARED)},
    }
    for aggregate in aggregates(size):
        for verb, emitted in VERBS.items():
            _add_command(document, aggregate, verb, emitted)
        _add_queries(document, aggregate)
    return document


def _add_command(document: Json, aggregate: str, verb: str, emitted: tuple[str, ...]) -> None:
    fact = emitted[0]
    key, creates, body = identity(aggregate), fact == "Opened", f"{verb.title()}{aggregate}Body"
    schema = FACTS[fact]
    own = record([key, *schema["required"]], **{key: IDENTITY, **schema["properties"]}) if creates else schema
    document["components"]["schemas"][body] = own
    operation: Json = {
        "operationId": f"{verb}{aggregate}",
        "summary": f"Have a {aggregate} {fact.lower()}.",
        "x-event-sourcing": {"aggregate": aggregate, "emits": [f"{aggregate}{fact}" for fact in emitted]},
        "requestBody": {"required": True, "content": {"application/json": {"schema": shared(body)}}},
        "responses": {
            "201" if creates else "200": {"description": "Done."},
            "409": {
                "description": "It is not in a state for this.",
                "x-event-sourcing": {"rejection": f"{aggregate}Not{fact}"},
            },
        },
    }
    if creates:
        operation["x-event-sourcing"]["creates"] = True
        document["paths"][path(aggregate)] = {"post": operation}
    else:
        operation["parameters"] = [_key_parameter(key)]
        document["paths"][f"{path(aggregate)}/{{{key}}}/{verb}"] = {"put": operation}


def _add_queries(document: Json, aggregate: str) -> None:
    key, row, page = identity(aggregate), f"{aggregate}Summary", f"{aggregate}Page"
    facts = [f"{aggregate}{fact}" for fact in FACTS]
    read_model = {
        "key": key,
        "indexes": {"byName": {"partition": "name", "sort": "openedAt"}},
        "from": facts,
        "perAggregate": True,
    }
    members = {
        key: IDENTITY,
        "name": {"type": "string"},
        "status": {"type": "string", "enum": ["open", "suspended", "closed"]},
        "total": shared("Money"),
        "openedAt": MOMENT,
    }
    schemas = document["components"]["schemas"]
    schemas[row] = {
        "description": f"A {aggregate} as people see it.",
        "x-event-sourcing": {"readModel": read_model},
        **record([key, "name", "status", "openedAt"], **members),
    }
    schemas[page] = record(["items"], items=listed(shared(row)), next={"type": "string"})
    document["paths"][f"{path(aggregate)}/{{{key}}}"] = {
        "get": _query(f"get{aggregate}", {"readModel": row}, row, _key_parameter(key))
    }
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"][f"{path(aggregate)}/named/{{name}}"] = {
        "get": _query(f"list{aggregate}", {"readModel": row, "index": "byName"}, page, name, *_PAGING)
    }


_PAGING: tuple[Json, ...] = (
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    },
    {"name": "after", "in": "query", "schema": {"type": "string", "maxLength": 2000}},
)


def _key_parameter(key: str) -> Json:
    return {"name": key, "in": "path", "required": True, "schema": IDENTITY}


def _query(name: str, own: Json, schema: str, *parameters: Json) -> Json:
    answer = {
        "description": "What is known.",
        "content": {"application/json": {"schema": shared(schema)}},
    }
    return {
        "operationId": name,
        "summary": f"Tell what is known: {name}.",
        "x-event-sourcing": own,
        "parameters": list(parameters),
        "responses": {"200": answer, "404": {"description": "Not found."}},
    }
