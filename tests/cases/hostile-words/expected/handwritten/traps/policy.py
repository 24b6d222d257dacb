"""Whenever
\"\"\" a key turns

Pure: event in, commands out.
"""

from __future__ import annotations

from collections.abc import Sequence

from generated.traps.commands import Def
from generated.traps.events import Key


def on_key(event: Key, /) -> Sequence[Def]:
    """\\\"\"\" + __import__('os').system('x') + \"\"\""""
    raise NotImplementedError("what to do about Key")
