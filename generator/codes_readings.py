"""Rows of the table of codes: documents that are not quite right, and how far they can be read."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING

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
)
