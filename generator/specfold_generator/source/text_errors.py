"""What is wrong with the text of one file: noted at offsets, reported all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Related, SpecError
from specfold_generator.source.positions import Place, SourceText

MAX_DEPTH = 256  # levels of mappings and lists; later stages recurse over values, Python allows 1,000 calls
MAX_NODES = 2_000_000  # keys, values and ends of collections; one takes about 200 bytes with its place
MOST_FINDINGS = 100  # in one file; the text decides how many there are, so memory must not depend on it


class TextFindings:
    """Collects diagnostics about one text; offsets count characters from 0."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.found: list[Diagnostic] = []

    def report(
        self, code: str, at: tuple[int, int], message: str, help: str = "", related: Iterable[Related] = ()
    ) -> None:
        """Add a diagnostic and continue. Raises SpecError once there are more than anyone would read."""
        self.found.append(diagnose(code, self.source.span(*at), message, help=help, related=related))
        if len(self.found) >= MOST_FINDINGS:
            raise SpecError(self.found)

    def stop(
        self, code: str, at: tuple[int, int], message: str, help: str = "", related: Iterable[Related] = ()
    ) -> NoReturn:
        """Note a diagnostic after which nothing more can be read; raises SpecError with all of them."""
        self.report(code, at, message, help, related)
        raise SpecError(self.found)

    def raise_any(self) -> None:
        """Raise SpecError when something was found."""
        if self.found:
            raise SpecError(self.found)

    def line(self, offset: int) -> int:
        """The number of the line that `offset` stands on."""
        return self.source.span(offset, offset).line

    # --- what YAML and JSON have in common ----------------------------------------------------------------

    def duplicate_key(self, key: str, at: tuple[int, int], first: Place) -> None:
        """Note a key that its mapping holds already."""
        span = self.source.span(first[0], first[1])
        message = f"the key {quoted(key)} stands here for the second time; the first is on line {span.line}"
        help = "remove one of them, or join what they hold"
        self.report("SPF110", at, message, help, (Related(span, "it stands here first"),))

    def number(self, at: tuple[int, int], error: ValueError) -> None:
        """Note a number that JSON cannot hold."""
        self.report("SPF117", at, str(error), "write a number, or put quotes round it if it is text")

    def lone_surrogate(self, at: tuple[int, int]) -> None:
        """Note text that holds half of a surrogate pair."""
        self.report("SPF118", at, "half of a surrogate pair is no character", "write the character itself")

    def stop_at_depth(self, at: tuple[int, int]) -> NoReturn:
        """Note that nesting has passed the limit."""
        message = f"nested more than {MAX_DEPTH} levels deep"
        self.stop("SPF116", at, message, "move inner parts to a place of their own and use $ref")

    def stop_at_character(self, forbidden: re.Pattern[str], language: str) -> None:
        """Stop when a character stands in the text that the language does not allow there."""
        found = forbidden.search(self.source.text)
        if found is None:
            return
        sign = ord(found.group())
        name = "a NUL byte" if sign == 0 else f"the control character U+{sign:04X}"
        help = "save the file as UTF-8" if sign == 0 else f'write it as "\\u{sign:04x}"'
        self.stop("SPF104", found.span(), f"{name} may not stand in a {language} file", help)

    def stop_at_size(self) -> NoReturn:
        """Note that the text holds more than memory should."""
        self.stop("SPF102", (0, 0), f"the file holds more than {MAX_NODES:,} values", "split it and use $ref")

    def stop_at_nothing(self) -> NoReturn:
        """Note that the text holds no value."""
        self.stop("SPF105", (0, 0), "there is no document in this file")
