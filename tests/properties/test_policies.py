"""A policy over random records, faults and restarts: each command acts once, in order; every key goes on."""

from __future__ import annotations

import json
import logging
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from specfold.eventlog.cursor import Status
from specfold.model.errors import Blocked, OutcomeUnknown, Throttled, Unavailable
from specfold.projections.policy_reader import PolicyReader
from specfold.storage.memory_ports import MemoryCursors
from specfold.testing import World, running

from tests.properties.depth import cases
from tests.runtime import shop
from tests.runtime.shop import PaymentCaptured

TARGETS = 6
FAULTS = (Throttled, Unavailable, OutcomeUnknown, Blocked)


def reaction(event: Any) -> list[Any]:
    """An event names its targets: `3,0,3` asks for a line on each, with the place as its cents."""
    tag, _, names = event.order_id.partition(":")
    targets = [name for name in names.split(",") if name]
    return [shop.AddLine(order_id=name, cents=int(tag) * 100 + place) for place, name in enumerate(targets)]


POLICY = replace(shop.POLICY, name="onPayment", react=reaction, issues=(shop.ADD_LINE,))


class Case:
    """A world whose ports fail at random, and the payments that its policy reads."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.world: World = running(replace(shop.SERVICE, policies=()))
        self.world.clock.on_sleep = self._orders
        self.expected: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for target in range(TARGETS):
            self.world.client().post("/orders", {"orderId": f"{target}", "customerId": "c"})
        self.world.drain()
        for tag in range(1, self.random.randint(2, 8)):
            self._pay(tag)
        self.cursors = MemoryCursors()
        self.rate = 0.0
        part = self.world.parts["shop"]
        part.ledger.fault = self.cursors.fault = self.world.logs["orders"].fault = self._fault

    def _pay(self, tag: int) -> None:
        key = f"Payment-{self.random.randint(1, 3)}"
        events = []
        for at in range(self.random.randint(1, 4)):
            own = tag * 10 + at
            targets = [f"{self.random.randrange(TARGETS)}" for _ in range(self.random.choice((0, 1, 3, 30)))]
            events.append(PaymentCaptured(order_id=f"{own}:{','.join(targets)}"))
            for place, target in enumerate(targets):
                self.expected[target].append((int(key[-1]), tag, own * 100 + place))
        self.world.publish("payments", key, *events)

    def _fault(self, _point: str) -> None:
        if self.random.random() < self.rate:
            raise self.random.choice(FAULTS)

    def _orders(self) -> None:
        if self.random.random() < 0.7:  # else the ledger is late
            self.world.drain()

    def policy(self) -> PolicyReader:
        """A process of its own: it remembers nothing."""
        part = self.world.parts["shop"]
        wait = self.random.choice((0.0, 0.1, 1.0, 10.0))
        return PolicyReader(
            POLICY, commands=part.commands, cursors=self.cursors, repairs=self.world.repairs, wait=wait
        )

    def read(self) -> None:
        """Deliver until all is read, by processes that end at times."""
        records, reader = self.world.logs["payments"].entries, self.policy()
        for turn in range(3_000):
            self.rate = 0.0 if turn > 30 else self.rate
            if self.random.random() < 0.3:
                reader = self.policy()
            if not reader.read(records):
                return
            self._orders()
        raise AssertionError("a record comes again without end")

    def lines(self, target: str) -> list[int]:
        """The lines of an order that count, in order: what lost its race is left out."""
        self.rate = 0.0
        head, found = None, []
        for record in (r for r in self.world.logs["orders"].entries if r.key == f"Order-{target}"):
            events = json.loads(record.data)
            if events[0].get("commitparent") == head:
                head = events[0]["commitid"]
                found += [event["data"]["cents"] for event in events if "cents" in event["data"]]
        return found


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_each_command_acts_once_and_in_the_order_of_its_key() -> None:
    commands = 0
    for seed in range(cases(bounded=60, deep=3_000)):
        case = Case(seed)
        case.rate = case.random.choice((0.0, 0.02, 0.1))
        case.read()
        assert {cursor.status for cursor in case.cursors.stored.values()} <= {Status.OK}, seed
        for target in map(str, range(TARGETS)):
            found, expected = case.lines(target), case.expected[target]
            assert sorted(found) == sorted(cents for _, _, cents in expected), f"seed {seed}"
            for key in (1, 2, 3):
                own = [cents for of, _, cents in expected if of == key]
                assert [cents for cents in found if cents in own] == own, f"seed {seed}: another order"
            commands += len(expected)
    print(f"{commands:,} commands")  # counts of the deep form
    assert commands >= 60
