"""Rows of the table of codes: the structure of AsyncAPI and OpenAPI documents."""

from __future__ import annotations

from generator.diagnostics import Severity

Row = tuple[str, str, str] | tuple[str, str, str, Severity]

_W = Severity.WARNING

ROWS: tuple[Row, ...] = (
    (
        "SPF301",
        "value of the wrong kind",
        "The standard wants an object, a list, text or a boolean here, and something else stands there.",
    ),
    (
        "SPF302",
        "number where text belongs",
        "Versions and names are text. A bare number is read as it is written, `1.10` as 1.10; quotes say so.",
        _W,
    ),
    ("SPF303", "missing member", "The standard requires this member, and nothing can be read in its place."),
    (
        "SPF304",
        "document of no known standard",
        "A document in specs/asyncapi/ begins with `asyncapi:`, one in specs/openapi/ with `openapi:`. "
        "Shared parts belong elsewhere below specs/, or are referred to by a document beside them.",
    ),
    (
        "SPF305",
        "unsupported version",
        "AsyncAPI 2.6, 3.0 and 3.1 and OpenAPI 3.1 and 3.2 are read. Older and newer ones mean other things "
        "by the same words, so they are not guessed at.",
    ),
    (
        "SPF306",
        "syntax of another major version",
        "AsyncAPI 3 moved operations out of channels. What stands where the other version has it is lost.",
    ),
    ("SPF307", "action that is none", "An operation of AsyncAPI 3 has `action: send` or `action: receive`."),
    ("SPF308", "reference to something that is no channel", "An operation's `channel` refers to a channel."),
    (
        "SPF309",
        "message that its channel does not carry",
        "An operation may name only messages of its channel, or none, which means all of them.",
    ),
    ("SPF310", "trait that may not have this", "A trait has everything of its owner but payload and traits."),
    (
        "SPF311",
        "no runtime expression",
        "Places inside a message are written `$message.header#/name` or `$message.payload#/name`.",
    ),
    (
        "SPF312",
        "message example without a payload",
        "An example of a message is an object with `payload`, `headers` or both. Others are left out.",
        _W,
    ),
    (
        "SPF313",
        "address and parameters that differ",
        "Every `{name}` of a channel's address is declared in `parameters`, and nothing else is.",
        _W,
    ),
    (
        "SPF314",
        "unknown security scheme",
        "A requirement that names no scheme would leave open what was meant to be closed.",
    ),
    (
        "SPF315",
        "older minor version",
        "AsyncAPI 2.0 to 2.5 is read as 2.6, which says the same and more.",
        _W,
    ),
    (
        "SPF316",
        "schema format that is not read",
        "AsyncAPI, JSON Schema, OpenAPI and Avro schemas are read. A payload in another format is any value.",
        _W,
    ),
    (
        "SPF317",
        "two documents for one service",
        "The stem of a file name is the service's name; each kind of document may say it once.",
    ),
    (
        "SPF318",
        "Avro payload",
        "The schema says which values there are; they are written as JSON here, not in Avro's binary form.",
        _W,
    ),
    ("SPF319", "wrong Avro schema", "Every type is a primitive or defined before; every field has a name."),
    (
        "SPF320",
        "duplicate operationId",
        "An operationId names one operation: code and routes are called after it.",
    ),
    (
        "SPF321",
        "undeclared path parameter",
        "Every `{name}` of a path is declared by a parameter `in: path`.",
    ),
    (
        "SPF322",
        "path that is none",
        "A path begins with `/`, has whole braces, each name once, and no query, blanks or dot segments.",
    ),
    (
        "SPF323",
        "two paths that are one",
        "Paths that differ only in the names of their parameters match the same requests.",
    ),
    (
        "SPF324",
        "path parameter that the path lacks",
        "A parameter `in: path` that the path does not name can never be given: it is left out. Where the "
        "path has just one name that nothing declares, the parameter is read as that one.",
        _W,
    ),
    (
        "SPF325",
        "method that is no further one",
        "`additionalOperations` is for methods that have no member of their own, written as HTTP has them.",
        _W,
    ),
    ("SPF326", "newer than the document says", "This came with OpenAPI 3.2; the document says 3.1.", _W),
    ("SPF327", "response code that is none", "Answers are documented under `200`, `4XX` or `default`.", _W),
    (
        "SPF328",
        "parameter without name or place",
        "A parameter has a `name`, and `in` says where it is given.",
    ),
    (
        "SPF329",
        "body without content",
        "A request body says under `content` which media types it may have.",
        _W,
    ),
    (
        "SPF330",
        "header that is no parameter",
        "Accept, Content-Type and Authorization are said by media types and security, not by parameters.",
        _W,
    ),
    (
        "SPF331",
        "parameter with schema and content, or neither",
        "One of the two says how the parameter is written; with both, or none, it is open which.",
    ),
    (
        "SPF332",
        "style that the place does not have",
        "Each place has its own styles; the default is taken.",
        _W,
    ),
    ("SPF333", "optional path parameter", "A path without one of its parts is another path.", _W),
    ("SPF334", "document that says nothing", "It has no paths, no webhooks and no components."),
    (
        "SPF335",
        "path with a query or fragment",
        "Requests are told apart by method and path alone: two operations of a path are two methods, or one "
        "operation with several bodies.",
        _W,
    ),
    (
        "SPF336",
        "member that the standard does not know",
        "Nothing is made of it: a misspelled name, or a member of another version. Names of one's own begin "
        "with `x-`.",
        _W,
    ),
    ("SPF337", "value that the standard wants otherwise", "Nothing is made of it, so it is passed over.", _W),
    ("SPF338", "member that the standard requires", "Nothing is made of it, so it is not missed here.", _W),
    ("SPF339", "members that exclude each other", "With both it is open which one holds."),
)
