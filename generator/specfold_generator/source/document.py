"""Reads one specification file: plain values, and a place for every node of them.

Nothing here knows AsyncAPI, OpenAPI or references. What is wrong with a file ends as diagnostics, never as a
traceback: specifications come from anyone.
"""

from __future__ import annotations

import hashlib
import pathlib
import stat
from collections.abc import Callable
from typing import NoReturn

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Location, SpecError
from specfold_generator.source import json_reader, yaml_reader
from specfold_generator.source.positions import JsonValue, Place, SourceText, find

__all__ = ["MAX_BYTES", "Document", "JsonValue", "parse_document", "read_document"]

MAX_BYTES = 16 * 1024 * 1024

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


class Document:
    """One file: `path` as shown to people, `root` as plain values, `digest` the SHA-256 of its bytes.

    Treat `root` as frozen: YAML aliases share values, and references share documents.
    """

    def __init__(self, source: SourceText, root: JsonValue, digest: str, places: Callable[[], Place]) -> None:
        self.path = source.path
        self.root = root
        self.digest = digest
        self._source = source
        self._make_places = places
        self._places: Place | None = None

    def __repr__(self) -> str:
        return f"Document({self.path!r})"

    def _find(self, pointer: tuple[str | int, ...]) -> tuple[Place, bool]:
        if self._places is None:
            self._places = self._make_places()
        return find(self._places, pointer)

    def span(self, pointer: tuple[str | int, ...], *, key: bool = False) -> Location:
        """The place of the value at `pointer`, or of its key; of the nearest ancestor when there is none."""
        place, _ = self._find(pointer)
        if key and place[0] >= 0:
            return self._source.span(place[0], place[1])
        return self._source.span(place[2], place[3])

    def written(self, pointer: tuple[str | int, ...]) -> str:
        """The value as its author wrote it (`1.10` where `root` holds 1.1); empty when there is none."""
        place, there = self._find(pointer)
        return self._source.text[place[2] : place[3]].rstrip() if there else ""

    def mentions(self, *words: str) -> bool:
        """Whether one of `words` stands anywhere in the text: a cheap question before a walk over `root`."""
        return any(word in self._source.text for word in words)

    def text_line(self, line: int) -> str:
        """Line `line`, counted from 1, without its line break; empty when there is no such line."""
        return self._source.line(line)


def read_document(file: pathlib.Path, shown_as: str) -> Document:
    """Read `file`; people see it as `shown_as`, a posix path from the project root.

    Raises SpecError with every diagnostic.
    """
    return parse_document(_bytes(file, shown_as), shown_as)


def parse_document(data: bytes, shown_as: str) -> Document:
    """Read the bytes of a file: JSON when `shown_as` ends in `.json`, else YAML. Raises SpecError."""
    digest = hashlib.sha256(data).hexdigest()
    source = SourceText(shown_as, decode(data, shown_as))
    if not source.text.strip():
        _refuse("SPF105", shown_as, "the file is empty")
    is_json = shown_as.lower().endswith(".json")
    if is_json or source.text.lstrip()[0] in "{[":
        try:
            root = json_reader.read(source)
            return Document(source, root, digest, lambda: json_reader.index(source))
        except SpecError as error:
            # a YAML file may begin like JSON; its own reader has the last word on syntax
            if is_json or not {"SPF104", "SPF107"} & {found.code for found in error.diagnostics}:
                raise
    root, places = yaml_reader.read(source)
    return Document(source, root, digest, lambda: places)


def decode(data: bytes, shown_as: str) -> str:
    """The text of a file: UTF-8, or UTF-16 behind its byte order mark. Else raises SpecError."""
    if data.startswith(_UTF32_MARKS):
        _refuse("SPF103", shown_as, "the file is UTF-32", "save it as UTF-8")
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8"
    try:
        return data.removeprefix(_UTF8_MARK).decode(encoding)
    except UnicodeDecodeError as error:
        before = data.removeprefix(_UTF8_MARK)[: error.start].decode(encoding, "replace")
        line = len(before.splitlines()) if before[-1:] not in "\r\n" else len(before.splitlines()) + 1
        message = f"the file is not {encoding.upper()}: byte 0x{error.object[error.start]:02x} on line {line}"
        raise SpecError([diagnose("SPF103", Location(shown_as), message, help="save it as UTF-8")]) from None


def _bytes(file: pathlib.Path, shown_as: str) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            _refuse("SPF101", shown_as, "this is no regular file")
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such path"
        _refuse("SPF101", shown_as, f"the file cannot be read: {reason}")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        _refuse("SPF102", shown_as, f"the file is larger than {limit} MiB", "split it and use $ref")
    return data


def _refuse(code: str, shown_as: str, message: str, help: str = "") -> NoReturn:
    raise SpecError([diagnose(code, Location(shown_as), message, help=help)])
