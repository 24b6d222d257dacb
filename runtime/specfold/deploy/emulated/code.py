"""Pulumi's assets and archives as the bytes of a zip, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pulumi

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def zipped(archive: pulumi.AssetArchive) -> bytes:
    """A zip of an archive whose assets are files.

    Raises:
        TypeError: an asset of another kind.
    """
    return _zip(tuple(_entry(name, asset) for name, asset in sorted(archive.assets.items())))


def _entry(name: str, asset: object) -> tuple[str, str, int, int]:
    """A file, and what changes when its content does."""
    if not isinstance(asset, pulumi.FileAsset):
        raise TypeError(f"{name} is a {type(asset).__name__}, only files can be zipped")
    path = os.fspath(asset.path)
    stat = os.stat(path)
    return name, path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)  # every function of a project has the same code
def _zip(entries: tuple[tuple[str, str, int, int], ...]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, path, _, _ in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, Path(path).read_bytes())
    return buffer.getvalue()


def fingerprint(value: Any) -> Any:
    """Inputs that JSON can hold: an archive becomes the digest of its content."""
    match value:
        case dict():
            return {key: fingerprint(one) for key, one in value.items()}
        case list():
            return [fingerprint(one) for one in value]
        case pulumi.AssetArchive():
            return {"sha256": hashlib.sha256(zipped(value)).hexdigest()}
        case pulumi.FileArchive():
            # The layer: the emulator's own Python has the dependencies, its content does not matter.
            return {"path": value.path}
        case _:
            return value
