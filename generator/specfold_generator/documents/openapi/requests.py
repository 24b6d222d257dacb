"""What a caller sends, as one object: parameters, and the body or its members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from specfold.model.shared.http import PROTOCOL_HEADERS

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.openapi.bodies import Bodies, Reading
from specfold_generator.documents.openapi.document import Entry
from specfold_generator.documents.openapi.examples import sample
from specfold_generator.documents.openapi.parameters import free
from specfold_generator.documents.schemas.naming import same_schema
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.json_schema.flatten import is_plain_object
from specfold_generator.model import ir

Json = dict[str, Any]

BODY = "body"
# Headers of HTTP and of this system's own protocol: the runtime reads them, no command has them as a member.


@dataclass(frozen=True, kw_only=True)
class Request:
    """The shape of a request, and its route, which knows the members its parts became."""

    shape: ir.Shape
    route: ir.Route


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Members of a request that come from one place."""

    properties: Mapping[str, ir.Schema]
    required: tuple[str, ...]
    examples: tuple[ir.Example, ...]  # objects that hold these members
    closed: bool = False


class Requests:
    """Makes the shapes of requests."""

    def __init__(self, shapes: Shapes, diagnostics: DiagnosticCollector) -> None:
        self._shapes = shapes
        self._diagnostics = diagnostics
        self._bodies = Bodies(shapes, diagnostics)

    def whole(self, entry: Entry) -> Request:
        """Parameters, and the body as one member: for operations that are answered by hand."""
        route, bodies = entry.route, self._bodies.of(entry.route)
        if not bodies:
            return self._request(entry, route, self._parameters(route), None)
        route = _with_body_member(route)
        schemas = self._bodies.distinct(bodies)
        if len(schemas) > 1:
            variants = tuple(self._variant(entry, route, body) for body in bodies)
            route = replace(route, variants=variants)
        schema: ir.Schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        part = self._whole_body(route, bodies[0], schema)
        return self._request(entry, route, self._parameters(route), part)

    def _variant(self, entry: Entry, route: ir.Route, body: Reading) -> ir.Variant:
        request = self._request(
            entry, route, self._parameters(route), self._whole_body(route, body, body.schema)
        )
        return ir.Variant(media_type=body.content.media_type, shape=request.shape)

    def merged(self, entry: Entry) -> Request:
        """Parameters and the body's own members side by side: for commands of an aggregate.

        A body that is no plain object stays one member. An object's required members are required even where
        the body as a whole is not.
        """
        route, body = self._of_one_schema(entry.route)
        ours = tuple(p for p in route.parameters if not _is_protocol(p))
        parameters = self._parameters(replace(route, parameters=ours))
        if body is None:
            return self._request(entry, route, parameters, None)
        opened = self._writable(self._shapes.open(body.schema))
        if not isinstance(opened, Mapping) or not is_plain_object(opened):
            route = _with_body_member(route)
            return self._request(entry, route, parameters, self._whole_body(route, body, body.schema))
        self._check_collisions(entry, parameters, opened)
        kept = opened.get("properties", {})
        shared = tuple(p.member for p in ours if p.where != "path" and p.member in kept)
        route = replace(route, shared=shared)
        part = _Part(
            properties={name: schema for name, schema in kept.items() if name not in parameters.properties},
            required=tuple(opened.get("required", ())),
            examples=tuple(_without(e, kept) for e in body.examples if isinstance(e.value, dict)),
            closed=opened.get("additionalProperties") is False,
        )
        return self._request(entry, route, parameters, part)

    def question(self, entry: Entry) -> Request:
        """Parameters only: for queries that a read model answers."""
        ours = tuple(p for p in entry.route.parameters if not _is_protocol(p))
        parameters = self._parameters(replace(entry.route, parameters=ours))
        return self._request(entry, entry.route, parameters, None)

    def _request(self, entry: Entry, route: ir.Route, parameters: _Part, body: _Part | None) -> Request:
        parts = [parameters, body] if body else [parameters]
        required = dict.fromkeys(name for part in parts for name in part.required)
        schema: Json = {
            "type": "object",
            "properties": {name: s for part in parts for name, s in part.properties.items()},
        }
        if required:
            schema["required"] = list(required)
        if body is not None and body.closed:
            schema["additionalProperties"] = False
        examples = _combined(parameters, body)
        at = entry.endpoint.view.at
        shape = self._shapes.made(schema, name=route.name, at=at, doc=route.doc, examples=examples)
        return Request(shape=shape, route=route)

    def _parameters(self, route: ir.Route) -> _Part:
        values: Json = {}
        whole = True
        for parameter in route.parameters:
            found, value = sample(parameter.shape, self._shapes.open(parameter.shape.schema))
            if found and (parameter.required or parameter.shape.examples):
                values[parameter.member] = value
            whole = whole and (found or not parameter.required)
        examples = (ir.Example(name="example", value=values, origin=route.origin),) if whole else ()
        return _Part(
            properties={p.member: _member(p) for p in route.parameters},
            required=tuple(p.member for p in route.parameters if p.required),
            examples=examples,
        )

    def _whole_body(self, route: ir.Route, body: Reading, schema: ir.Schema) -> _Part:
        member = route.body_member or BODY
        opened = self._shapes.open(schema)
        writable = self._writable(opened)
        if isinstance(opened, Mapping) and isinstance(writable, Mapping) and writable is not opened:
            shut = dict.fromkeys(opened["properties"].keys() - writable["properties"].keys(), False)
            writable = {**writable, "properties": {**writable["properties"], **shut}}
        examples = tuple(replace(e, value={member: _sent(e.value, writable)}) for e in body.examples)
        return _Part(
            properties={member: schema if writable == opened else writable},
            required=(member,) if route.body is not None and route.body.required else (),
            examples=examples,
        )

    def _of_one_schema(self, route: ir.Route) -> tuple[ir.Route, Reading | None]:
        """A route that takes bodies of the preferred schema alone: a command is one class."""
        bodies = self._bodies.of(route)
        if not bodies or route.body is None:
            return route, None
        first, *others = bodies
        kept = {first.content.media_type}
        for body in others:
            if len(self._bodies.distinct((first, body))) == 1:
                kept.add(body.content.media_type)
            else:
                message = f"{quoted(body.content.media_type)} has another schema than "
                message += f"{quoted(first.content.media_type)}, and a command has one; it is not taken"
                self._diagnostics.add("SPF360", route.body.origin, message)
        contents = tuple(content for content in route.body.contents if content.media_type in kept)
        return replace(route, body=replace(route.body, contents=contents)), first

    def _writable(self, schema: ir.Schema) -> ir.Schema:
        """An object without the members that only the service writes (`readOnly`)."""
        if not isinstance(schema, Mapping) or "properties" not in schema:
            return schema
        members = schema["properties"]
        kept = {name: member for name, member in members.items() if not self._is_read_only(member)}
        if len(kept) == len(members):
            return schema
        required = [name for name in schema.get("required", ()) if name in kept or name not in members]
        rest = {key: value for key, value in schema.items() if key != "required"}
        return {**rest, "properties": kept, **({"required": required} if required else {})}

    def _is_read_only(self, member: ir.Schema) -> bool:
        if not isinstance(member, Mapping):
            return False
        inner = self._shapes.lookup(member["$ref"]) if "$ref" in member else member
        return bool(member.get("readOnly") or (isinstance(inner, Mapping) and inner.get("readOnly")))

    def _check_collisions(self, entry: Entry, parameters: _Part, body: Mapping[str, Any]) -> None:
        for parameter in entry.route.parameters:
            inner = body.get("properties", {}).get(parameter.member)
            if inner is None or parameter.member not in parameters.properties:
                continue
            if not same_schema(_bare(parameter.shape.schema), _bare(inner), self._shapes.lookup):
                what = quoted(parameter.member)
                where = parameter.where
                message = f"{what} is a {where} parameter and a member of the body, with different schemas"
                origin = entry.route.body.origin if entry.route.body else entry.route.origin
                help = "rename one of them, or give both the same schema"
                related = [Related(parameter.origin, "the parameter")]
                self._diagnostics.add("SPF421", origin, message, help=help, related=related)


