"""Every code a diagnostic may carry: what it means, why it is refused. The reference page is printed from it.

Hundreds: 1 reading, 2 references, 3 structure of AsyncAPI and OpenAPI, 4 vocabulary (`x-event-sourcing` and
`x-kinesis`), 5 CQRS rules, 6 names and schemas, 7 output and manifest, 8 project and command line, 9 what was
released.
Rows are sorted by id. An id is never given a second meaning: a retired one leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator import (
    codes_output,
    codes_readings,
    codes_rules,
    codes_schemas,
    codes_structure,
    codes_vocabulary,
)
from generator.diagnostics import Diagnostic, Related, Severity, Span

CATEGORIES = {
    "1": "reading",
    "2": "references",
    "3": "structure",
    "4": "vocabulary",
    "5": "cqrs",
    "6": "names",
    "7": "output",
    "8": "project",
    "9": "compatibility",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One row: `title` is a noun phrase for lists, `explanation` whole sentences for the reference page."""

    id: str
    title: str
    explanation: str
    severity: Severity = Severity.ERROR

    @property
    def category(self) -> str:
        """The word for the hundred that the id belongs to."""
        return CATEGORIES[self.id[3]]


def _table(rows: tuple[Code, ...]) -> dict[str, Code]:
    table = {row.id: row for row in rows}
    if len(table) != len(rows):
        raise ValueError("two rows of the table of codes have the same id")
    return table


