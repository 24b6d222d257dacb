"""What is said about references that cannot be followed: where they stand, and what was probably meant."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from heapq import nsmallest

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Related, SpecError
from specfold_generator.diagnostics.similar_names import closest
from specfold_generator.source import json_pointer as pointers
from specfold_generator.source.document import JsonValue
from specfold_generator.source.location import DocumentNode

MOST_PLACES = 12  # of a circle, or names, listed in one diagnostic


def refusal(
    code: str, at: DocumentNode, message: str, help: str = "", related: Sequence[Related] = ()
) -> SpecError:
    """An error at the `$ref` of an object, or at a text that is itself a reference."""
    span = at.document.span((*at.pointer, "$ref"))
    return SpecError([diagnose(code, span, message, help=help, related=related)])


def circle_refusal(chain: Sequence[DocumentNode], again: DocumentNode) -> SpecError:
    """`chain` comes back to `again`, one of its members. Told the same way wherever the circle is entered."""
    circle = list(chain)[list(chain).index(again) :]
    first = min(range(len(circle)), key=lambda number: circle[number].uri)
    circle = circle[first:] + circle[:first]
    one_file = all(at.document is circle[0].document for at in circle)
    names = [f"#{pointers.encode(at.pointer)}" if one_file else at.uri for at in circle]
    path = " -> ".join([*names[:MOST_PLACES], *(["…"] if len(names) > MOST_PLACES else []), names[0]])
    related = [
        Related(at.document.span((*at.pointer, "$ref")), "which goes on here") for at in circle[1:MOST_PLACES]
    ]
    message = f"nothing but references, in a circle: {path}"
    return refusal("SPF209", circle[0], message, "put a value in place of one of them", related)


def dangling_refusal(
    at: DocumentNode, ref: str, names: Sequence[str], done: int, parent: DocumentNode, *, guess: bool
) -> SpecError:
    """The first `done` of `names` led to `parent`, which has nothing called `names[done]`."""
    value = parent.value
    missing = names[done]
    if isinstance(value, dict):
        why = f"{quoted(parent.uri)} has no {quoted(missing)}"
    elif isinstance(value, list):
        why = f"{quoted(parent.uri)} has {len(value)} items and no {quoted(missing)}"
    else:
        why = f"{quoted(parent.uri)} holds no names"
    help = _dangling_mend(at, names, done, parent) if guess else ""
    related = [Related(parent.document.span(parent.pointer, key=True), "it was looked for here")]
    return refusal("SPF206", at, f"{quoted(ref)} points at nothing: {why}", help, related)


def _dangling_mend(at: DocumentNode, names: Sequence[str], done: int, parent: DocumentNode) -> str:
    held = list(parent.value) if isinstance(parent.value, dict) else []
    meant = _elsewhere(parent, names[-1])
    if meant is None and (close := closest(names[done], held)):
        meant = parent.child(close, *names[done + 1 :])
    if meant is not None:
        return f"did you mean {quoted(_reference(at, meant))}?"
    return _known(held)


def similar_file(at: DocumentNode, wanted: str, known: Sequence[str]) -> str:
    """A repair that names the file probably meant by the missing `wanted`; empty when none is like it."""
    same_name = (path for path in known if posixpath.basename(path) == posixpath.basename(wanted))
    meant = next(same_name, None) or closest(wanted, known, cutoff=0.8)
    if not meant:
        return ""
    found = posixpath.relpath(meant, posixpath.dirname(at.document.path) or ".")
    return f"did you mean {quoted(pointers.percent(found))}?"


def choices(name: str, held: Sequence[str]) -> str:
    """A repair that names what was probably meant, or what there is."""
    close = closest(name, held)
    return f"did you mean {quoted(close)}?" if close else _known(held)


def _known(held: Sequence[str]) -> str:
    known = nsmallest(MOST_PLACES, held)
    if not known:
        return ""
    return f"known: {join_names(known)}{' …' if len(held) > MOST_PLACES else ''}"


def _elsewhere(parent: DocumentNode, name: str) -> DocumentNode | None:
    """A thing of that very name in a neighbouring section: in `messages` instead of in `schemas`."""
    for holder in (parent, DocumentNode(parent.document, parent.pointer[:-1])):
        value = holder.value
        for section, things in value.items() if isinstance(value, dict) else ():
            if _holds(things, name):
                return holder.child(section, name)
    return None


def _holds(things: JsonValue, name: str) -> bool:
    return isinstance(things, dict) and name in things


def _reference(at: DocumentNode, meant: DocumentNode) -> str:
    fragment = f"#{pointers.encode(meant.pointer)}"
    if meant.document is at.document:
        return fragment
    path = posixpath.relpath(meant.document.path, posixpath.dirname(at.document.path) or ".")
    return pointers.percent(path) + fragment
