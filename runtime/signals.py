"""What operators must see: one log line each, with a stable name to count and alarm on.

Keys, ids, types and errors only; never a payload, a row or a state.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Literal

from runtime.cursor import Cursor, Status

Name = Literal[
    "held",
    "parked",
    "rejected",
    "retried",
    "repaired",
    "defect",
    "failed",
    "audited",
    "AuditMissing",  # the archive lacked `count` records of a closed window
    "HeadMismatch",  # `count` heads of the ledger stand on no record that is kept
]
_log = logging.getLogger("runtime.signals")
_LEVELS = {
    "held": logging.ERROR,
    "parked": logging.ERROR,
    "defect": logging.ERROR,
    "AuditMissing": logging.ERROR,
    "HeadMismatch": logging.ERROR,
    "retried": logging.WARNING,
}


def signal(name: Name, **facts: object) -> None:
    """Say that something happened; `facts` become fields of the log record, and are in its text.

    A fact `count` says how often it did.
    """
    text = " ".join(f"{key}={value}" for key, value in facts.items())
    _log.log(_LEVELS.get(name, logging.INFO), "%s %s", name, text, extra={"signal": name, "facts": facts})


def stopped(reader: str, cursors: Mapping[str, Cursor]) -> None:
    """Say of each key that has just stopped for this reader that it did, and why."""
    for key, cursor in cursors.items():
        if cursor.status is not Status.OK and not cursor.missed:
            name: Name = "held" if cursor.status is Status.HELD else "parked"
            signal(name, reader=reader, key=key, version=cursor.version, error=cursor.error)
