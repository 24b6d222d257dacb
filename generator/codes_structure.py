"""Rows of the table of codes: the structure of AsyncAPI and OpenAPI documents, and of JSON Schemas."""

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
    ("SPF340", "map of schemas by reference", "`$ref` stands in schemas, not in maps of them.", _W),
    ("SPF341", "empty schema", "A schema of which only the name is written is one that any value meets.", _W),
    ("SPF342", "schemas nested too deep", "Move inner schemas to `components` and refer to them."),
    (
        "SPF343",
        "unknown keyword",
        "No dialect of JSON Schema has this keyword, but it looks like one that exists. It is ignored.",
        _W,
    ),
    (
        "SPF344",
        "choice among nothing",
        "`oneOf`, `anyOf` and `allOf` name at least one schema. It is ignored.",
        _W,
    ),
    (
        "SPF345",
        "discriminator without a member",
        "A discriminator names the member that tells branches apart.",
        _W,
    ),
    (
        "SPF346",
        "keyword with a value of the wrong kind",
        "The keyword says nothing with such a value, so values are not checked by it.",
        _W,
    ),
    (
        "SPF347",
        "unknown type",
        "JSON Schema has the types array, boolean, integer, null, number, object and string. Most tools take "
        "another word for `any`, which hides the mistake.",
    ),
    (
        "SPF348",
        "enum without values",
        "No value at all meets an empty `enum`, so nothing can have been meant by it. It is ignored.",
        _W,
    ),
    (
        "SPF349",
        "enum value given twice",
        "Equal values count once; 1 and 1.0 are equal, 1 and true are not.",
        _W,
    ),
    (
        "SPF350",
        "pattern that cannot be compiled",
        "The regular expression is not one that Python understands, so values are not checked by it.",
        _W,
    ),
    (
        "SPF351",
        "schemas that are each other",
        "Following `$ref`, `allOf` and the like leads back to the schema without a step into the value, so "
        "no value could ever be judged.",
    ),
    (
        "SPF352",
        "personal data without end",
        "A schema that holds itself holds its personal data at every depth; only the outermost is protected.",
        _W,
    ),
    (
        "SPF353",
        "too many personal members",
        "Each marked place is encrypted by itself; this is beyond the limit.",
    ),
    (
        "SPF354",
        "base that is a choice of what is built on it",
        "A schema with `oneOf` its children, each of which has `allOf` it, is met by no value. Meant are the "
        "members of the base.",
        _W,
    ),
    (
        "SPF355",
        "name that no header can have",
        "Header names are tokens of HTTP: letters, digits and a few signs. Others could forge headers, and "
        "no request can carry them: the header is left out.",
        _W,
    ),
    (
        "SPF356",
        "dynamic anchor that is there twice",
        "A resource may give a name once. The first schema of that name is meant; give the others an `$id`.",
        _W,
    ),
    (
        "SPF357",
        "example that does not meet its schema",
        "Contract tests are made of published examples, so one that contradicts its schema is left out.",
        _W,
    ),
    ("SPF358", "default that its schema refuses", "Leaving the member out would mean a wrong value.", _W),
    (
        "SPF359",
        "body that is handed over as it is",
        "JSON, forms, multipart bodies and sequences are taken apart. XML stays text, the rest is bytes, in "
        "base64.",
        Severity.NOTE,
    ),
    (
        "SPF360",
        "command with bodies of several schemas",
        "A command is one class, so it takes the media types whose schema is that of the preferred one.",
        _W,
    ),
    (
        "SPF361",
        "constraint beside a reference in draft-07",
        "Up to draft-07 a `$ref` hides what stands beside it. From 2019-09 on, and where no draft is named, "
        "both hold.",
        _W,
    ),
    (
        "SPF362",
        "dialect that is not known",
        "A dialect of one's own may give keywords another meaning, or none. Here they mean what 2020-12 has.",
        _W,
    ),
    (
        "SPF365",
        "schema that takes for ever to judge by",
        "`$ref`, `allOf`, `anyOf` and `oneOf` apply schemas to the same value. Where each names the next one "
        "several times, one small value would keep a service busy for hours.",
    ),
)
