"""A log to read: commits of twenty types of events, of about six hundred bytes each, and who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from isal import igzip
from pydantic import Field
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import RULE, Record, padded
from specfold.eventlog.envelope import Envelope, encode, type_name
from specfold.model.messages import Catalog, Event, Row
from specfold.model.service import Aggregate, Key, Reader, View

TYPES = 20
WORDS = "A remark as people write it, of some length, about what happened and why it did."


class Fact(Event, type="Fact", version=1):
    """What all of them tell."""

    item_id: Annotated[str, Field(alias="itemId")]
    customer_id: Annotated[str, Field(alias="customerId")]
    amount: int
    currency: str
    remark: str


KINDS: tuple[type[Event], ...] = tuple(
    type(f"Fact{number}", (Fact,), {"__module__": __name__}, type=f"Fact{number}", version=1)
    for number in range(TYPES)
)
CATALOG = Catalog(*KINDS)


class Total(Row):
    """What the view keeps of an item."""

    item_id: Annotated[str, Field(alias="itemId")]
    amount: int


def _add(row: Total | None, event: Event) -> Total:
    fact = _fact(event)
    return Total(item_id=fact.item_id, amount=fact.amount + (row.amount if row else 0))


def _fact(event: Event) -> Fact:
    if not isinstance(event, Fact):
        raise TypeError(type(event).__name__)
    return event


@dataclass(frozen=True, slots=True)
class Sum:
    """The state of an item."""

    amount: int = 0


def _initial() -> Sum:
    return Sum()


def _evolve(state: Sum, event: Event) -> Sum:
    return Sum(state.amount + _fact(event).amount)


ITEMS: Aggregate[Sum] = Aggregate(
    name="Item",
    identity="itemId",
    channel="items",
    initial=_initial,
    evolve=_evolve,
    events=KINDS[:1],
)
TOTALS: View[Any] = View(
    name="totals",
    row=Total,
    key=Key("itemId"),
    events=KINDS[:1],
    key_of=lambda event: (_fact(event).item_id,),
    fold=_add,
    per_aggregate=True,
)
READER = Reader(channel="items", catalog=CATALOG, aggregates=(ITEMS,), views=(TOTALS,))


def records(count: int, keys: int) -> Iterator[Record]:
    """Commits of one event each, to so many keys in turn; every twentieth is of the first type."""
    tops: dict[str, tuple[int, str | None]] = {}
    for number in range(count):
        item = f"{number % keys:032x}"
        key = f"Item-{item}"
        base, parent = tops.get(key, (0, None))
        commit = f"{number:032x}"
        tops[key] = (base + 1, commit)
        data = {
            "itemId": item, "customerId": item, "amount": number % 100, "currency": "EUR", "remark": WORDS,
        }  # fmt: skip
        envelope = Envelope(
            partitionkey=key, commitid=commit, commitbase=base, commitparent=parent, commandid=commit,
            commitindex=0, commitcount=1, commitrule=RULE, id=f"{commit}-0", source="//bench.example/items",
            type=type_name(KINDS[number // keys % TYPES]), subject=item, time="2026-01-31T09:30:00Z",
            recordedtime="2026-01-31T09:30:00Z", datacontenttype="application/json",
            data=msgspec.Raw(msgspec.json.encode(data)),
        )  # fmt: skip
        yield Record(1, "shard-0", padded(str(number)), number, key, encode([envelope]))


def archive(count: int, keys: int) -> bytes:
    """The object of the archive that holds them."""
    return igzip.compress(b"".join(map(to_line, records(count, keys))))
