# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/zoo provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.zoo.commands import KeepTree, TakeIn


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/zoo/operations.py.
    """

    def take_in(self, request: TakeIn, /) -> Answer: ...

    def keep_tree(self, request: KeepTree, /) -> Answer: ...
