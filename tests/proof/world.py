"""One history: steps that are plain data, each a thing that somebody does, and what may befall him meanwhile.

Any list of steps can be taken, so a counter-example can be cut down step by step and kept as JSON. A step's
`at` says what happens at the n-th call that its process makes to a port, or at its calls of one kind in turn:
it is killed, the port fails, the answer is lost, or somebody else takes a step right then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from specfold.commands.handler import Commands
from specfold.commands.outcomes import Accepted, Outcome, Rejected, Request, Unchanged
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.ports import Log as LogPort
from specfold.model.errors import HandlerFault, Unavailable
from specfold.model.messages import Command, Event, Rejection
from specfold.model.service import Decision, Policy
from specfold.projections.channel_reader import ChannelReader
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.repair import History, Repair
from specfold.storage.memory_ports import MemoryClock, MemoryIds, MemoryRepairs

from tests.proof.actors import (
    Archived,
    Killed,
    PointedCursors,
    PointedLedger,
    PointedViews,
    Streamed,
    Writer,
    unavailable,
)
from tests.proof.foreign import foreign, skip_of
from tests.proof.log import Log, Shard
from tests.runtime import shop

Step = dict[str, Any]
KEYS = ("Order-1", "Order-2", "Order-3")
WELCOME = 77_777  # cents of the line that the policy adds to each order
LIVE = 0.2  # seconds that a waiting client waits: a few looks


def welcome(event: Event) -> list[Command]:
    """Whenever an order is placed, add a line to it."""
    if "policy" in shop.broken:
        raise ZeroDivisionError("secret-payload")
    assert isinstance(event, shop.OrderPlaced)
    return [shop.AddLine(order_id=event.order_id, cents=WELCOME)]


def add_lines(command: shop.AddLines, state: shop.Order, at: datetime) -> Sequence[Event] | Rejection:
    """Several events of one decision, or none."""
    return shop.add_lines(command, state, at) if state.status is shop.Status.OPEN else shop.UnknownOrder()


ADD_LINES = Decision(name="addLines", command=shop.AddLines, aggregate=shop.ORDER, decide=add_lines)
POLICY = Policy(
    name="welcome",
    channel="orders",
    catalog=shop.CATALOG,
    events=(shop.OrderPlaced,),
    react=welcome,
    issues=(shop.ADD_LINE,),
)


@dataclass
class Asked:
    """One request, what was answered, and the commits that it put."""

    command_id: str
    key: str
    outcome: Outcome | None = None
    commits: list[str] = field(default_factory=list)


@dataclass
class _Noted:
    """New ids, noted down."""

    ids: MemoryIds
    noted: list[str]

    def new(self) -> str:
        self.noted.append(self.ids.new())
        return self.noted[-1]


@dataclass
class _Actor:
    """A process at work: how many calls it made, and what is to happen at which."""

    plan: Mapping[str, Any]
    calls: Counter[str] = field(default_factory=Counter)

    def fate(self, point: str) -> Any:
        """What is to happen at this call."""
        self.calls.update(("", point))
        in_turn = self.plan.get(point, ())
        if self.calls[point] <= len(in_turn):
            return in_turn[self.calls[point] - 1]
        return self.plan.get(str(self.calls[""]), "")


@dataclass
class World:
    """Everything of one history. Unless `ordered`, readers may meet a child shard before its parent."""

    ordered: bool = True
    log: Log = field(default_factory=Log)
    tally: Counter[str] = field(default_factory=Counter)
    asked: list[Asked] = field(default_factory=list)
    trimmed: bool = False  # whether the stream ever let records go
    skipped: set[str] = field(default_factory=set)  # keys of records that the stream lost to a reader
    _actors: list[_Actor] = field(default_factory=list)
    _named: int = 0

    def __post_init__(self) -> None:
        shop.broken.clear()
        self.clock, self.ids = MemoryClock(), MemoryIds()
        self.ledger = PointedLedger(fault=self._strike)
        self.views = PointedViews(shop.READER.views, fault=self._strike)
        self.cursors = PointedCursors(fault=self._strike)
        self.ledger.point = self.views.point = self.cursors.point = self.point
        self.repairs = MemoryRepairs()
        self.read_to: dict[str, dict[Shard, int]] = {"reader": {}, "policy": {}}
        self.policy = self._policy()

    # -- what happens

    def apply(self, step: Step) -> None:
        """Take one step; whatever it names that is not there is taken modulo what is."""
        self.tally[f"step {step['do']}"] += 1
        getattr(self, f"_do_{step['do']}")(step)

    def point(self, point: str) -> str:
        """A process calls a port: what happens to it there."""
        if not self._actors:
            return ""
        fate = self._actors[-1].fate(point)
        if isinstance(fate, dict):
            self.tally["interleaved"] += 1
            self.apply(fate)
            return ""
        if fate:
            self.tally[f"{fate} at {point}"] += fate in ("kill", "fail") or point == "put"
        if fate == "kill":
            raise Killed(point)
        if fate == "fail":
            raise unavailable(point)
        return str(fate)

    def _strike(self, point: str) -> None:
        self.point(point)

    @contextmanager
    def _process(self, step: Step) -> Iterator[None]:
        """Somebody works; if he is killed, he is gone and the world goes on."""
        depth = len(self._actors)
        self._actors.append(_Actor(step.get("at", {})))
        try:
            yield
        except Killed:
            self.tally["killed"] += 1
        finally:
            del self._actors[depth:]

    # -- clients

    def _commands(self, ids: list[str] | None = None) -> Commands:
        """A client's, or the policy's; `ids` collects the commits that it makes."""
        logs: dict[str, LogPort] = {"orders": Writer(self.log, self.point)}
        return Commands(
            shop.SERVICE,
            ledger=self.ledger,
            logs=logs,
            repairs=self.repairs,
            clock=self.clock,
            ids=_Noted(self.ids, [] if ids is None else ids),
            jitter=lambda: 0.5,
        )

    def _do_ask(self, step: Step) -> None:
        """A command. One that was asked before under the same name is a client's retry."""
        key, kind, name, match = KEYS[step["key"] % 3], step["kind"], step["name"], step.get("match")
        decision, command = _asked(kind, key.removeprefix("Order-"), name)
        command_id = f"{key}-{kind}-{name}-{match}"
        asked = Asked(command_id, key)
        request = Request(
            command_id=command_id,
            wait=LIVE if step.get("wait") else 0.0,
            holds_at=_preconditions(match),
        )
        self.asked.append(asked)
        with self._process(step):
            self.ledger.behind = step.get("behind", 0)
            self.clock.on_sleep = lambda: self._meanwhile(step)
            try:
                asked.outcome = self._commands(asked.commits).handle(decision, command, request)
                self.tally[f"answered {type(asked.outcome).__name__}"] += 1
            except (Unavailable, HandlerFault) as error:
                self.tally[f"answered {type(error).__name__}"] += 1
            finally:
                self.ledger.behind = 0
            if isinstance(asked.outcome, Rejected | Unchanged) and not {"at", "wait"} & step.keys():
                state = shop.states().decode(self.ledger.items.get(key))
                said = decision.decide(command, state, self.clock.now())
                assert isinstance(said, Rejection) or not said, f"{command_id} was refused for what is past"

    def _meanwhile(self, step: Step) -> None:
        """While a client waits, the reader reads on."""
        self.point("sleep")
        if step.get("wait"):
            self.deliver({"shard": step["wait"], "size": step["wait"]})

    def _do_foreign(self, step: Step) -> None:
        key = KEYS[step["key"] % 3]
        self._named += 1
        seen = self.ledger.items.get(key)
        self.log.append(key, foreign(step["kind"], key, seen, self._named))
        self.tally[f"foreign {step['kind']}"] += 1

    def _do_land(self, step: Step) -> None:
        if self.log.flying:
            self.log.land(step["which"])
            self.tally["landed late"] += 1

    # -- readers

    def _do_deliver(self, step: Step) -> None:
        self.deliver(step)

    def deliver(self, step: Step) -> None:
        """A batch of one shard to the channel's reader."""
        reader = ChannelReader(shop.READER, ledger=self.ledger, views=self.views, repairs=self.repairs)
        self._delivered("reader", reader.read, step)

    def _do_react(self, step: Step) -> None:
        """A batch of one shard to the policy."""
        self._delivered("policy", self.policy.read, step)

    def _delivered(self, who: str, read: Callable[[list[Record]], list[Record]], step: Step) -> None:
        """Some of the batch may be old; a second poller is a step within this one."""
        shards = self.readable(who)
        if not shards:
            return
        shard = shards[step["shard"] % len(shards)]
        at, size = self.read_to[who].get(shard, 0), step["size"]
        batch = self.log.shards[shard][max(0, at - step.get("back", 0)) : at + size]
        self.tally["redelivered"] += min(at, step.get("back", 0))
        ahead = self.log.shards[shard][at : at + size]
        with self._process(step):
            failed = {record.identity for record in read(list(batch))}
            self.tally["returned"] += len(failed)
            passed = at + next((i for i, r in enumerate(ahead) if r.identity in failed), len(ahead))
            self.read_to[who][shard] = max(self.read_to[who].get(shard, 0), passed)
            return
        if who == "policy":
            self.policy = self._policy()  # another process, which remembers nothing

    def readable(self, who: str) -> list[Shard]:
        """Shards with something to read; none below one that is not drained, if the order is kept."""
        left = [s for s in sorted(self.log.shards) if self.read_to[who].get(s, 0) < len(self.log.shards[s])]
        return [s for s in left if s[:2] == left[0][:2]] if self.ordered else left

    def _policy(self) -> PolicyReader:
        return PolicyReader(
            POLICY, commands=self._commands(), cursors=self.cursors, repairs=self.repairs, wait=0.0
        )

    def _do_skip(self, step: Step) -> None:
        """The stream lets records go before they are read; the archive has them."""
        if shards := self.readable("reader"):
            shard = shards[step["shard"] % len(shards)]
            at = self.read_to["reader"].get(shard, 0)
            gone = self.log.shards[shard][at : at + 1]
            self.skipped |= {record.key for record in gone}
            self.read_to["reader"][shard] = at + len(gone)
            self.tally["lost in the stream"] += len(gone)

    def _do_vanish(self, step: Step) -> None:
        """A record that nobody has read yet is in neither stream nor archive."""
        if shards := self.readable("reader"):
            shard = shards[step["shard"] % len(shards)]
            at = max(self.read_to[who].get(shard, 0) for who in self.read_to)
            if at < len(self.log.shards[shard]) and not self._met(self.log.shards[shard][at]):
                del self.log.shards[shard][at]
                self.tally["lost for good"] += 1

    def _met(self, record: Record) -> bool:
        """Whether a repair was there already, ahead of the readers."""
        return any(key == record.key and c.order >= record.order for (_, key), c in self.everywhere())

    # -- operators

    def _do_reshard(self, _step: Step) -> None:
        if self.log.generation < 3:
            self.log.reshard()

    def _do_migrate(self, _step: Step) -> None:
        if self.log.epoch < 3:
            self.log.migrate()

    def _do_outage(self, step: Step) -> None:
        """Firehose is behind, or the stream has let old records go; never both of one record."""
        self.log.archived, self.log.trimmed = step.get("archived"), step.get("trimmed", 0)
        self.trimmed = self.trimmed or self.log.trimmed > 0

    def _do_break(self, step: Step) -> None:
        shop.broken.add(step["what"])

    def _do_mend(self, _step: Step) -> None:
        shop.broken.clear()

    def _do_repair(self, step: Step) -> None:
        """A key that somebody asked for, or, where nobody did, any."""
        key = self.repairs.asked.pop(0)[1] if self.repairs.asked else KEYS[step["key"] % 3]
        with self._process(step):
            self.clock.on_sleep = lambda: None
            try:
                self.repair(key)
            except Unavailable:
                self.tally["repair unavailable"] += 1

    def repair(self, key: str) -> dict[str, Any]:
        """Repair a key wherever it is read."""
        history = History(Archived(self.log, self.point), Streamed(self.log, self.point))
        repair = Repair(
            reader=shop.READER,
            history=history,
            ledger=self.ledger,
            views=self.views,
            clock=self.clock,
            policies=[self.policy],
        )
        results = dict(repair.repair(key))
        self.tally.update(f"repair {result}" for result in results.values())
        return results

    def _do_pass_over(self, step: Step) -> None:
        """An operator skips what stops a key; one who is mistaken, or forges, skips any of its records."""
        key, which = KEYS[step["key"] % 3], step["which"]
        places = {cursor.by for cursor in self.stopped().get(key, ())} - {""}
        own = [record for record in self.log.all() if record.key == key]
        stuck = [record for record in own if record.place in places]
        if chosen := own if which >= 0 else stuck:
            self.log.append(key, skip_of(chosen[which % len(chosen)]))
            self.tally["skipped what stops a key" if which < 0 else "skipped any record"] += 1

    # -- what is seen

    def stopped(self) -> dict[str, list[Cursor]]:
        """By key, every cursor that goes no further."""
        found: dict[str, list[Cursor]] = {}
        for (_, key), cursor in self.everywhere():
            if cursor.status is not Status.OK:
                found.setdefault(key, []).append(cursor)
        return found

    def everywhere(self) -> Iterator[tuple[tuple[str, str], Cursor]]:
        """Every cursor, by reader and source key."""
        yield from ((("ledger", key), item.cursor) for key, item in self.ledger.items.items())
        for (view, key), cursor in self.views.cursors().items():
            yield (view, key if isinstance(key, str) else f"Order-{key[0]}"), cursor
        yield from self.cursors.stored.items()

    def acknowledged(self) -> dict[str, int]:
        """Versions that clients were told, by command id."""
        return {a.command_id: a.outcome.version for a in self.asked if isinstance(a.outcome, Accepted)}


def _asked(kind: str, id: str, name: int) -> tuple[Decision[Any, Any], Command]:
    if kind == "place":
        return shop.PLACE_ORDER, shop.PlaceOrder(order_id=id, customer_id=f"c{int(id) % 2}")
    if kind == "line":
        return shop.ADD_LINE, shop.AddLine(order_id=id, cents=name + 1)
    if kind == "lines":
        return ADD_LINES, shop.AddLines(order_id=id, cents=[1] * (name % 4))
    return shop.CANCEL_ORDER, shop.CancelOrder(order_id=id)


def _preconditions(match: int | str | None) -> Callable[[int], bool] | None:
    """If-Match: `*`, or one version."""
    if match is None:
        return None
    return lambda version: version > 0 if match == "*" else version == match
