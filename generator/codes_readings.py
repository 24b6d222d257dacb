"""Rows of the table of codes: documents that are not quite right, and how far they can be read."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING
_N = Severity.NOTE

ROWS: tuple[Row, ...] = (
    (
        "SPF370",
        "part of another form",
        "Where the standard has a list or an object stands something else, or a choice among nothing: what "
        "was to be said there cannot be read.",
    ),
    (
        "SPF371",
        "member that changes what is sent",
        "Readers that heed this member and readers that know it is not allowed here would send, or call, "
        "different things.",
    ),
    (
        "SPF372",
        "operationId of several operations",
        "Where method, tags, summary or description tell them apart they are several operations, and each is "
        "named as if it had no operationId: after method and path.",
        _W,
    ),
    (
        "SPF373",
        "security scheme that is not declared",
        "Nobody can meet a requirement that nothing describes. What asks for it stays closed.",
        _W,
    ),
    (
        "SPF374",
        "parameter given twice",
        "A parameter is known by name and place. Of two in one list the last one counts.",
        _W,
    ),
    (
        "SPF375",
        "notation of another version",
        "A keyword or type, or a form of one, of another version or standard, whose meaning is known.",
        _W,
    ),
    ("SPF376", "member required twice", "A member is required or not; named twice it is required.", _W),
    (
        "SPF377",
        "Avro type that is defined elsewhere",
        "Registries and build tools bring types of other files together; here only the files are seen. What "
        "has such a type is not checked.",
        _W,
    ),
    (
        "SPF378",
        "message that is named past its channel",
        "An operation names messages of its channel as the channel's, and not the place that the channel "
        "refers to: `#/channels/<channel>/messages/<name>`. Where the channel carries that message, it is "
        "taken.",
        _W,
    ),
    (
        "SPF379",
        "messageId of several messages",
        "A messageId is one of one message. Those that share it go by their `name`, or by where they stand.",
        _W,
    ),
    (
        "SPF380",
        "channel name that is no URI template",
        "In AsyncAPI 2.x the name of a channel is its address, written as RFC 6570 has it. What that does "
        "not allow stays part of the address.",
        _W,
    ),
    (
        "SPF381",
        "style that is not defined for this type",
        "OpenAPI defines each style for some types. Others are read as most clients write them; "
        "docs/http-parameters.md has the table.",
        _W,
    ),
    (
        "SPF382",
        "list of texts in a path",
        "API Gateway decodes the path of an HTTP API before a function sees it, so an encoded delimiter in "
        "a text and a bare one between two are the same there.",
        _N,
    ),
    (
        "SPF383",
        "name that two parameters take",
        "An exploded object takes each of its members by its own name. Where another parameter has that "
        "name, or takes any, one value is read as both.",
        _W,
    ),
    (
        "SPF384",
        "allowEmptyValue outside of a query",
        "It is defined for parameters in the query alone.",
        _W,
    ),
    (
        "SPF385",
        "mapping entry that points at nothing",
        "The schema that `mapping` gives a tag is not there, so the entry is ignored.",
        _W,
    ),
    (
        "SPF386",
        "mapping entry that points at no alternative",
        "A discriminator chooses among the alternatives beside it or, on a base, among the schemas that have "
        "`allOf` the base. The entry names another schema, so it is ignored.",
        _W,
    ),
    (
        "SPF387",
        "base with too many subtypes",
        "A reference to a base with a discriminator means any of its subtypes. Of more than 100 none is "
        "generated: the value has the members of the base, and those of subtypes are not kept.",
        _W,
    ),
    (
        "SPF388",
        "member of an example that the schema does not name",
        "An object without `additionalProperties` takes any member, so an example with a misspelled name "
        "meets its schema. The example is used as it is.",
        _N,
    ),
    (
        "SPF389",
        "cycle of too many schemas",
        "Classes that refer to each other in a cycle are completed together. Of more than 200, Python cannot "
        "complete any.",
    ),
    (
        "SPF390",
        "value that can never be sent",
        "A value of `enum` or `const` that `type`, or another keyword of the same schema, refuses. Most "
        "often it is a code without quotes: YAML reads `01` and `1.10` as numbers, and `true` as a boolean.",
        _W,
    ),
    (
        "SPF391",
        "bounds that cross",
        "The lower bound is above the upper bound, so no value meets the schema.",
        _W,
    ),
    (
        "SPF392",
        "name that a component cannot have",
        "OpenAPI and AsyncAPI name components by letters, digits, `.`, `-` and `_`. Other tools refuse the "
        "rest; Specfold reads them.",
        _W,
    ),
    (
        "SPF393",
        "encoding that is not enforced",
        "Parts of a body have names, and their media types are enforced. Headers of parts, parts by position "
        "and parts inside parts are not: the handler gets them as they are sent.",
        _N,
    ),
)