def _combined(parameters: _Part, body: _Part | None) -> list[ir.Example]:
    """Whole requests: the parameters' values with each example of the body."""
    if not parameters.examples:
        return []
    known = parameters.examples[0]
    if body is None or not body.properties:
        return [known] if parameters.properties else []
    if not body.examples and not body.required:
        return [known] if known.value else []
    return [replace(example, value={**example.value, **known.value}) for example in body.examples]


def _sent(value: Any, schema: ir.Schema) -> Any:
    """An example without the members that a request may not have: it may be that of an answer."""
    if not isinstance(value, dict) or not isinstance(schema, Mapping):
        return value
    members = schema.get("properties", {})
    return {name: inner for name, inner in value.items() if members.get(name) is not False}


def _with_body_member(route: ir.Route) -> ir.Route:
    taken = {parameter.member for parameter in route.parameters}
    return replace(route, body_member=free(BODY, taken, "request"))


def _without(example: ir.Example, kept: Mapping[str, Any]) -> ir.Example:
    return replace(example, value={name: value for name, value in example.value.items() if name in kept})


def _member(parameter: ir.Parameter) -> ir.Schema:
    """A parameter's schema, with what the parameter says of itself."""
    schema = parameter.shape.schema
    notes: Json = {"description": parameter.doc} if parameter.doc else {}
    if parameter.deprecated:
        notes["deprecated"] = True
    if not notes or schema is False:
        return schema
    return {**notes} if schema is True else {**schema, **notes}


def _bare(schema: ir.Schema) -> ir.Schema:
    """A schema without its own words, for comparisons."""
    if not isinstance(schema, Mapping):
        return schema
    return {k: v for k, v in schema.items() if k not in ("description", "title", "examples", "deprecated")}


def _is_protocol(parameter: ir.Parameter) -> bool:
    return parameter.where == "header" and parameter.name.lower() in PROTOCOL_HEADERS
