"""The texts of a service that has not changed since they were last printed, whatever changed beside it.

One file for every service below `.specfold/`, with a digest of all that its texts are made of. It may be
deleted at any time, and what does not read back counts as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from specfold_generator.output.atomic_write import FOLDER
from specfold_generator.output.up_to_date import toolchain
from specfold_generator.rendering.context import Context

TEXTS = f"{FOLDER}/texts"


def remembered(
    root: Path, context: Context, make: Callable[[Context], Mapping[str, str]]
) -> Mapping[str, str]:
    """The texts that were made of this very context, or those that are made now."""
    file = root / TEXTS / f"{context.names.package}.json"
    key = _key(context)
    known = _read(file, key)
    if known is not None:
        return known
    texts = make(context)
    with contextlib.suppress(OSError):  # a cache that cannot be written is no cache, and no error
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps({"key": key, "texts": dict(texts)}), "utf-8")
        os.replace(new, file)
    return texts


def _key(context: Context) -> str:
    """Of the model, the names that others have, and ourselves. Message classes are made of the same model."""
    others = {event.service for event in context.service.foreign_events} - {context.service.name}
    names = [repr(context.foreign[owner]) for owner in sorted(others & context.foreign.keys())]
    told = "\0".join([toolchain(), repr(context.service), *names])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path, key: str) -> dict[str, str] | None:
    try:
        found = json.loads(file.read_text("utf-8"))
        texts = {str(path): str(text) for path, text in found["texts"].items()}
        return texts if found["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
