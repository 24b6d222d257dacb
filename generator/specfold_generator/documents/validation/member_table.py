"""What Specfold makes of each member of the two standards. docs/standards.md is printed from this table.

A test removes every member from documents that have all of them, and compares the model and the diagnostics
with the use that is stated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Use(Enum):
    """How far a member is read."""

    GENERATED = "generated"  # the generated code differs with it
    CHECKED = "checked"  # a diagnostic differs with it; or it holds what others refer to
    UNREAD = "not read"


G, C, U = Use.GENERATED, Use.CHECKED, Use.UNREAD

Uses = Mapping[str, tuple[Use, str]]

_COMPONENTS: dict[str, tuple[Use, str]] = {
    "Components.*": (C, "read where a `$ref` leads to it; an unused one is checked"),
}
_DOCUMENTATION: dict[str, tuple[Use, str]] = {
    "Contact.*": (U, "for readers of the document"),
    "ExternalDocs.url": (C, "required"),
    "ExternalDocs.description": (U, "for readers of the document"),
    "License.name": (C, "required"),
    "License.*": (U, "for readers of the document"),
    "Tag.name": (C, "required"),
    "Tag.*": (U, "for readers of the document"),
    "Info.title": (C, "required; the title of the service"),
    "Info.version": (C, "required"),
    "Info.description": (G, "docstring of the package"),
    "Info.*": (U, "for readers of the document"),
    "*.externalDocs": (U, "for readers of the document"),
}

ASYNCAPI: Final[Uses] = {
    **_COMPONENTS,
    **_DOCUMENTATION,
    "*.tags": (U, "for readers of the document"),
    "*.bindings": (U, "Kinesis has no binding in the standard; `x-kinesis` at a channel says what is needed"),
    "*.security": (U, "who may put and read records is said by IAM policies, from the topology"),
    "*.contentType": (G, "how the payload is written; JSON payloads become typed classes"),
    "*.correlationId": (G, "where publishers write the correlation id, and consumers read it"),
    "*.examples": (G, "samples of contract tests, held to the schema"),
    "*.headers": (G, "class of the headers"),
    "*.messageId": (G, "2.x: the name of the message class"),
    "*.name": (G, "the name of the message class"),
    "*.payload": (G, "class of the event or message"),
    "*.schemaFormat": (
        C,
        "the language of the payload: JSON Schema, OpenAPI, Avro; others are values as they are",
    ),
    "*.summary": (G, "docstring"),
    "*.title": (G, "docstring where there is no summary or description"),
    "*.description": (G, "docstring"),
    "Channel.address": (G, "the address that publishers and consumers see"),
    "Channel.messages": (C, "the messages that operations may name"),
    "Channel.parameters": (G, "arguments of publishers, members of what consumers get"),
    "Channel.publish": (G, "2.x: a consumer"),
    "Channel.subscribe": (G, "2.x: a publisher"),
    "Channel.servers": (
        U,
        "a channel with `x-kinesis`, or with an aggregate, is a stream; others are addresses",
    ),
    "Components.messages": (C, "events and messages, also those in no channel"),
    "Components.securitySchemes": (C, "2.x: requirements name one of them"),
    "CorrelationId.location": (C, "required; a runtime expression"),
    "CorrelationId.description": (U, "for readers of the document"),
    "Document.asyncapi": (C, "required; 2.6, 3.0 and 3.1"),
    "Document.channels": (G, "publishers, consumers, streams"),
    "Document.components": (C, "what references lead to"),
    "Document.defaultContentType": (G, "of messages without a `contentType`"),
    "Document.id": (U, "`source` in `x-event-sourcing` is the CloudEvents source"),
    "Document.info": (C, "required"),
    "Document.operations": (G, "publishers, consumers, policies"),
    "Document.servers": (G, "a server of protocol `kinesis` makes its channels streams"),
    "Message.oneOf": (G, "2.x: a choice of messages"),
    "Message.traits": (G, "merged into the message"),
    "MessageExample.payload": (G, "a sample of contract tests"),
    "MessageExample.name": (G, "names the sample"),
    "MessageExample.headers": (U, "samples of headers are made from their schema"),
    "MessageExample.summary": (U, "for readers of the document"),
    "Operation.action": (C, "required; `send` or `receive`"),
    "Operation.channel": (C, "required"),
    "Operation.message": (G, "2.x: what is sent or received"),
    "Operation.messages": (G, "the messages of the channel that are meant; all where it is absent"),
    "Operation.operationId": (G, "2.x: the name of the publisher or consumer"),
    "Operation.reply": (G, "the answer that a consumer returns, and where it goes"),
    "Operation.traits": (G, "merged into the operation"),
    "OperationTrait.operationId": (G, "2.x: the name of the publisher or consumer"),
    "Parameter.default": (G, "default of the argument"),
    "Parameter.enum": (G, "type of the argument"),
    "Parameter.location": (G, "where in the message the value is"),
    "Parameter.schema": (G, "2.x: type of the argument"),
    "Parameter.examples": (U, "samples are made from `enum`"),
    "Reply.address": (G, "where the answer goes"),
    "Reply.channel": (G, "where the answer goes when the request names no address"),
    "Reply.messages": (G, "what an answer may be"),
    "ReplyAddress.location": (C, "required; a runtime expression"),
    "ReplyAddress.description": (U, "for readers of the document"),
    "SecurityScheme.type": (C, "required"),
    "SecurityScheme.*": (U, "see `security`"),
    "Server.host": (C, "required; addresses are configuration of a stack"),
    "Server.protocol": (G, "`kinesis` makes its channels streams"),
    "Server.url": (C, "2.x: required; addresses are configuration of a stack"),
    "Server.*": (U, "addresses are configuration of a stack"),
    "ServerVariable.*": (U, "addresses are configuration of a stack"),
}

OPENAPI: Final[Uses] = {
    **_COMPONENTS,
    **_DOCUMENTATION,
    "*.description": (U, "for readers of the document"),
    "*.summary": (U, "for readers of the document"),
    "*.servers": (U, "one HTTP API serves all paths; its address is configuration of a stack"),
    "*.schema": (C, "types of requests and answers; both directions are enforced"),
    "*.content": (C, "types by media type"),
    "*.example": (G, "a sample of contract tests, held to the schema"),
    "*.examples": (G, "samples of contract tests, held to the schema"),
    "Callback.*": (G, "requests that the service makes: senders in `senders.py`"),
    "Components.securitySchemes": (G, "authorizers of the HTTP API"),
    "Document.components": (C, "what references lead to"),
    "Document.info": (C, "required"),
    "Document.jsonSchemaDialect": (
        U,
        "schemas are read as the superset of draft-04 to 2020-12; see json-schema.md",
    ),
    "Document.openapi": (C, "required; 3.1 and 3.2"),
    "Document.paths": (G, "routes, request classes, handlers"),
    "Document.security": (G, "who may call; operations may say otherwise"),
    "Document.tags": (U, "groups of operations need no declaration"),
    "Document.webhooks": (G, "requests that the service makes: senders in `senders.py`"),
    "Document.$self": (U, "files are known by their path below `specs/`"),
    "Encoding.contentType": (G, "the media types of a part; enforced"),
    "Encoding.explode": (G, "how a member of a form is written"),
    "Encoding.style": (G, "how a member of a form is written"),
    "Encoding.headers": (C, "headers of parts are not enforced (SPF393)"),
    "Encoding.allowReserved": (U, "changes what clients may send, not what is read"),
    "Encoding.encoding": (C, "parts inside parts stay as they are sent (SPF393)"),
    "Encoding.prefixEncoding": (C, "parts inside parts stay as they are sent (SPF393)"),
    "Encoding.itemEncoding": (C, "parts inside parts stay as they are sent (SPF393)"),
    "Example.value": (G, "a sample of contract tests"),
    "Example.dataValue": (G, "a sample of contract tests"),
    "Example.externalValue": (U, "nothing is fetched"),
    "Example.serializedValue": (U, "samples are values, not texts"),
    "Header.content": (C, "one of `schema` and `content`"),
    "Header.*": (
        U,
        "a handler sets headers of an answer by hand; their names are documented in the generated code",
    ),
    "Header.schema": (C, "one of `schema` and `content`"),
    "Link.*": (U, "for clients"),
    "MediaType.schema": (G, "type of the body; enforced"),
    "MediaType.encoding": (G, "how members of a form, or parts, are written"),
    "MediaType.itemSchema": (G, "type of the items of a sequence; enforced"),
    "MediaType.prefixEncoding": (C, "media types of parts by position are not enforced (SPF393)"),
    "MediaType.itemEncoding": (C, "media types of parts by position are not enforced (SPF393)"),
    "Operation.callbacks": (G, "requests that the service makes: senders in `senders.py`"),
    "Operation.deprecated": (G, "marked in generated code"),
    "Operation.description": (G, "docstring"),
    "Operation.operationId": (G, "the name of the handler and the request class"),
    "Operation.parameters": (G, "members of the request class; enforced"),
    "Operation.requestBody": (G, "the request class; enforced"),
    "Operation.responses": (G, "what an answer may be; held to by contract tests and at run time"),
    "Operation.security": (G, "authorizer and scopes of the route; enforced"),
    "Operation.summary": (G, "docstring"),
    "Operation.tags": (G, "the module of the handler"),
    "Parameter.allowEmptyValue": (G, "a name without a value is an empty text or list, true, or absent"),
    "Parameter.allowReserved": (G, "a `+` in the value is no space"),
    "Parameter.content": (C, "media type of the value"),
    "Parameter.deprecated": (G, "marked in generated code"),
    "Parameter.description": (G, "docstring of the member"),
    "Parameter.explode": (G, "how the value is written; enforced"),
    "Parameter.in": (C, "required"),
    "Parameter.name": (C, "required"),
    "Parameter.required": (G, "enforced"),
    "Parameter.schema": (C, "type of the member; enforced"),
    "Parameter.style": (G, "how the value is written; enforced"),
    "PathItem.parameters": (C, "parameters of all its operations"),
    "PathItem.additionalOperations": (G, "routes; API Gateway does not know them (SPF712)"),
    **{
        f"PathItem.{method}": (G, "a route")
        for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"]
    },
    "RequestBody.content": (G, "types by media type; enforced"),
    "RequestBody.required": (G, "enforced"),
    "Response.content": (G, "what an answer may be"),
    "Response.description": (G, "docstring"),
    "Response.headers": (G, "names of headers, in generated code"),
    "Response.links": (U, "for clients"),
    "Response.summary": (G, "docstring where there is no description"),
    "SecurityScheme.description": (G, "docstring"),
    "SecurityScheme.openIdConnectUrl": (G, "issuer of the JWT authorizer"),
    "SecurityScheme.type": (
        G,
        "`openIdConnect` becomes a JWT authorizer; what nothing can check stays shut (SPF713)",
    ),
    "SecurityScheme.*": (U, "no authorizer is made of it; what nothing can check stays shut (SPF713)"),
    "Server.url": (C, "required"),
    "Server.*": (U, "the address of the API is configuration of a stack"),
    "ServerVariable.default": (C, "required"),
    "ServerVariable.*": (U, "the address of the API is configuration of a stack"),
}


_ANNOTATION = "kept for readers of the generated code"
_EXAMPLES = ("example", "examples")
_FOLLOWED = ("$ref", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor")
SCHEMA: Final[Uses] = {
    "Schema.*": (G, "enforced on what comes in; a class enforces it where a Python type can"),
    **{f"Schema.{name}": (G, _ANNOTATION) for name in ("deprecated", "description", "title")},
    **{
        f"Schema.{name}": (G, "a sample of contract tests, held to the schema")
        for name in ("example", "examples")
    },
    "Schema.default": (G, "the class has it where the member is not sent"),
    "Schema.discriminator": (G, "chooses the class among the branches"),
    "Schema.readOnly": (G, "left out of requests"),
    "Schema.writeOnly": (G, "left out of answers and events"),
    "Schema.nullable": (G, "of OpenAPI 3.0: null is one more value (SPF375)"),
    "Schema.format": (G, "enforced, and a Python type, for the formats in json-schema.md"),
    "Schema.$id": (G, "base of references; nothing is fetched"),
    "Schema.$schema": (G, "the dialect; draft-04 to 2020-12"),
    **{
        f"Schema.{name}": (G, "followed")
        for name in ("$ref", "$dynamicRef", "$dynamicAnchor", "$recursiveRef")
    },
    "Schema.$recursiveAnchor": (G, "followed"),
    **{f"Schema.{name}": (C, "what references lead to") for name in ("$anchor", "$defs", "definitions")},
    **{f"Schema.{name}": (U, "for readers of the document") for name in ("$comment", "externalDocs")},
    "Schema.$vocabulary": (U, "every keyword means what 2020-12 says"),
    "Schema.id": (U, "draft-04's word for `$id`, which is read"),
    "Schema.xml": (U, "XML bodies are handed over as text (SPF359)"),
    "Schema.x-personal-data": (G, "masked in operators' output and in `repr`"),
}


def use_of(uses: Uses, kind: str, member: str) -> tuple[Use, str]:
    """What is made of a member of an object.

    Raises:
        KeyError: the table has no row for it.
    """
    for row in (f"{kind}.{member}", f"{kind}.*", f"*.{member}"):
        if row in uses:
            return uses[row]
    raise KeyError(f"{kind}.{member}")