CODES: dict[str, Code] = _table(
    (
        # --- 1: reading -------------------------------------------------------------------------------------
        Code(
            "SPF101",
            "file cannot be read",
            "The file is missing, is no regular file, or the operating system refuses to open it.",
        ),
        Code(
            "SPF102",
            "file too large",
            "Above a limit, in bytes or in values, a file is refused, so that it cannot exhaust memory. "
            "Split the document and join the parts with `$ref`.",
        ),
        Code(
            "SPF103",
            "text that is not UTF-8",
            "Specifications are read as UTF-8, or as UTF-16 when they begin with a byte order mark. "
            "Other encodings cannot be told apart with certainty, so the bytes are not guessed at.",
        ),
        Code(
            "SPF104",
            "forbidden character",
            "NUL and most control characters may not stand in a document. "
            "Write them as an escape (`\\u0000`) inside a double-quoted string.",
        ),
        Code(
            "SPF105",
            "no document",
            "The file is empty, holds nothing but comments, or its only value is null.",
        ),
        Code("SPF106", "YAML syntax", "The text is not YAML 1.2. Nothing after this place was read."),
        Code(
            "SPF107",
            "JSON syntax",
            "A file whose name ends in `.json` is read as JSON (RFC 8259): no comments, no trailing commas, "
            "double quotes only. Nothing after this place was read.",
        ),
        Code("SPF108", "tab as indentation", "YAML is indented with spaces; a tab has no agreed width."),
        Code(
            "SPF109",
            "several documents",
            "A file holds one document. A second one after `---` would be ignored by most tools.",
        ),
        Code(
            "SPF110",
            "duplicate key",
            "A mapping names the same key twice. Most tools keep one of the two in silence, which loses "
            "what the other one says. Keys are compared as text: `200` and `'200'` are the same.",
        ),
        Code(
            "SPF111",
            "key that is not text",
            "Keys are text; whole numbers such as response codes are read as text. A mapping, a list, null, "
            "a boolean or a fraction as a key is almost always a missing pair of quotes.",
        ),
        Code(
            "SPF112",
            "YAML tag",
            "Only the tags of the YAML core schema (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, "
            "`!!map`, `!!seq`) are read. Tags that name a type of a language, or a file, are refused.",
        ),
        Code(
            "SPF113", "unknown alias", "An alias (`*name`) stands before, or without, its anchor (`&name`)."
        ),
        Code(
            "SPF114",
            "recursive alias",
            "An alias stands inside the node that it names, so the document would hold itself. "
            "Recursive schemas are written with `$ref`.",
        ),
        Code(
            "SPF115",
            "alias expansion limit",
            "Aliases multiply what a document holds; this one would grow past the limit. "
            "Use `$ref`, which shares instead of copying.",
        ),
        Code(
            "SPF116",
            "nesting limit",
            "The document is nested deeper than the limit. Move inner schemas to `components`, use `$ref`.",
        ),
        Code(
            "SPF117",
            "number outside JSON",
            "NaN and the infinities are no JSON values, and a number too large for a double, or longer than "
            "the limit, would not survive the tools that read the specification later.",
        ),
        Code(
            "SPF118",
            "lone surrogate",
            "The escape of one half of a surrogate pair is no character and cannot be written as UTF-8.",
        ),
        Code(
            "SPF119",
            "merge key without a mapping",
            "The value of a merge key (`<<`) is a mapping or a list of mappings. "
            "Quote the key if `<<` is meant as a name.",
        ),
        Code(
            "SPF120",
            "value that does not fit its tag",
            "A scalar with an explicit tag must be written as that type writes it, for example `!!int 12`.",
        ),
        # --- 2: references ----------------------------------------------------------------------------------
        Code("SPF201", "reference that is not text", "The value of `$ref` is a URI reference: a string."),
        Code(
            "SPF202",
            "reference outside the specs",
            "References stay below the specs directory, once symbolic links and percent-encoding are undone. "
            "Specifications are untrusted input: one may not read files elsewhere on the machine. "
            "Name the file or its directory in the project's allow list if it is meant.",
        ),
        Code(
            "SPF203",
            "reference to a URL",
            "A URL is never fetched: generation gives the same result offline, and a specification cannot "
            "make the generator call anyone. Copy the document below the specs directory, or map the URL to "
            "a local copy in the project's allow list.",
        ),
        Code("SPF204", "reference to a missing file", "No file stands at the path that the reference names."),
        Code(
            "SPF205",
            "reference to something that is no document",
            "The path names a directory or a special file.",
        ),
        Code(
            "SPF206",
            "reference to nothing",
            "The file is there, but it has no value at the JSON pointer after `#`.",
        ),
        Code(
            "SPF207",
            "malformed reference",
            "A reference is `path#/json/pointer` with `/` between the parts, `~1` for `/` and `~0` for `~` "
            "inside a name, and `%` only before two hexadecimal digits.",
        ),
        Code(
            "SPF208",
            "unknown anchor",
            "A fragment without a leading `/` names an `$anchor` of the document, and there is none.",
        ),
        Code(
            "SPF209",
            "circular reference",
            "The chain of references comes back to its beginning and holds nothing but references, so there "
            "is no value at its end. (A schema that refers to itself from inside is fine.)",
        ),
        Code(
            "SPF210",
            "reference through too many references",
            "The pointer passes through a reference whose own pointer passes through a reference, and so on, "
            "deeper than the limit. Refer to the final place.",
        ),
        Code(
            "SPF211",
            "unescaped slash in a reference",
            "A name that holds `/` is written with `~1` in a JSON pointer. The name was found by putting the "
            "parts together again; other tools will refuse the reference.",
            Severity.WARNING,
        ),
    )
)

CODES |= _table(
    tuple(
        Code(*row)
        for row in (
            *codes_structure.ROWS,
            *codes_schemas.ROWS,
            *codes_readings.ROWS,
            *codes_vocabulary.ROWS,
            *codes_rules.ROWS,
            *codes_output.ROWS,
        )
    )
)


def diagnose(
    code: str,
    span: Span,
    message: str,
    *,
    mend: str = "",
    related: Iterable[Related] = (),
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a diagnostic with the severity of its row. Raises KeyError for a code that is not in the table."""
    row = CODES[code]
    return Diagnostic(
        code=row.id,
        span=span,
        message=message,
        severity=row.severity if severity is None else severity,
        mend=mend,
        related=tuple(related),
    )
