"""Which JSON Schema speaks at a place. It matters where up to draft-07 a `$ref` hides all that is beside it.

A schema says so by `$schema`, a message of AsyncAPI by the `schemaFormat` of its payload; a file that one of
those refers to is read alike. Where nobody says, a reference and what stands beside it both hold, as in
2020-12 and as the tools of AsyncAPI read it.
"""

from __future__ import annotations

import re

from specfold_generator.source.document import Document
from specfold_generator.source.json_pointer import Pointer
from specfold_generator.source.location import DocumentNode

_OLD = re.compile(r"https?://json-schema\.org/draft-0[3-7]/(?:hyper-)?schema#?")
_KNOWN = re.compile(
    r"https?://json-schema\.org/(?:draft-0[3-7]/|draft/20(?:19-09|20-12)/)?(?:hyper-)?schema#?"
    r"|https://spec\.openapis\.org/oas/3\.\d/(?:dialect|schema-base)/.*|https?://(?:www\.)?asyncapi\.com/.*"
)
_WHOLE = ("asyncapi", "openapi")  # members of documents that are more than one schema


def is_known(dialect: str) -> bool:
    """Whether a `$schema` names a dialect whose keywords are read here."""
    return _KNOWN.fullmatch(dialect) is not None


class Dialects:
    """What is known of the places of all documents."""

    def __init__(self) -> None:
        self._old: dict[Document, set[Pointer]] = {}

    def note_old(self, at: DocumentNode) -> bool:
        """A schema is of draft-07 or before, and so is its file if that is a schema; whether it is news."""
        root = at.document.root
        bare = isinstance(root, dict) and not any(word in root for word in _WHOLE)
        pointer = () if bare else at.pointer
        known = self._old.setdefault(at.document, set())
        news = pointer not in known
        known.add(pointer)
        return news

    def is_old(self, document: Document, pointer: Pointer) -> bool:
        """Whether draft-07 or an older one speaks here: the nearest `$schema` decides."""
        marks = self._old.get(document, ())
        found = () in marks
        value = document.root
        for end in range(len(pointer) + 1):
            if end:
                step = pointer[end - 1]
                value = value[str(step)] if isinstance(value, dict) else value[int(step)]  # type: ignore[index]  # the place is there
            found = found or pointer[:end] in marks
            said = value.get("$schema") if isinstance(value, dict) else None
            if isinstance(said, str):
                found = _OLD.fullmatch(said) is not None
        return found
