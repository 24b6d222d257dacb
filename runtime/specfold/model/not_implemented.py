"""Handwritten functions that are not there yet: what stands in for them, so that the rest works.

A type checker refuses such a module and names the function; `specfold generate` prints its stub. This is for
the time in between: whatever needs the function says so, by 501 or in a parked cursor, and nothing else is
touched.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from specfold.model.errors import Unwritten


def fill_missing_handlers(module: ModuleType, contract: type) -> None:
    """Give a handwritten module every function of its contract that it lacks; each raises Unwritten."""
    for name, member in vars(contract).items():
        if callable(member) and not name.startswith("_") and not hasattr(module, name):
            setattr(module, name, _unwritten(f"{module.__name__}.{name}"))


def _unwritten(function: str) -> Callable[..., NoReturn]:
    # NoReturn: anyone who asks what `initial` returns learns that this is none that can be called.
    def unwritten(*_: Any) -> NoReturn:
        raise Unwritten(f"{function} is to be written by hand")

    return unwritten
