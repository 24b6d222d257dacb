"""Everything at once, in random order.

Clients with lagging reads crash and retry, puts land late and twice, readers are killed between steps, race
each other and get their batches again, handlers break, the stream is resharded. In the end ledger, views and
replay say what the independent model says.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from runtime.commands import Commands
from runtime.commit import Position, Record, padded
from runtime.cursor import Status
from runtime.errors import HandlerFault, OutcomeUnknown, Throttled, Unavailable
from runtime.memory import MemoryClock, MemoryIds, MemoryLedger, MemoryRepairs, MemoryViews
from runtime.messages import Command
from runtime.outcomes import Accepted, Request
from runtime.ports import LedgerItem, RowKey, ViewItem
from runtime.reader import ChannelReader
from runtime.repair import History, Repair
from runtime.replay import differences, replay
from runtime.service import Decision
from tests.runtime import model, shop

KEYS = ("1", "2", "3")
FATES = ["kill write", "kill write done", "fail write", "fail write done"]  # of a reader
BEGIN = int(MemoryClock().now().timestamp() * 1000)


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


@dataclass
class ShardedLog:
    """A log whose puts fail, fly and land late, and whose shard for a key changes at a reshard."""

    chance: random.Random
    generation: int = 0
    shards: dict[str, list[Record]] = field(default_factory=dict)
    flying: list[tuple[str, bytes]] = field(default_factory=list)
    faulty: bool = False
    seq: int = 0

    def put(self, key: str, data: bytes) -> Position:
        fate = self.chance.randrange(8) if self.faulty else 7
        if fate == 0:
            raise Throttled
        if fate == 1:
            raise OutcomeUnknown
        if fate == 2:
            self.flying.append((key, data))
            raise OutcomeUnknown
        position = self.append(key, data)
        if fate == 3:
            raise OutcomeUnknown
        if fate == 4:
            self.append(key, data)  # the SDK tried again and both landed
        return position

    def append(self, key: str, data: bytes) -> Position:
        self.seq += self.chance.randint(1, 9)
        shard = f"shard-{self.generation}-{(int(key[-1]) + self.generation) % 2}"
        record = Record(1, shard, padded(str(self.seq)), BEGIN + self.seq, key, data)
        self.shards.setdefault(shard, []).append(record)
        return Position(1, shard, record.seq)

    def land(self, which: int) -> None:
        self.append(*self.flying.pop(which))

    def all(self) -> list[Record]:
        return [record for shard in self.shards.values() for record in shard]

    def records(self, key: str | None = None) -> Iterator[Record]:
        """As an archive gives them: shuffled and doubled."""
        found = [record for record in self.all() if key in (None, record.key)]
        found += self.chance.sample(found, len(found) // 2)
        self.chance.shuffle(found)
        return iter(found)


class StaleLedger(MemoryLedger):
    """A second poller: what it read a while ago, it writes now."""

    behind = 0

    def read_many(self, keys: Sequence[str]) -> Mapping[str, LedgerItem]:
        items: dict[str, LedgerItem] = {}
        for key in keys:
            history = self._history.get(key, [])
            seen = len(history) - min(self.behind, len(history))
            if seen:
                items[key] = history[seen - 1]
        return items


class StaleViews(MemoryViews):
    """The same for views."""

    remembered: dict[str, ViewItem] | None = None

    def load(self, view: Any, keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        now = super().load(view, keys)
        return (
            {key: self.remembered.get(f"{view.name}/{key}", item) for key, item in now.items()}
            if self.remembered
            else now
        )

    def remember(self) -> dict[str, ViewItem]:
        keys = {f"Order-{id}": (id,) for id in KEYS}
        return {
            f"{view.name}/{key}": item
            for view in shop.READER.views
            for key, item in MemoryViews.load(self, view, keys).items()
        }


class LogMachine(RuleBasedStateMachine):
    """Deliveries keep the order of the shards; parents are drained before children."""

    ordered = True

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        shop.broken.clear()
        self.chance = random.Random(seed)
        self.log = ShardedLog(self.chance)
        self.ledger = StaleLedger(fault=self.strike, lag=lambda: self.chance.choice((0, 0, 1, 2)))
        self.views = StaleViews(shop.READER.views, fault=self.strike)
        self.repairs = MemoryRepairs()
        self.at: dict[str, int] = {}
        self.fate: str | None = None
        self.asked: dict[str, str] = {}  # command id by idempotency name
        self.answers: dict[str, int] = {}
        self.clock, self.ids = MemoryClock(), MemoryIds()
        self.memory: dict[str, ViewItem] = {}

    def strike(self, point: str) -> None:
        if self.fate == f"kill {point}":
            self.fate = None
            raise Killed
        if self.fate == f"fail {point}":
            self.fate = None
            raise Unavailable("struck")

    # clients

    @rule(
        id=st.sampled_from(KEYS),
        kind=st.sampled_from(["place", "line", "line", "line", "cancel"]),
        name=st.integers(0, 12),
        faulty=st.booleans(),
    )
    def ask(self, id: str, kind: str, name: int, faulty: bool) -> None:
        """A command; a name that was used before is a client's retry."""
        self.asks(id, kind, name, faulty)

    def asks(self, id: str, kind: str, name: int, faulty: bool) -> None:
        command_id = f"{id}-{kind}-{name}"
        commands = Commands(
            shop.SERVICE,
            ledger=self.ledger,
            logs={"orders": self.log},
            repairs=self.repairs,
            clock=self.clock,
            ids=self.ids,
            jitter=lambda: 0.5,
        )
        known: dict[str, tuple[Decision[Any, Any], Command]] = {
            "place": (shop.PLACE_ORDER, shop.PlaceOrder(order_id=id, customer_id=f"c{int(id) % 2}")),
            "line": (shop.ADD_LINE, shop.AddLine(order_id=id, cents=name + 1)),
            "cancel": (shop.CANCEL_ORDER, shop.CancelOrder(order_id=id)),
        }
        decision, command = known[kind]
        self.log.faulty = faulty
        try:
            outcome = commands.handle(decision, command, Request(command_id=command_id))
        except (Unavailable, HandlerFault):
            return
        finally:
            self.log.faulty = False
        if isinstance(outcome, Accepted) and self.ordered:
            assert self.answers.setdefault(command_id, outcome.version) == outcome.version

    @precondition(lambda self: self.log.flying)
    @rule(data=st.data())
    def land_late(self, data: st.DataObject) -> None:
        self.log.land(data.draw(st.integers(0, len(self.log.flying) - 1)))

    @rule(seconds=st.integers(5, 40), hurry=st.sampled_from([0.2, 0.5, 0.8]))
    def live(self, seconds: int, hurry: float) -> None:
        """A while of ordinary life, so that histories grow; the seed says what happens."""
        chance = self.chance
        for _ in range(seconds):
            if chance.random() < hurry:
                kind = chance.choice(
                    ["place", "line", "line", "line", "line", "cancel"][: chance.choice([4, 5, 6])]
                )
                self.asks(chance.choice(KEYS), kind, chance.randrange(40), chance.random() < 0.4)
            elif self.log.flying and chance.random() < 0.3:
                self.log.land(chance.randrange(len(self.log.flying)))
            elif shards := self.readable():
                fate = chance.choice([*[None] * 6, *FATES])
                self.delivers(chance.choice(shards), chance.randint(1, 6), chance.randint(0, 3), fate, 0)
            if chance.random() < 0.01 and self.log.generation < 3:
                self.log.generation += 1

    # readers

    def readable(self) -> list[str]:
        """Shards with something to read; none of a generation before the one above it is drained."""
        left = [s for s in sorted(self.log.shards) if self.at.get(s, 0) < len(self.log.shards[s])]
        first = left[0].split("-")[1] if left and self.ordered else None
        return [shard for shard in left if first in (None, shard.split("-")[1])]

    @rule(
        data=st.data(),
        size=st.integers(1, 6),
        again=st.integers(0, 3),
        fate=st.sampled_from([None, *FATES]),
        stale=st.sampled_from([0, 0, 0, 1, 2]),
    )
    def deliver(self, data: st.DataObject, size: int, again: int, fate: str | None, stale: int) -> None:
        """A batch of one shard, some of it again; the reader may die, or be a slow second one."""
        if shards := self.readable():
            self.delivers(data.draw(st.sampled_from(shards)), size, again, fate, stale)

    def delivers(self, shard: str, size: int, again: int, fate: str | None, stale: int) -> None:
        at = self.at.get(shard, 0)
        batch = self.log.shards[shard][max(0, at - again) : at + size]
        batch = batch + batch[: again if stale else 0]
        self.fate, self.ledger.behind = fate, stale
        self.views.remembered = self.memory if stale else None
        try:
            failed = {record.identity for record in self.reader().read(batch)}
        except Killed:
            return
        finally:
            self.fate, self.ledger.behind, self.views.remembered = None, 0, None
        self.memory = self.views.remember()
        ahead = self.log.shards[shard][at : at + size]
        self.at[shard] = at + next((i for i, r in enumerate(ahead) if r.identity in failed), len(ahead))
        self.mend_what_is_held()

    def mend_what_is_held(self) -> None:
        """As the repair function does, sooner or later."""
        while self.repairs.asked and (self.ordered or self.chance.random() < 0.5):
            self.repair(self.repairs.asked.pop()[1])

    def reader(self) -> ChannelReader:
        return ChannelReader(shop.READER, ledger=self.ledger, views=self.views, repairs=self.repairs)

    @rule(handler=st.sampled_from(["summary", "totals", "evolve"]))
    def break_a_handler(self, handler: str) -> None:
        shop.broken.add(handler)

    @rule()
    def mend_the_handlers(self) -> None:
        shop.broken.clear()

    @precondition(lambda self: self.log.generation < 3)
    @rule()
    def reshard(self) -> None:
        self.log.generation += 1

    @rule(id=st.sampled_from(KEYS), again=st.integers(0, 3))
    def repair_one(self, id: str, again: int) -> None:
        """At any time, also where nothing is wrong, and while handlers are broken."""
        if again == 0:
            self.repair(f"Order-{id}")

    def repair(self, key: str) -> dict[str, Any]:
        history = History(self.log, self.log)
        repair = Repair(
            reader=shop.READER, history=history, ledger=self.ledger, views=self.views, clock=self.clock
        )
        return dict(repair.repair(key))

    # what must be true

    @invariant()
    def there_is_no_gap_when_the_order_is_kept(self) -> None:
        """Suspects there are, where a repair ran ahead of the reader; they are cleared by the next."""
        if self.ordered:
            cursors = [item.cursor for item in self.ledger.items.values()] + list(
                self.views.cursors().values()
            )
            assert not any("a gap" in cursor.error for cursor in cursors)

    @invariant()
    def no_command_acts_twice(self) -> None:
        for key, truth in model.truths(self.log.all()).items():
            assert len(set(truth.commands)) == len(truth.commands), key

    def settle(self) -> None:
        shop.broken.clear()
        self.log.faulty, self.fate = False, None
        while self.log.flying:
            self.log.land(0)
        while shards := self.readable():
            for shard in shards:
                batch = self.log.shards[shard][self.at.get(shard, 0) :]
                assert self.reader().read(batch) == []
                self.at[shard] = len(self.log.shards[shard])

    def stopped(self) -> set[str]:
        """Keys that are visibly stopped somewhere."""
        ledger = {k for k, item in self.ledger.items.items() if item.cursor.status is not Status.OK}
        views = {
            str(key) if isinstance(key, str) else f"Order-{key[0]}"
            for (_, key), cursor in self.views.cursors().items()
            if cursor.status is not Status.OK
        }
        return ledger | views

    def teardown(self) -> None:
        if not hasattr(self, "log"):
            return
        self.settle()
        diverged: set[str] = set()
        everything = model.truths(self.log.all())
        for key in self.stopped():
            results = self.repair(key)
            diverged |= {name for name, result in results.items() if result == "diverged"}
            if everything[key].sound:
                assert set(results.values()) <= ({"ok"} if self.ordered else {"ok", "diverged"}), results
        self.check_what_cannot_be_mended({key for key, own in everything.items() if not own.sound})
        if all(own.sound for own in everything.values()):
            self.check_all(everything, diverged)

    def check_what_cannot_be_mended(self, unsound: set[str]) -> None:
        """Clients went on from a loser that a reader took for the winner: held for good, and seen."""
        assert not (self.ordered and unsound)
        assert unsound <= self.stopped()
        replayed = replay(shop.READER, self.log.records())
        assert {key for reader, key in replayed.stopped if reader == "ledger"} == unsound

    def check_all(self, truth: dict[str, model.Truth], diverged: set[str]) -> None:
        self.check_ledger(truth)
        self.check_commands(truth)
        assert self.views.tables()["OrderSummary"] == model.summaries(truth)
        if not diverged:
            assert self.views.tables()["CustomerTotals"] == model.totals(truth)
        self.check_replay(truth)

    def check_ledger(self, truth: dict[str, model.Truth]) -> None:
        assert set(self.ledger.items) == set(truth)
        for key, own in truth.items():
            item = self.ledger.items[key]
            assert (item.cursor.version, item.cursor.top) == (own.version, own.top)
            state = shop.states().decode(item)
            assert (state.status.value, state.cents) == (own.status, own.cents)

    def check_commands(self, truth: dict[str, model.Truth]) -> None:
        accepted = {id: n + 1 for own in truth.values() for n, id in enumerate(own.commands)}
        found = {id: item.version for id, item in self.ledger.commands.items() if item.version}
        assert found == accepted
        if self.ordered:
            assert self.answers.items() <= accepted.items()

    def check_replay(self, truth: dict[str, model.Truth]) -> None:
        replayed = replay(shop.READER, self.log.records())
        assert replayed.stopped == {}
        assert replayed.tables["OrderSummary"] == model.summaries(truth)
        assert replayed.tables["CustomerTotals"] == model.totals(truth)
        ledger = {key: item.cursor.head for key, item in self.ledger.items.items()}
        assert differences(replayed.heads, ledger) == []


class UnorderedMachine(LogMachine):
    """Children may be read before their parents' tails: held, and repaired; never silently wrong."""

    ordered = False


LIMITS = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestLog = pytest.mark.timeout(300)(LogMachine.TestCase)
TestLog.settings = LIMITS
TestUnorderedLog = pytest.mark.timeout(300)(UnorderedMachine.TestCase)
TestUnorderedLog.settings = LIMITS
