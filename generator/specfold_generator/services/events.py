"""Events as the model has them: shapes for every version."""

from __future__ import annotations

import re
from collections.abc import Mapping

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.documents.asyncapi.model import Message
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.services.event_catalog import Form, Group
from specfold_generator.source.object_view import Identity, key_span

_ASYNCAPI = re.compile(r"application/vnd\.aai\.asyncapi(\+json|\+yaml)?(;.*)?")
_JSON_SCHEMA = re.compile(r"application/schema(\+json|\+yaml)?(;.*)?")
_OLD = re.compile(r"application/schema(\+json|\+yaml)?;version=\"?draft-0[3-7]\"?(;.*)?")
_OPENAPI = re.compile(r"application/vnd\.oai\.openapi(\+json|\+yaml)?(;.*)?")

_AVRO = re.compile(r"application/vnd\.apache\.avro(\+json|\+yaml)?(;.*)?")

_ENVELOPE = frozenset(("specversion", "id", "source", "type"))


class Events:
    """Makes events of groups of messages."""

    def __init__(self, shapes: Shapes, diagnostics: DiagnosticCollector) -> None:
        self._shapes = shapes
        self._diagnostics = diagnostics
        self._payloads: dict[Identity, ir.Shape] = {}

    def event(self, group: Group, channel: str | None) -> ir.Event:
        """The event with all its versions."""
        latest = group.latest.message
        versions = tuple(self._version(form, superseded=form is not group.latest) for form in group.forms)
        return ir.Event(
            name=group.name,
            doc=latest.doc or versions[-1].shape.doc,
            origin=latest.view.span,
            pointer=latest.view.at.uri,
            aggregate=group.aggregate,
            channel=channel,
            versions=versions,
            service=group.service,
            content_type=latest.content_type,
            wrapped=self._is_cloudevent(versions[-1].shape),
        )

    def _version(self, form: Form, *, superseded: bool) -> ir.EventVersion:
        message = form.message
        return ir.EventVersion(
            name=message.name,
            doc=message.doc,
            origin=message.view.span,
            pointer=message.view.at.uri,
            number=form.number,
            shape=self._payload(message),
            deprecated=form.deprecated or superseded,
            headers=self._headers(message),
            correlation=message.correlation,
        )

    def _payload(self, message: Message) -> ir.Shape:
        if message.id not in self._payloads:
            self._payloads[message.id] = self._shape(message)
        return self._payloads[message.id]

    def _shape(self, message: Message) -> ir.Shape:
        payload = message.payload
        if payload is not None and understood(payload.format):
            if is_old(payload.format):
                self._shapes.note_old(payload.at)
            return self._shapes.shape(payload.at, name=message.name, opened=True, examples=message.examples)
        if payload is not None and is_avro(payload.format):
            text = f"the payload of {quoted(message.name)} is an Avro schema; its values are read as JSON"
            self._diagnostics.add("SPF318", key_span(payload.at), text)
            return self._shapes.avro(payload.at, name=message.name, examples=message.examples)
        if payload is not None:
            text = f"the payload of {quoted(message.name)} is in the format {quoted(payload.format)}"
            self._diagnostics.add(
                "SPF316", key_span(payload.at), f"{text}, which is not read; any value fits it"
            )
        at = message.view.at
        return self._shapes.made(True, name=message.name, at=at, doc=message.doc, examples=message.examples)

    def _headers(self, message: Message) -> ir.Shape | None:
        places = message.headers
        if not places:
            return None
        name = f"{message.name} headers"
        if len(places) == 1:
            return self._shapes.shape(places[0], name=name, opened=True)
        parts = [self._shapes.schema(at) for at in places]
        return self._shapes.made(self._shapes.open({"allOf": parts}), name=name, at=places[0])

    def _is_cloudevent(self, shape: ir.Shape) -> bool:
        """Whether a payload is a CloudEvent in structured form: it has all required context attributes."""
        members = self._shapes.members(shape.schema)
        kind = members.get("specversion")
        return members.keys() >= _ENVELOPE and (not isinstance(kind, Mapping) or kind.get("type") != "object")


def understood(schema_format: str) -> bool:
    """Whether a schema in this format is a JSON Schema."""
    form = "".join(schema_format.split()).lower()
    return not form or any(p.fullmatch(form) for p in (_ASYNCAPI, _JSON_SCHEMA, _OPENAPI))


def is_old(schema_format: str) -> bool:
    """Whether a schema in this format says that it is one of draft-07 or before."""
    return _OLD.fullmatch("".join(schema_format.split()).lower()) is not None


def is_avro(schema_format: str) -> bool:
    """Whether a schema in this format is an Avro schema."""
    return _AVRO.fullmatch("".join(schema_format.split()).lower()) is not None
