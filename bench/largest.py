"""The largest document of a corpus of real ones: `dev/MANIFEST.json` says what each is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """One OpenAPI document in a file of its own."""

    file: Path
    title: str  # the repository it is of
    size: int  # bytes
    operations: int


def largest(corpus: Path) -> Found:
    """The largest OpenAPI document that is one file and valid."""
    listed = json.loads((corpus / "dev/MANIFEST.json").read_text("utf-8"))["documents"]
    whole = [one for one in listed if one["spec"] == "openapi" and len(one["files"]) == 1]
    one = max((one for one in whole if one["expect"] == "valid"), key=lambda one: int(one["bytes"]))
    operations = int(one["counts"].get("operations", 0))
    return Found(corpus / "dev" / one["path"], one["source_repo"], int(one["bytes"]), operations)
