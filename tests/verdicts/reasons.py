"""Why verdicts differ. A difference without a row here is a mistake of ours until shown otherwise."""

from __future__ import annotations

import re

# What we say and a schema of a document cannot: by code.
STRICTER = {
    "SPF106": "the text is no YAML 1.2",
    "SPF203": "a reference to the network: it is never fetched, and a schema does not follow it",
    "SPF204": "a reference to a file that is missing; a schema does not follow it",
    "SPF206": "a reference to nothing; a schema does not follow it",
    "SPF207": "a reference that cannot be read; a schema takes any text",
    "SPF209": "references that come back to their beginning; a schema does not follow them",
    "SPF211": "a reference whose slash is not escaped: it finds nothing by the letter",
    "SPF302": "a number where text belongs, which YAML readers may have made text",
    "SPF306": "members of another major version",
    "SPF309": "a message that its channel does not carry: the standard says so in words",
    "SPF311": "a runtime expression that is none",
    "SPF313": "an address and its parameters that differ: the standard says so in words",
    "SPF314": "a security scheme that is not there",
    "SPF315": "an older minor version",
    "SPF316": "a schema format that is not read: said, and not wrong",
    "SPF318": "Avro: read, and said to be written as JSON",
    "SPF319": "an Avro schema that is wrong; a schema of the document does not look inside",
    "SPF320": "two operations of one operationId: the standard says so in words",
    "SPF321": "a parameter of a path that is not declared: the standard says so in words",
    "SPF322": "a path with braces that do not close, or dot segments",
    "SPF323": "two paths that match the same requests: the standard says so in words",
    "SPF324": "a path parameter that the path lacks",
    "SPF327": "a response code that is none",
    "SPF330": "a header parameter that is ignored: the standard says so in words",
    "SPF332": "a style that the place does not have",
    "SPF333": "a path parameter that is optional",
    "SPF335": "a path with a query or fragment",
    "SPF336": "a member that the standard does not know",
    "SPF337": "a value that depends on another one",
    "SPF338": "a member that the standard requires",
    "SPF339": "members that exclude each other",
    "SPF343": "a keyword that is probably misspelled: JSON Schema lets any pass",
    "SPF344": "a choice among nothing",
    "SPF345": "a discriminator without a member",
    "SPF346": "a keyword that says nothing with such a value",
    "SPF347": "a type that JSON Schema does not have",
    "SPF348": "an enum without values, which no value meets",
    "SPF349": "a value of an enum given twice",
    "SPF350": "a pattern that is no regular expression",
    "SPF351": "schemas that are each other",
    "SPF354": "a base that is a choice of what is built on it",
    "SPF356": "a dynamic reference that depends on the way to it",
    "SPF357": "an example that contradicts its schema",
    "SPF358": "a default that contradicts its schema",
    "SPF370": "something of another form in a part that the schema leaves open",
    "SPF371": "a member that changes what is sent, where readers differ",
    "SPF372": "two operations of one operationId: the standard says so in words",
    "SPF373": "a security scheme that is not declared: the standard says so in words",
    "SPF374": "a parameter given twice: the standard says so in words",
    "SPF375": "a keyword of another draft inside a schema, which the document's schema leaves open",
    "SPF376": "a member required twice",
    "SPF377": "an Avro type that is defined elsewhere",
    "SPF378": "a message named past its channel: the standard says so in words",
    "SPF379": "a messageId of several messages: the standard says so in words",
    "SPF380": "a channel's name that is no URI template: a format, and formats are notes to a schema",
    "SPF412": "an extension of ours with a value of the wrong kind",
}

# What a schema or the stock validator says and we do not: by its words.
LAXER = (
    (r"\bbindings\b", "bindings are not read, so they are not judged"),
    (
        r"messageId-uniqueness",
        "one message that several operations refer to is one message, with one messageId",
    ),
    (r"messageTraits|operationTraits", "what nothing refers to is not read"),
    (r"does not end", "the stock validator spins on a circle of discriminators"),
    (r"failed: ", "the stock validator fails by itself"),
    (r"Unknown JSON Schema dialect: 'https://spec.openapis.org/oas/", "any dialect of OpenAPI's own is read"),
    (r"'server' was unexpected", "the stock validator does not know the server of a link"),
    (
        r"Default value|is not of type|for instance",
        "it judges defaults and examples against unresolved schemas",
    ),
)


def stricter(codes: list[str]) -> str:
    """Why we find something where others do not; empty if a code has no row."""
    return "; ".join(STRICTER[code] for code in codes) if all(code in STRICTER for code in codes) else ""


def laxer(said: str) -> str:
    """Why others find something where we do not; empty if no row fits."""
    return next((why for pattern, why in LAXER if re.search(pattern, said)), "")
