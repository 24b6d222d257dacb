"""Every pair of releases over one stream that both have written: upgrades, rollbacks, both at once.

`tests/properties/releases.py` has the releases. SPECFOLD_DEEP=1 tries at least 100,000 steps.
"""

from __future__ import annotations

import itertools
import json
import logging
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Held, Outcome, Request
from specfold.eventlog.cursor import Cursor, Status
from specfold.model.service import Service
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.head_audit import departures
from specfold.recovery.repair import History, Repair
from specfold.recovery.replay import differences, replay
from specfold.storage.memory_ports import (
    MemoryClock,
    MemoryCursors,
    MemoryIds,
    MemoryLedger,
    MemoryLog,
    MemoryRepairs,
    MemoryViews,
)

from tests.properties.depth import cases
from tests.properties.releases import RELEASES, releases

JARS = 3
STEPS = 14  # of one phase
PAIRS = [(a, b) for a, b in itertools.product(RELEASES, RELEASES) if a != b]
SEEDS = cases(bounded=6, deep=250)
CLOSED = "JarClosed.v1"


class Code:
    """One release at work: each of its processes, over ports that outlive it."""

    def __init__(self, world: World, service: Service) -> None:
        self.service, (self.reader,), (policy,) = service, service.readers, service.policies
        ports: dict[str, Any] = {"ledger": world.ledger, "repairs": world.repairs}
        self.channel = ChannelReader(self.reader, views=world.views, **ports)
        self.commands = Commands(
            service, logs={"jars": world.log}, clock=world.clock, ids=world.ids, jitter=lambda: 0.5, **ports
        )
        self.policy = PolicyReader(
            policy, commands=self.commands, cursors=world.reactions, repairs=world.repairs, wait=0.5
        )
        self.repair = Repair(
            reader=self.reader,
            history=History(world.log, world.log),
            ledger=world.ledger,
            views=world.views,
            clock=world.clock,
            policies=[self.policy],
        )

    def handle(self, name: str, id: str, wait: float, **members: Any) -> Outcome | None:
        """None: this release has no such command."""
        found = [one for one in self.service.decisions if one.name == name]
        if not found:
            return None
        command = found[0].command.from_wire(members)
        return self.commands.handle(found[0], command, Request(command_id=id, wait=wait))


