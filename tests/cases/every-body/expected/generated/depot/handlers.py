# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/depot provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.depot.commands import FillIn, PutBlob, TakeReadings, Upload, WriteNote
from generated.depot.queries import GetBlob, ListReadings


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/depot/operations.py.
    """

    def fill_in(self, request: FillIn, /) -> Answer: ...

    def upload(self, request: Upload, /) -> Answer: ...

    def get_blob(self, request: GetBlob, /) -> Answer: ...

    def put_blob(self, request: PutBlob, /) -> Answer: ...

    def write_note(self, request: WriteNote, /) -> Answer: ...

    def list_readings(self, request: ListReadings, /) -> Answer: ...

    def take_readings(self, request: TakeReadings, /) -> Answer: ...
