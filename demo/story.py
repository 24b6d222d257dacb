"""How the journey is told: stations in plain words, and promises that hold or break."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
WIDTH = 96


class Broken(Exception):
    """Something was not as promised."""


class Story:
    """Prints what happens, and counts what was promised."""

    def __init__(self) -> None:
        self.kept = 0
        self._stations = 0
        self._colour = sys.stdout.isatty()

    def station(self, title: str) -> None:
        """Begin the next part."""
        self._stations += 1
        self._print(f"\n{self._styled('1', f'{self._stations}. {title}')}")

    def tell(self, text: str) -> None:
        """Say what happened."""
        self._print(f"   {text}")

    def show(self, label: str, text: object) -> None:
        """A labelled fact, cut to the width of a page."""
        line = f"   {label:<12} {text}"
        self._print(self._styled("2", line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"))

    def promise(self, text: str, holds: bool, otherwise: object = "") -> None:
        """Something that must be so.

        Raises:
            Broken: it is not; `otherwise` says what is.
        """
        if not holds:
            self._print(f"   {self._styled('31', 'BROKEN')} {text}")
            raise Broken(f"{text}: {otherwise}")
        self.kept += 1
        self._print(f"   {self._styled('32', 'holds')}  {text}")

    def _styled(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _print(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def wait_for(what: str, look: Callable[[], T | None], *, seconds: float = 60) -> T:
    """What `look` finds, as soon as it finds something.

    Raises:
        Broken: it found nothing in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)  # between two looks at another process; nothing is assumed after it
    raise Broken(f"{what} did not come within {seconds:.0f} s")