class World:
    """One log and one set of tables, and the releases that work on them."""

    def __init__(self, services: dict[int, Service], seed: str) -> None:
        self.random = random.Random(seed)
        self.clock = MemoryClock()
        self.log, self.ledger = MemoryLog(clock=self.clock), MemoryLedger()
        self.views = MemoryViews(services[RELEASES[-1]].readers[0].views)
        self.reactions, self.repairs, self.ids = MemoryCursors(), MemoryRepairs(), MemoryIds()
        self.code = {release: Code(self, service) for release, service in services.items()}
        self.at = self.reacted = 0
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.given: dict[str, Accepted] = {}
        self.tally: Counter[str] = Counter()
        self.working: Sequence[int] = ()
        self.clock.on_sleep = self._meanwhile

    def phase(self, working: Sequence[int], steps: int) -> None:
        """Commands, readers, the policy and repairs, each step by one of the releases that work now."""
        self.working = working
        acts = [self.command] * 5 + [self.read] * 4 + [self.react] * 3 + [self.repair] * 2 + [self.again]
        for _ in range(steps):
            self.random.choice(acts)(self.code[self.random.choice(working)])
            self.check()

    def _meanwhile(self) -> None:
        if self.random.random() < 0.6:
            self.read(self.code[self.random.choice(self.working)])

    def command(self, code: Code) -> None:
        jar, number = f"{self.random.randrange(JARS)}", len(self.sent)
        name = self.random.choice(
            ["openJar", "openJar", "addCoin", "addCoin", "addCoin", "addCoin", "closeJar"]
        )
        members: dict[str, Any] = {"jarId": jar}
        if name == "openJar":
            members["owner"] = self.random.choice("pq")
        if name == "addCoin":
            members |= {"coinId": f"coin-{number}", "amount": self.random.randint(1, 9)}
            if code is not self.code[1] and self.random.random() < 0.5:
                members["note"] = "n"
        self.sent.append((name, f"command-{number}", members))
        self._ask(code, *self.sent[-1])

    def again(self, code: Code) -> None:
        """A client repeats a request, perhaps to another release."""
        if self.sent:
            name, id, members = self.random.choice(self.sent)
            if code is not self.code[1] or "note" not in members:
                self._ask(code, name, id, members)

    def _ask(self, code: Code, name: str, id: str, members: dict[str, Any]) -> Outcome | None:
        outcome = code.handle(name, id, self.random.choice([0.0, 2.0]), **members)
        self.tally[type(outcome).__name__] += 1
        if isinstance(outcome, Held) and outcome.newer:
            self.tally["refused as newer"] += 1
        before = self.given.get(id)
        if before and outcome is not None:
            assert outcome == before, (name, id)
        if isinstance(outcome, Accepted):
            self.given[id] = outcome
        return outcome

    def read(self, code: Code) -> None:
        first = max(0, self.at - self.random.choice([0, 0, 3]))  # some records come again
        last = self.random.randint(self.at, len(self.log.entries))
        assert code.channel.read(self.log.entries[first:last]) == []
        self.at = max(self.at, last)

    def react(self, code: Code) -> None:
        batch = self.log.entries[self.reacted :]
        left = {record.seq for record in code.policy.read(batch)} if batch else set()
        self.reacted += next((at for at, record in enumerate(batch) if record.seq in left), len(batch))

    def repair(self, code: Code) -> None:
        """The repairs that were asked for; some are lost."""
        asked = dict.fromkeys(key for _, key in self.repairs.asked)
        self.repairs.asked.clear()
        for key in asked:
            if self.random.random() < 0.7:
                results = code.repair.repair(key)
                self.tally.update(f"repair: {result}" for result in results.values())

    # what must hold

    def accepted(self) -> dict[str, list[list[tuple[str, dict[str, Any]]]]]:
        """By key, the events of each version."""
        found: dict[str, list[list[tuple[str, dict[str, Any]]]]] = defaultdict(list)
        heads: dict[str, str | None] = {}
        for record in self.log.entries:
            events = json.loads(record.data)
            first = events[0]
            if first.get("commitparent") == heads.get(record.key) and first["commitbase"] == len(
                found[record.key]
            ):
                heads[record.key] = first["commitid"]
                found[record.key].append([(event["type"], event["data"]) for event in events])
        return found

    def check(self) -> None:
        """No stored state and no row lacks an event that it was moved past, unless its cursor notes that."""
        histories = self.accepted()
        for key, item in self.ledger.items.items():
            reads = item.cursor.status is Status.OK and item.folded == item.cursor.version
            if key.startswith("Jar-") and reads and item.state:
                self._compare("ledger", item.cursor, json.loads(item.state), histories[key])
        rows = self.views.tables()["JarView"]
        for (view, row), cursor in self.views.cursors().items():
            if view == "JarView" and cursor.status is Status.OK:
                self._compare(view, cursor, rows.get((row[0],)) or {}, histories[f"Jar-{row[0]}"])

    def _compare(
        self, reader: str, cursor: Cursor, found: Any, history: list[list[tuple[str, dict[str, Any]]]]
    ) -> None:
        events = [event for commit in history[: cursor.version] for event in commit]
        worth = sum(data.get("amount", 0) + data.get("worth", 0) for type, data in events)
        assert found.get("total", 0) == worth, (reader, cursor, found)
        if any(type == CLOSED for type, _ in events):
            assert found.get("closed") or cursor.noted(CLOSED), (reader, cursor, found)

    def settle(self, newest: int) -> None:
        """The newest code alone, until all is read; each jar gets a command, and what it asks for is done."""
        self.phase([newest], 0)
        code = self.code[newest]
        for turn in range(12):
            for jar in range(JARS if turn < 4 else 0):
                number = len(self.sent)
                members = {"jarId": f"{jar}", "coinId": f"coin-{number}", "amount": 1}
                self.sent.append(("addCoin", f"command-{number}", members))
                self._ask(code, *self.sent[-1])
            self.at = min(self.at, len(self.log.entries))
            code.channel.read(self.log.entries[self.at :])
            self.at = len(self.log.entries)
            self.react(code)
            for _, key in dict.fromkeys(self.repairs.asked):
                code.repair.repair(key)
            self.repairs.asked.clear()
        self.check()

    def stopped(self) -> dict[Any, str]:
        cursors: dict[Any, Cursor] = {("ledger", key): item.cursor for key, item in self.ledger.items.items()}
        cursors |= self.views.cursors() | self.reactions.stored
        return {name: cursor.error for name, cursor in cursors.items() if cursor.status is not Status.OK}

    def check_end(self, newest: int) -> None:
        """All is as if the newest code had read everything, and what was answered is so."""
        assert self.stopped() == {}
        entries = self.log.entries
        fresh = replay(self.code[newest].reader, entries)
        assert fresh.stopped == {}
        assert self.views.tables() == fresh.tables
        heads = {key: item.cursor.head for key, item in self.ledger.items.items()}
        assert differences(fresh.heads, heads) == []
        assert [*departures(entries, heads)] == []
        states = {key: item.state for key, item in self.ledger.items.items()}
        assert states == {key: item.state for key, item in fresh.ledger.items()}
        histories = self.accepted()
        counted = Counter(
            data["coinId"]
            for own in histories.values()
            for c in own
            for t, data in c
            if t == "CoinCounted.v1"
        )
        coins = {
            data["coinId"]
            for own in histories.values()
            for c in own
            for t, data in c
            if t.startswith("CoinAdded")
        }
        assert counted == Counter(coins)
        for id, outcome in self.given.items():
            item = self.ledger.command(id)
            assert (item and item.version) == outcome.version, id
        self.tally.update({"coins": len(coins), "records": len(entries), "outcomes": len(self.given)})


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Service]:
    return releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_two_releases_over_one_stream_forget_and_repeat_nothing(
    services: dict[int, Service], before: int, after: int
) -> None:
    tally: Counter[str] = Counter()
    for seed in range(SEEDS):
        world = World(services, f"{before} {after} {seed}")
        try:
            world.phase([before], STEPS)
            world.phase([after], STEPS)
            world.phase([before, after], STEPS)
            world.settle(max(before, after))
            world.check_end(max(before, after))
        except BaseException as error:
            error.add_note(f"releases {before} and {after}, seed {seed}")
            raise
        tally.update(world.tally)
    sys.stdout.write(f"\n{before} -> {after}: {dict(sorted(tally.items()))}\n")
    assert tally["outcomes"]
    assert tally["coins"]
    if min(before, after) < 3 <= max(before, after):
        assert tally["refused as newer"]
