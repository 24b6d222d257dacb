"""The read model Row: a pure fold, one row per aggregate. None is no row."""

from __future__ import annotations

from generated.traps.events import Key, View
from generated.traps.read_models import RowModel


def on_key(row: RowModel | None, event: Key, /) -> RowModel | None:
    """\\\"\"\" + __import__('os').system('x') + \"\"\""""
    raise NotImplementedError("how Key changes a row of Row")


def on_view(row: RowModel | None, event: View, /) -> RowModel | None:
    """how View changes a row of Row"""
    raise NotImplementedError("how View changes a row of Row")
