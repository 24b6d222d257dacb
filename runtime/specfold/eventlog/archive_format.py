"""The archive: every record of the log, one JSON line each, forever.

A line is `{"epoch","shard","seq","arrived","pk","rec"}`. `rec` is the record's data, byte for byte; data that
cannot stand in a line as it is (no JSON, not UTF-8, a line break inside, nested too deeply) is base64 under
`rec64` instead.
Nothing is looked into for its meaning, and nothing is dropped.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator

import msgspec

from specfold.eventlog.commit import Record
from specfold.model.errors import DamagedLine
from specfold.model.nesting import MAX_DEPTH, too_deep


class _Line(msgspec.Struct, omit_defaults=True):
    epoch: int
    shard: str
    seq: str
    arrived: int
    pk: str
    rec: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET  # `Raw | None` would take null alone
    rec64: str | msgspec.UnsetType = msgspec.UNSET


_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


def to_line(record: Record) -> bytes:
    """One line of the archive, with its line break."""
    line = _Line(record.epoch, record.shard, record.seq, record.arrived, record.key)
    if _embeddable(record.data):
        line.rec = msgspec.Raw(record.data)
    else:
        line.rec64 = base64.b64encode(record.data).decode()
    return _encoder.encode(line) + b"\n"


def from_line(line: bytes) -> Record:
    """The record of a line.

    Raises:
        DamagedLine: it is no line of an archive. It is never passed over: its record would be missing.
    """
    try:
        read = _decoded(line)
        if isinstance(read.rec, msgspec.Raw):
            data = bytes(read.rec)
        elif isinstance(read.rec64, str):
            data = base64.b64decode(read.rec64, validate=True)
        else:
            raise DamagedLine("a line of the archive has no data")
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error) as error:
        raise DamagedLine("a line of the archive does not read") from error
    return Record(read.epoch, read.shard, read.seq, read.arrived, read.pk, data)


def _decoded(line: bytes) -> _Line:
    if not too_deep(line, MAX_DEPTH + 1):  # the line itself is one level
        return _decoder.decode(line)
    # No parser may see such a `rec`. It is the last member; in a string its quotes would be escaped.
    members, found, rec = line.rstrip().partition(b',"rec":')
    if not found or not rec.endswith(b"}") or too_deep(members):
        raise DamagedLine("a line of the archive is nested too deeply")
    read = _decoder.decode(members + b"}")
    read.rec = msgspec.Raw(rec[:-1])
    return read


def from_lines(lines: Iterable[bytes], key: str | None = None) -> Iterator[Record]:
    """The records of many lines, or those of one key; empty lines are none."""
    # A line that does not name the key cannot be of it, and looking is far cheaper than decoding.
    needle = _encoder.encode(key) if key is not None else b""
    for line in lines:
        if needle in line and not line.isspace():
            record = from_line(line)
            if key is None or record.key == key:
                yield record


def _embeddable(data: bytes) -> bool:
    if b"\n" in data or b"\r" in data or data != data.strip() or not data or too_deep(data):
        return False
    try:
        data.decode()
        msgspec.json.decode(data, type=msgspec.Raw)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return False
    return data != b"null"  # would read as no `rec` at all
