"""The objects of AsyncAPI and OpenAPI, and their members.

A member is written `name`, `name!` where it is required, `name:type` where it is something else than text.
Types: `any`, `flag`, `text?` (or null), `Ref` (a reference), `Schema`, an object of the table, `&Object`
(one, or a reference), `[type]` (a list; `[type+]` of one item at least) and `{type}` (a map).
"""

from __future__ import annotations

Table = dict[str, str]

_COMMON: Table = {
    "Contact": "name url email",
    "ExternalDocs": "url! description",
    "SecurityScheme": "type! description name in scheme bearerFormat flows:any openIdConnectUrl",
}

_ASYNCAPI: Table = _COMMON | {
    "License": "name! url",
    "CorrelationId": "location! description",
    "MessageExample": "headers:any payload:any name summary",
    "SecurityScheme": _COMMON["SecurityScheme"] + " scopes:[text]",
    "ServerVariable": "enum:[text] default description examples:[text]",
    "Tag": "name! description externalDocs:&ExternalDocs",
}

_MESSAGE_TRAIT = (
    "headers:Schema correlationId:&CorrelationId contentType name title summary description tags:[&Tag] "
    "externalDocs:&ExternalDocs bindings:any examples:[MessageExample]"
)
_OPERATION_TRAIT = "summary description security:any tags:[&Tag] externalDocs:&ExternalDocs bindings:any"

ASYNCAPI_2: Table = _ASYNCAPI | {
    "Document": (
        "asyncapi! id info!:Info servers:{&Server} defaultContentType channels!:{&Channel} "
        "components:Components tags:[Tag] externalDocs:ExternalDocs"
    ),
    "Info": "title! version! description termsOfService contact:Contact license:License",
    "Server": (
        "url! protocol! protocolVersion description variables:{&ServerVariable} security:any tags:[Tag] "
        "bindings:any"
    ),
    "Channel": (
        "description servers:[text] subscribe:Operation publish:Operation parameters:{&Parameter} "
        "bindings:any"
    ),
    "Operation": f"operationId {_OPERATION_TRAIT} traits:[&OperationTrait] message:any",
    "OperationTrait": f"operationId {_OPERATION_TRAIT}",
    "Parameter": "description schema:Schema location",
    "Message": f"messageId schemaFormat payload:Schema {_MESSAGE_TRAIT} traits:[&MessageTrait] oneOf:any",
    "MessageTrait": f"messageId schemaFormat {_MESSAGE_TRAIT}",
    "Components": (
        "schemas:{Schema} servers:{&Server} serverVariables:{&ServerVariable} channels:{&Channel} "
        "messages:{&Message} securitySchemes:{&SecurityScheme} parameters:{&Parameter} "
        "correlationIds:{&CorrelationId} operationTraits:{&OperationTrait} messageTraits:{&MessageTrait} "
        "serverBindings:any channelBindings:any operationBindings:any messageBindings:any"
    ),
}

ASYNCAPI_3: Table = _ASYNCAPI | {
    "Document": (
        "asyncapi! id info!:Info servers:{&Server} defaultContentType channels:{&Channel} "
        "operations:{&Operation} components:Components"
    ),
    "Info": (
        "title! version! description termsOfService contact:Contact license:License tags:[&Tag] "
        "externalDocs:&ExternalDocs"
    ),
    "Server": (
        "host! protocol! protocolVersion pathname description title summary variables:{&ServerVariable} "
        "security:[&SecurityScheme] tags:[&Tag] externalDocs:&ExternalDocs bindings:any"
    ),
    "Channel": (
        "address:text? messages:{&Message} title summary description servers:[Ref] parameters:{&Parameter} "
        "tags:[&Tag] externalDocs:&ExternalDocs bindings:any"
    ),
    "Operation": (
        f"action! channel!:Ref title {_OPERATION_TRAIT} traits:[&OperationTrait] messages:[Ref] reply:&Reply"
    ),
    "OperationTrait": f"title {_OPERATION_TRAIT}",
    "Reply": "address:&ReplyAddress channel:Ref messages:[Ref]",
    "ReplyAddress": "location! description",
    "Parameter": "enum:[text] default description examples:[text] location",
    "Message": f"payload:Schema {_MESSAGE_TRAIT} traits:[&MessageTrait]",
    "MessageTrait": _MESSAGE_TRAIT,
    "Components": (
        "schemas:{Schema} servers:{&Server} channels:{&Channel} operations:{&Operation} messages:{&Message} "
        "securitySchemes:{&SecurityScheme} serverVariables:{&ServerVariable} parameters:{&Parameter} "
        "correlationIds:{&CorrelationId} replies:{&Reply} replyAddresses:{&ReplyAddress} "
        "externalDocs:{&ExternalDocs} tags:{&Tag} operationTraits:{&OperationTrait} "
        "messageTraits:{&MessageTrait} serverBindings:any channelBindings:any operationBindings:any "
        "messageBindings:any"
    ),
}

