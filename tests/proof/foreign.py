"""Records that no writer of ours makes, and those of another service's writers."""

from __future__ import annotations

import json
from typing import Any, Final

from specfold.eventlog.commit import Record
from specfold.eventlog.ports import LedgerItem
from specfold.eventlog.skips import SkipEvent, Why, skip_data

MALFORMED: Final = ("no json", "no list", "empty", "short", "other key", "mixed", "orphan", "no rule")
WELL_FORMED: Final = ("unknown type", "poison", "two events", "no type", "null data")
HELD: Final = ("ahead", "another parent")  # for good, until an operator skips them
LATER: Final = "later rule"


def foreign(kind: str, key: str, item: LedgerItem | None, name: int) -> bytes:
    """A record of this kind, on the head that its writer sees."""
    version, top = (item.cursor.version, item.cursor.top) if item else (0, None)
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"foreign-{name}",
        "source": "//elsewhere",
        "type": "Strange.v1",
        "partitionkey": key,
        "commitid": f"foreign-{key}-{name}",
        "commitbase": version,
        "commandid": f"foreign-{key}-{name}",
        "commitindex": 0,
        "commitcount": 1,
        "commitrule": 1,
        "data": {"secret": name},
    } | ({"commitparent": top} if top else {})
    events = _WRONG[kind](event) if kind in _WRONG else [event]
    return kind.encode() if kind == "no json" else json.dumps(events).encode()


def _two(event: dict[str, Any], **second: object) -> list[dict[str, Any]]:
    both = event | {"commitcount": 2}
    return [both, both | {"id": event["id"] + "b", "commitindex": 1} | second]


_WRONG = {
    "no list": lambda event: event,
    "empty": lambda event: [],
    "short": lambda event: [event | {"commitcount": 2}],
    "other key": lambda event: [event | {"partitionkey": "Order-9"}],
    "mixed": lambda event: _two(event, commandid="another"),
    "orphan": lambda event: [{k: v for k, v in event.items() if k != "commitparent"} | {"commitbase": 3}],
    "no rule": lambda event: [{k: v for k, v in event.items() if k != "commitrule"}],
    "poison": lambda event: [event | {"type": "LineAdded.v1"}],
    "two events": _two,
    "no type": lambda event: [{k: v for k, v in event.items() if k != "type"}],
    "null data": lambda event: [event | {"type": "LineAdded.v1", "data": None}],
    "ahead": lambda event: [event | {"commitbase": event["commitbase"] + 7, "commitparent": "nowhere"}],
    "another parent": lambda event: [event | {"commitbase": event["commitbase"] or 1, "commitparent": "no"}],
    LATER: lambda event: [event | {"commitrule": 2}],
}


def skip_of(record: Record) -> bytes:
    """The skip of a record."""
    event = SkipEvent(
        id="skip",
        source="//elsewhere",
        time="2026-01-31T00:00:00Z",
        partitionkey=record.key,
        skippedepoch=record.epoch,
        skippedshard=record.shard,
        skippedseq=record.seq,
        data=Why(by="operator", reason="it never reads"),
    )
    return skip_data(event)
