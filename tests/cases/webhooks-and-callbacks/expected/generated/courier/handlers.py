# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/courier provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.courier.commands import Track, Watch


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/courier/operations.py.
    """

    def track(self, request: Track, /) -> Answer: ...

    def watch(self, request: Watch, /) -> Answer: ...
