"""What the standards add to JSON Schema, and where a schema holds others. Nothing is read by this.

`specfold_generator.documents.schemas` reads schemas that something refers to; this checks every schema
of a document.
"""

from __future__ import annotations

from collections.abc import Iterator

from specfold_generator.diagnostics.collector import join_names
from specfold_generator.documents.validation.cross_field_checks import Difference
from specfold_generator.json_schema import keywords
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import object_at, title_of

_NAMED = keywords.NAMED_SCHEMAS | {"$defs", "definitions"}
_OLD_XML = ("attribute", "wrapped")  # of OpenAPI 3.1, what `nodeType` says in 3.2


def is_foreign(message: DocumentNode) -> bool:
    """Whether the payload of a message is written in another format than that of the document."""
    form = object_at(message).get("schemaFormat", "asyncapi")
    return not isinstance(form, str) or "asyncapi" not in form


def schema_differences(at: DocumentNode, version: str) -> Iterator[Difference]:
    """What is wrong with one schema, for the standard of the document."""
    value = object_at(at)
    if "schemaFormat" in value:
        return
    for name in sorted(_NAMED & value.keys()):
        inner = at.child(name)
        if inner.value is None:
            yield inner, "SPF337", f"{title_of(inner)} must be an object, and is null; it is ignored", ""
    if version.startswith("asyncapi") and isinstance(value.get("discriminator"), dict):
        message = f"{title_of(at)} has a discriminator as OpenAPI writes it; it is read as there"
        yield at.child("discriminator"), "SPF375", message, "in AsyncAPI it is the name of a member"
    xml = value.get("xml")
    old = [name for name in _OLD_XML if isinstance(xml, dict) and name in xml]
    if version == "openapi 3.2" and isinstance(xml, dict) and "nodeType" in xml and old:
        message = f"{title_of(at.child('xml'))} has both `nodeType` and {join_names(old)}; it is ignored"
        yield at.child("xml", old[0]), "SPF337", message, "keep `nodeType`"


def inner_schemas(at: DocumentNode) -> Iterator[DocumentNode]:
    """The schemas inside of one; of one that names its format, that one, if it is AsyncAPI's own."""
    value = object_at(at)
    if "schemaFormat" in value:
        yield from () if is_foreign(at) else (at.child("schema"),)
        return
    for name, inner in value.items():
        if name in keywords.SCHEMA and isinstance(inner, dict):
            yield at.child(name)
        elif name in _NAMED and isinstance(inner, dict):
            yield from (at.child(name, key) for key in inner)
        elif (name in keywords.SCHEMAS or name == "items") and isinstance(inner, list):
            yield from (at.child(name, index) for index in range(len(inner)))
