"""Operations that are answered wholly by hand."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from specfold import Answer

from generated.depot.commands import FillIn, PutBlob, TakeReadings, Upload, WriteNote
from generated.depot.queries import GetBlob, ListReadings
from generated.depot.values import Note, Reading

MEDIA = {"lines": "application/x-ndjson", "sequence": "application/json-seq", "events": "text/event-stream"}
READINGS = (Reading(celsius=20.5), Reading(celsius=21))


def fill_in(request: FillIn, /) -> Answer:
    """The form again, as JSON."""
    return Answer(body=request.body)


def upload(request: Upload, /) -> Answer:
    """How many bytes the photo has."""
    return Answer(status=201, body=len(base64.b64decode(request.body.photo)))


def put_blob(request: PutBlob, /) -> Answer:
    """Bytes come in base64."""
    base64.b64decode(request.body, validate=True)
    return Answer(status=204)


def get_blob(_: GetBlob, /) -> Answer:
    """Bytes go as they are."""
    return Answer(body=b"\x00\xff", media_type="application/octet-stream")


def write_note(request: WriteNote, /) -> Answer:
    """A note, or whatever else was sent, as text."""
    if isinstance(request.body, Note):
        return Answer(body=request.body)
    return Answer(body=request.body, media_type="text/plain")


def take_readings(request: TakeReadings, /) -> Answer:
    """Every item is a reading."""
    return Answer(status=202 if all(reading.celsius > -300 for reading in request.body) else 500)


def list_readings(request: ListReadings, /) -> Answer:
    """Events one by one, as they are made; the others at once."""
    events: Iterator[object] = ({"event": "reading", "data": r.to_json().decode()} for r in READINGS)
    media_type = MEDIA[request.as_]
    return Answer(body=events if request.as_ == "events" else READINGS, media_type=media_type)