_METHODS = "get put post delete options head patch trace"
_VALUES = "schema:Schema example:any examples:{&Example}"

OPENAPI_31: Table = _COMMON | {
    "Document": (
        "openapi! info!:Info jsonSchemaDialect servers:[Server] paths:{PathItem} webhooks:{&PathItem} "
        "components:Components security:any tags:[Tag] externalDocs:ExternalDocs"
    ),
    "Info": "title! version! summary description termsOfService contact:Contact license:License",
    "License": "name! identifier url",
    "Server": "url! description variables:{ServerVariable}",
    "ServerVariable": "default! enum:[text+] description",
    "PathItem": (
        " ".join(f"{method}:Operation" for method in _METHODS.split())
        + " summary description servers:[Server] parameters:[&Parameter]"
    ),
    "Operation": (
        "tags:[text] summary description externalDocs:ExternalDocs operationId parameters:[&Parameter] "
        "requestBody:&RequestBody responses:{&Response} callbacks:{&Callback} deprecated:flag security:any "
        "servers:[Server]"
    ),
    "Callback": "*:PathItem",
    "Parameter": (
        "name! in! description required:flag deprecated:flag allowEmptyValue:flag style explode:flag "
        f"allowReserved:flag content:{{&MediaType}} {_VALUES}"
    ),
    "RequestBody": "content!:{&MediaType} description required:flag",
    "MediaType": f"{_VALUES} encoding:{{Encoding}}",
    "Encoding": "contentType headers:{&Header} style explode:flag allowReserved:flag",
    "Response": "description! headers:{&Header} content:{&MediaType} links:{&Link}",
    "Example": "summary description value:any externalValue",
    "Link": "operationRef operationId parameters:any requestBody:any description server:Server",
    "Header": (
        f"description required:flag deprecated:flag style explode:flag content:{{&MediaType}} {_VALUES}"
    ),
    "Tag": "name! description externalDocs:ExternalDocs",
    "Components": (
        "schemas:{Schema} responses:{&Response} parameters:{&Parameter} examples:{&Example} "
        "requestBodies:{&RequestBody} headers:{&Header} securitySchemes:{&SecurityScheme} links:{&Link} "
        "callbacks:{&Callback} pathItems:{&PathItem}"
    ),
}

_PARTS_32 = "encoding:{Encoding} prefixEncoding:[Encoding] itemEncoding:Encoding"

OPENAPI_32: Table = OPENAPI_31 | {
    "Document": OPENAPI_31["Document"] + " $self",
    "Server": OPENAPI_31["Server"] + " name",
    "PathItem": OPENAPI_31["PathItem"] + " query:Operation additionalOperations:{Operation}",
    "MediaType": f"{_VALUES} itemSchema:Schema {_PARTS_32}",
    "Encoding": f"contentType headers:{{&Header}} style explode:flag allowReserved:flag {_PARTS_32}",
    "Response": OPENAPI_31["Response"].replace("description!", "description") + " summary",
    "Example": OPENAPI_31["Example"] + " dataValue:any serializedValue",
    "Tag": OPENAPI_31["Tag"] + " summary parent kind",
    "SecurityScheme": OPENAPI_31["SecurityScheme"] + " oauth2MetadataUrl deprecated:flag",
    "Components": OPENAPI_31["Components"] + " mediaTypes:{&MediaType}",
}

# Members of which an object has one at the most.
EXCLUSIVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "Example": (
        ("value", "externalValue"),
        ("value", "dataValue"),
        ("value", "serializedValue"),
        ("externalValue", "serializedValue"),
    ),
    "Encoding": (("encoding", "prefixEncoding"), ("encoding", "itemEncoding")),
    "MediaType": (
        ("example", "examples"),
        ("encoding", "prefixEncoding"),
        ("encoding", "itemEncoding"),
    ),
    "Parameter": (("example", "examples"),),
    "Header": (("example", "examples"),),
    "Link": (("operationRef", "operationId"),),
    "License": (("identifier", "url"),),
}
