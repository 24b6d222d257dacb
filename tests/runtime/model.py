"""An independent, tiny statement of what must be true of a log: no runtime code, just JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from runtime.commit import Record


@dataclass
class Truth:
    """What the log of one key says."""

    winners: list[list[dict[str, Any]]] = field(default_factory=list)  # the events of each version
    sound: bool = True  # not so where clients went on from a loser: nobody can tell what comes then

    @property
    def version(self) -> int:
        return len(self.winners)

    @property
    def top(self) -> str | None:
        return self.winners[-1][0]["commitid"] if self.winners else None

    @property
    def commands(self) -> list[str]:
        return [events[0]["commandid"] for events in self.winners]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for events in self.winners for event in events]

    @property
    def cents(self) -> int:
        return sum(event["data"].get("cents", 0) for event in self.events)

    @property
    def status(self) -> str:
        types = [event["type"] for event in self.events]
        return "cancelled" if "OrderCancelled.v1" in types else "open" if "OrderPlaced.v2" in types else "new"


def truths(records: Iterable[Record]) -> dict[str, Truth]:
    """By key: the first record of each base, in the order of the log."""
    found: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for record in sorted(records, key=lambda r: (r.epoch, int(r.seq))):
        events = json.loads(record.data)
        found.setdefault(record.key, {}).setdefault(events[0]["commitbase"], events)
    return {key: _chained([bases[base] for base in sorted(bases)]) for key, bases in found.items()}


def _chained(firsts: list[list[dict[str, Any]]]) -> Truth:
    """Each winner must stand on the one before."""
    top: str | None = None
    for n, events in enumerate(firsts):
        if events[0]["commitbase"] != n or events[0].get("commitparent") != top:
            return Truth(firsts[:n], sound=False)
        top = events[0]["commitid"]
    return Truth(firsts)


def summaries(truth: dict[str, Truth]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of the view OrderSummary."""
    return {
        (key.removeprefix("Order-"),): {
            "orderId": key.removeprefix("Order-"),
            "customerId": own.events[0]["data"]["customerId"],
            "status": "open",
            "cents": own.cents,
            "placedAt": own.events[0]["data"]["placedAt"],
        }
        for key, own in truth.items()
        if own.status == "open"
    }


def totals(truth: dict[str, Truth]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of the view CustomerTotals."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for own in truth.values():
        for event in own.events:
            customer = event["data"]["customerId"]
            row = rows.setdefault((customer,), {"customerId": customer, "orders": 0, "cents": 0})
            row["orders"] += event["type"] == "OrderPlaced.v2"
            row["cents"] += event["data"].get("cents", 0) if event["type"] == "LineAdded.v1" else 0
    return {key: row for key, row in rows.items() if row["orders"] or row["cents"]}
