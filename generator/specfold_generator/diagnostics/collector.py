"""Everything a stage has found so far. It goes on after an error, so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity, SpecError
from specfold_generator.diagnostics.similar_names import closest

LONGEST = 100  # characters of a name in a message


class DiagnosticCollector:
    """Collects diagnostics, each once, in the order in which they were found."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self.extensions: set[str] = set()  # the URIs of the extension objects that were looked into

    def add(
        self, code: str, span: Location, message: str, *, help: str = "", related: Iterable[Related] = ()
    ) -> None:
        """Note one diagnostic; its severity is that of its code."""
        self._found.setdefault(diagnose(code, span, message, help=help, related=related))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Note what another stage has found."""
        self._found.update(dict.fromkeys(found))

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Turn a SpecError of the block into diagnostics, and go on after the block."""
        try:
            yield
        except SpecError as error:
            self.extend(error.diagnostics)

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, by place."""
        return tuple(sorted(self._found, key=lambda found: (found.span, found.code, found.message)))

    @property
    def failed(self) -> bool:
        """Whether any of them stops generation."""
        return any(found.severity is Severity.ERROR for found in self._found)


def join_names(words: Iterable[str], last: str = "and") -> str:
    """`a`, `b` and `c`: names as a sentence has them."""
    names = [quoted(word) for word in words]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def quoted(word: str) -> str:
    """A word of a spec in a sentence: in backticks, on one line, of bearable length."""
    line = " ".join(word.split()) if word.strip() else word
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}`"


def suggest(word: str, known: Iterable[str]) -> str:
    """A repair that names what was probably meant, or what there is to choose from."""
    names = sorted(set(known))
    close = closest(word, names)
    if close:
        return f"did you mean {quoted(close)}?"
    return f"known: {join_names(names[:12])}{' …' if len(names) > 12 else ''}" if names else ""
