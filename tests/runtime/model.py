"""An independent, tiny statement of what must be true of a log: no code of the rule, just JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from specfold.eventlog.commit import Record

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
            if not all(map(_reads, events)):
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


class _Object(dict[str, Any]):
    """A JSON object that keeps members of one name apart, too."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def parsed(data: bytes) -> Any:
    """JSON as RFC 8259 has it, of at most 128 levels; whole numbers that are long are floats.

    Raises:
        ValueError: it is something else.
    """
    text = data.decode()
    depth, inside, escaped = 0, False, False
    for character in text if data.count(b"[") + data.count(b"{") > 128 else "":
        if inside:
            inside = escaped or character != '"'
            escaped = not escaped and character == "\\"
        else:
            inside = character == '"'
            depth += (character in "[{") - (character in "]}")
            if depth > 128:
                raise ValueError("too deep")
    value = json.loads(
        text,
        parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits),
        parse_constant=_refused,
        object_pairs_hook=_Object,
    )
    json.dumps(value, ensure_ascii=False).encode()  # no half of a surrogate pair
    return value


def _well_typed(event: _Object) -> bool:
    ids, number = ("commitid", "commandid", "commitparent", "partitionkey"), range(2**31)
    counts = ("commitbase", "commitindex", "commitcount", "commitrule")
    return all(
        isinstance(value, str) and 1 <= len(value) <= (256 if name == "partitionkey" else 64)
        for name, value in event.pairs
        if name in ids and not (name == "commitparent" and value is None)
    ) and all(type(value) is int and value in number for name, value in event.pairs if name in counts)


def commit(record: Record) -> Events | None:
    """The events of a record that is one whole commit to its key, or of a later rule; else None."""
    try:
        events = parsed(record.data)
    except ValueError:
        return None
    if not isinstance(events, list) or not events or not all(isinstance(e, _Object) for e in events):
        return None
    rules = [value for event in events for name, value in event.pairs if name == "commitrule"]
    typed = all(type(rule) is int and rule in range(2**31) for rule in rules)
    if not typed or len({event.get("commitrule") for event in events}) != 1 or not rules:
        return None
    return events if events[0]["commitrule"] != 1 or _whole(events, record.key) else None


def _whole(events: list[_Object], key: str) -> bool:
    first = [events[0].get(name) for name in _OF_COMMIT]
    named = None not in (first[0], first[1], first[2], first[4], first[5])
    alike = all([event.get(name) for name in _OF_COMMIT] == first for event in events)
    places = [event.get("commitindex") for event in events]
    begins = (first[2] == 0) == (first[3] is None)
    placed = places == list(range(len(events))) and first[5] == len(events)
    return all(map(_well_typed, events)) and named and alike and placed and begins and first[0] == key


def _reads(event: dict[str, Any]) -> bool:
    if not isinstance(event.get("type"), str):
        return False
    data = event.get("data")
    return event["type"].startswith("Strange") or (isinstance(data, dict) and "secret" not in data)


def skips(records: Iterable[Record]) -> set[tuple[str, int, str, str]]:
    """The key, epoch, shard and number of every record that an operator had passed over."""
    found = set()
    for record in records:
        event = _skip(record) if b'"specfold.record.skipped"' in record.data else None
        if event is not None and event["type"] == "specfold.record.skipped":
            named = event["skippedepoch"], event["skippedshard"], event["skippedseq"]
            if event["partitionkey"] == record.key and (named[0], int(named[2])) < order(record):
                found.add((record.key, *named))
    return found


def _skip(record: Record) -> _Object | None:
    """The one event of a batch that is no commit, if all that a skip names is of its type."""
    try:
        events = parsed(record.data)
    except ValueError:
        return None
    if commit(record) or not isinstance(events, list) or len(events) != 1 or type(events[0]) is not _Object:
        return None
    types: dict[str, Any] = dict.fromkeys(("skippedepoch", "skippedrule"), lambda v: v in range(2**31))
    types |= dict.fromkeys(("partitionkey", "skippedshard"), lambda v: 1 <= len(v) <= 256)
    types |= {"type": lambda v: True, "skippedseq": re.compile("[0-9]{56}").fullmatch}
    typed = all(
        type(value) is (int if name in ("skippedepoch", "skippedrule") else str) and types[name](value)
        for name, value in events[0].pairs
        if name in types
    )
    return events[0] if typed and types.keys() <= events[0].keys() else None


def _fits(bases: dict[int, Events], events: Events) -> bool:
    """Whether a commit lost against those before it, or is on the last of them."""
    before = _chained([bases[base] for base in sorted(bases)])
    base, parent = events[0]["commitbase"], events[0].get("commitparent")
    return bool(base < before.version or (base == before.version and parent == before.top))


def truths(records: Iterable[Record]) -> dict[str, Truth]:
    """By key: the first commit of each base, in the order of the log. A key with no commit has no winners."""
    found: dict[str, dict[int, Events]] = {}
    of_tomorrow: set[str] = set()
    records = sorted(records, key=order)
    passed = skips(records)
    for record in records:
        bases = found.setdefault(record.key, {})
        events = commit(record)
        if record.key in of_tomorrow or not events:
            continue
        if (record.key, record.epoch, record.shard, record.seq) in passed:
            if events[0]["commitrule"] != 1 or not _fits(bases, events):
                continue
            events = [e if _reads(e) else e | {"type": "Strange.v0", "data": {}} for e in events]
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
