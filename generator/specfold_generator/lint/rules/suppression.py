"""`x-specfold-ignore: {SPF502: the reason}`: what is found there is left out."""

from __future__ import annotations

from collections.abc import Iterable

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic
from specfold_generator.lint.rules.rule import Found
from specfold_generator.model import ir


def silenced(found: Iterable[Found], silences: Iterable[ir.Silence]) -> list[Diagnostic]:
    """What is left; and a warning for each silence that silences nothing."""
    silences = tuple(silences)
    used: set[ir.Silence] = set()
    left = []
    for one in found:
        meant = [silence for silence in silences if _is_meant(silence, one)]
        used.update(meant)
        if not meant:
            left.append(one.diagnostic)
    for silence in silences:
        if silence not in used:
            message = f"there is nothing to silence: {quoted(silence.code)} finds nothing here"
            left.append(diagnose("SPF439", silence.origin, message, help="take it out"))
    return left


def _is_meant(silence: ir.Silence, found: Found) -> bool:
    """Whether a diagnostic is about the node that has the silence, or something inside it."""
    if silence.code != found.diagnostic.code:
        return False
    if found.pointer == silence.pointer or found.pointer.startswith(f"{silence.pointer}/"):
        return True
    place, region = found.diagnostic.span, silence.region
    begin = (place.line, place.column)
    inside = (region.line, region.column) <= begin < (region.end_line, region.end_column)
    return place.file == region.file and inside
