"""The end of a run."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def leave(end: SystemExit) -> NoReturn:
    """End at once, as mypy does: taking a whole model apart object by object costs a tenth of a run.

    Raises:
        SystemExit: the given one, where Python has something to say at the end.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # anyone who read it has gone
        raise end from None
    if end.code is not None and not isinstance(end.code, int):
        raise end
    os._exit(end.code or 0)
