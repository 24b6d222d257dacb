# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/map provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.map.commands import Copy
from generated.map.queries import InHeaders, InPaths, InQueries, WholeForm, WholeJson


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/map/operations.py.
    """

    def in_paths(self, request: InPaths, /) -> Answer: ...

    def in_queries(self, request: InQueries, /) -> Answer: ...

    def in_headers(self, request: InHeaders, /) -> Answer: ...

    def copy(self, request: Copy, /) -> Answer: ...

    def whole_form(self, request: WholeForm, /) -> Answer: ...

    def whole_json(self, request: WholeJson, /) -> Answer: ...
