"""Rows of the table of codes: JSON Schemas inside the documents."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING

ROWS: tuple[Row, ...] = (
    ("SPF340", "map by reference", "`$ref` belongs in the members of a map, not in place of it.", _W),
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
        "A schema that holds itself holds its personal data at every depth; only the outermost is masked.",
        _W,
    ),
    (
        "SPF353",
        "too many personal members",
        "Generated code lists every marked place, so that operators' output masks it. These are too many.",
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
