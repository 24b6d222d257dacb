"""What is wrong with a text that is not YAML, in words that say what to do about it."""

from __future__ import annotations

import re

import yaml

from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.source.text_errors import TextFindings

# libyaml's own set
NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# a part of the parser's message -> what it means here, and the repair
_WORDS = (
    (
        "mapping values are not allowed",
        "a ':' stands where no key can stand",
        "put quotes round text that holds ': ', or repair the indentation",
    ),
    (
        "could not find expected ':'",
        "this was taken for a key, but no ':' follows it",
        "put a ':' after the key, or quote text of several lines",
    ),
    ("did not find expected key", "the indentation fits no open mapping", "align it with its siblings"),
    ("did not find expected '-'", "the indentation fits no open list", "align the '-' of all items"),
    (
        "block sequence entries are not allowed",
        "a list item cannot stand here",
        "begin the list on a new line",
    ),
    ("did not find expected ',' or ']'", "a ',' or a ']' is missing", "close the list with ']'"),
    ("did not find expected ',' or '}'", "a ',' or a '}' is missing", "close the mapping with '}'"),
    (
        "unknown escape character",
        "double-quoted text has no such escape",
        "use single quotes, or double the \\",
    ),
    ("invalid Unicode character escape", "this escape is no character", "write the character itself"),
    ("found undefined tag handle", "this tag has no meaning here", "remove the tag"),
)


def report_syntax_error(diagnostics: TextFindings, error: yaml.YAMLError) -> None:
    """Note what stopped the parser, at the place where a person would look for it."""
    text = diagnostics.source.text
    problem = str(getattr(error, "problem", None) or "this is not YAML")
    context = str(getattr(error, "context", None) or "")
    at = _offset(error, "problem_mark")
    begun = _offset(error, "context_mark", at)
    if "quoted scalar" in context and "end of stream" in problem:
        message = f"line {diagnostics.line(begun)}: this quote is never closed"
        diagnostics.report(
            "SPF106", (begun, begun + 1), message, "close the quote, or escape the ones inside"
        )
    elif "tab character" in problem or text[at : at + 1] == "\t":
        message = f"line {diagnostics.line(at)} is indented with a tab"
        diagnostics.report("SPF108", (at, at + 1), message, "indent with spaces")
    else:
        words, help = _explain(problem, text[at : at + 1])
        related = [Related(diagnostics.source.span(begun, begun + 1), f"{context} that begins here")]
        message = f"line {diagnostics.line(at)}: {words}"
        diagnostics.report("SPF106", (at, at + 1), message, help, related if begun < at else ())


def _explain(problem: str, sign: str) -> tuple[str, str]:
    if "cannot start any token" in problem:
        return f"plain text cannot begin with {sign!r}", "put quotes round it"
    for part, words, help in _WORDS:
        if part in problem:
            return words, help
    return problem, ""


def _offset(error: yaml.YAMLError, name: str, missing: int = 0) -> int:
    mark = getattr(error, name, None)
    return missing if mark is None else int(mark.index)
