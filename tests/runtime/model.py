"""An independent, tiny statement of what must be true of a log: no code of the rule, just JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from runtime.commit import Record

Events = list[dict[str, Any]]  # of one commit
_OF_COMMIT = ("partitionkey", "commitid", "commitbase", "commitparent", "commandid", "commitcount")


@dataclass
class Truth:
    """What the log of one key says."""

    winners: list[Events] = field(default_factory=list)  # the events of each version
    sound: bool = True  # not so where clients went on from a loser: nobody can tell what comes then

    @property
    def version(self) -> int:
        return len(self.winners)

    @property
    def top(self) -> str | None:
        return self.winners[-1][0]["commitid"] if self.winners else None

    @property
    def commits(self) -> list[str]:
        return [events[0]["commitid"] for events in self.winners]

    @property
    def commands(self) -> list[str]:
        return [events[0]["commandid"] for events in self.winners]

    @property
    def events(self) -> Events:
        return [event for events in self.winners for event in events]

    @property
    def folded(self) -> Truth:
        """As far as handlers can take it: up to a payload that is of another shape than its type's."""
        for version, events in enumerate(self.winners):
            if any("secret" in e["data"] for e in events if not e["type"].startswith("Strange")):
                return Truth(self.winners[:version])
        return self

    @property
    def cents(self) -> int:
        return sum(event["data"].get("cents", 0) for event in self.events)

    @property
    def status(self) -> str:
        types = [event["type"] for event in self.events]
        return "cancelled" if "OrderCancelled.v1" in types else "open" if "OrderPlaced.v2" in types else "new"


def order(record: Record) -> tuple[int, int]:
    """The order of the log."""
    return record.epoch, int(record.seq)


def commit(record: Record) -> Events | None:
    """The events of a record that is one whole commit to its key; None if it is not."""
    try:
        events = json.loads(record.data)
    except ValueError:
        return None
    if not isinstance(events, list) or not events or not all("commitrule" in event for event in events):
        return None
    first = [events[0].get(name) for name in _OF_COMMIT]
    whole = [event["commitindex"] for event in events] == list(range(first[5]))
    alike = all([event.get(name) for name in _OF_COMMIT] == first for event in events)
    begins = (first[2] == 0) == (first[3] is None)
    return events if whole and alike and begins and first[0] == record.key else None


def truths(records: Iterable[Record]) -> dict[str, Truth]:
    """By key: the first commit of each base, in the order of the log. A key with no commit has no winners."""
    found: dict[str, dict[int, Events]] = {}
    of_tomorrow: set[str] = set()
    for record in sorted(records, key=order):
        bases = found.setdefault(record.key, {})
        events = commit(record)
        if record.key in of_tomorrow or not events:
            continue
        if events[0]["commitrule"] != 1:
            of_tomorrow.add(record.key)
            continue
        bases.setdefault(events[0]["commitbase"], events)
    made = {key: _chained([bases[base] for base in sorted(bases)]) for key, bases in found.items()}
    for key in of_tomorrow:
        made[key].sound = False
    return made


def _chained(firsts: list[Events]) -> Truth:
    """Each winner must stand on the one before."""
    top: str | None = None
    for n, events in enumerate(firsts):
        if events[0]["commitbase"] != n or events[0].get("commitparent") != top:
            return Truth(firsts[:n], sound=False)
        top = events[0]["commitid"]
    return Truth(firsts)


def until(records: Iterable[Record], at: int) -> list[Record]:
    """What stood in the log at a time: of each key, all before the first record that came later."""
    late: set[str] = set()
    kept = []
    for record in sorted(records, key=order):
        if record.arrived > at:
            late.add(record.key)
        if record.key not in late:
            kept.append(record)
    return kept


def summaries(truth: dict[str, Truth]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of the view OrderSummary."""
    return {
        (key.removeprefix("Order-"),): {
            "orderId": key.removeprefix("Order-"),
            "customerId": placed(own)["customerId"],
            "status": "open",
            "cents": own.cents,
            "placedAt": placed(own)["placedAt"],
        }
        for key, own in truth.items()
        if own.status == "open"
    }


def placed(truth: Truth) -> dict[str, Any]:
    """What the order said when it was placed."""
    return next(event["data"] for event in truth.events if event["type"] == "OrderPlaced.v2")


def totals(truth: dict[str, Truth]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of the view CustomerTotals."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for own in truth.values():
        for event in own.events:
            if event["type"] not in ("OrderPlaced.v2", "LineAdded.v1"):
                continue
            customer = event["data"]["customerId"]
            row = rows.setdefault((customer,), {"customerId": customer, "orders": 0, "cents": 0})
            row["orders"] += event["type"] == "OrderPlaced.v2"
            row["cents"] += event["data"].get("cents", 0) if event["type"] == "LineAdded.v1" else 0
    return rows
