"""What must be true when a history is over: all is read, handlers are right, stopped keys are repaired."""

from __future__ import annotations

import random
from collections.abc import Mapping

from specfold.commands.outcomes import Conflict, PreconditionFailed, Rejected, Unchanged
from specfold.eventlog.commit import Head, Record
from specfold.eventlog.cursor import Status
from specfold.recovery.head_audit import departures
from specfold.recovery.replay import Replayed, as_of, differences, replay

from tests.proof.log import doubled
from tests.proof.world import POLICY, WELCOME, World
from tests.runtime import model, shop

Truths = Mapping[str, model.Truth]
REFUSED = (Conflict, PreconditionFailed, Rejected, Unchanged)


def settle(world: World) -> None:
    """Everything that still can happen by itself happens; then operators repair what is stopped."""
    shop.broken.clear()
    world.log.archived, world.log.trimmed = None, 0
    world.clock.slept += 36_000
    while world.log.flying:
        world.log.land(0)
    for _ in range(6):
        drain(world)
        results = [result for key in sorted(world.stopped()) for result in world.repair(key).values()]
        if set(results) <= {"ok", "parked", "hole", "diverged"} and not unread(world):
            return
    raise AssertionError("it never comes to rest")


def drain(world: World) -> None:
    """Read all there is, and repair what is asked for. A policy waits for verdicts, so all take turns."""
    for turn in range(200):
        asked = {key for _, key in world.repairs.asked}
        world.repairs.asked.clear()
        for key in sorted(asked):
            world.repair(key)
        if not unread(world):
            return
        world.clock.slept += 30
        for _ in range(10):  # one shard after the other, generation after generation
            if world.readable("reader"):
                world.apply({"do": "deliver", "shard": 0, "size": 500})
        world.apply({"do": "react", "shard": turn, "size": 500})
    raise AssertionError("its readers do not come to an end")


def unread(world: World) -> bool:
    """Whether somebody has something to read."""
    return bool(world.readable("reader") or world.readable("policy") or world.log.flying)


def check(world: World) -> None:
    """Judge a history. Settles it first.

    Raises:
        AssertionError: it is not as the log promises.
    """
    settle(world)
    records = world.log.all()
    truth = model.truths(records)
    for key in world.skipped:  # a last record that the stream lost is found by comparing heads, and repaired
        if key in truth and heads_of(world, key) != {Head(truth[key].version, truth[key].top)}:
            world.tally["found by heads"] += 1
            world.repair(key)
            settle(world)
    records = world.log.all()
    truth = model.truths(records)
    replayed = replay(shop.READER, doubled(records, len(records)))
    check_clients(world, truth)
    check_ledger(world, truth)
    check_stopped(world, truth)
    check_views(world, truth)
    check_policy(world, truth)
    check_replay(world, truth, replayed)
    check_past(world, records)
    check_losses(world, truth, records)
    count(world, truth, records)


def heads_of(world: World, key: str) -> set[Head | None]:
    """Where the ledger and the views stand along a key: one place, unless somebody lost a record."""
    item, cursors = world.ledger.items.get(key), world.views.cursors()
    views = (("CustomerTotals", key), ("OrderSummary", (key.removeprefix("Order-"),)))
    found = [item and item.cursor, *map(cursors.get, views)]
    return {cursor.head if cursor else None for cursor in found}


def check_clients(world: World, truth: Truths) -> None:
    """Each acknowledged command is in the log once, at its version; of a refused one nothing is."""
    accepted = {(key, c): n for key, own in truth.items() for n, c in enumerate(own.commands, 1)}
    for key, own in truth.items():
        assert len(set(own.commands)) == len(own.commands), f"a command acts twice on {key}"
    commits = {id for own in truth.values() for id in own.commits}
    for asked in world.asked:
        if isinstance(asked.outcome, REFUSED):
            assert commits.isdisjoint(asked.commits), f"{asked.command_id} was refused, and stands in the log"
    if world.ordered and not world.skipped and all(own.sound for own in truth.values()):
        for id, version in world.acknowledged().items():
            assert accepted.get((id[:7], id)) == version, f"{id} was acknowledged as version {version}"


def check_ledger(world: World, truth: Truths) -> None:
    """Head, state and commands of each key are the log's."""
    commands = {c: n for own in truth.values() if own.sound for n, c in enumerate(own.commands, 1)}
    unsound = {key for key, own in truth.items() if not own.sound}
    found = {id: item.version for id, item in world.ledger.commands.items() if item.version}
    if not unsound:
        assert found == commands
    assert commands.items() <= found.items()
    for key, own in truth.items():
        if not own.sound:
            continue
        item = world.ledger.items[key]
        assert item.cursor.head == Head(own.version, own.top), key
        if own.folded is own:
            state = shop.states().decode(item)
            assert (state.status.value, state.cents) == (own.status, own.cents), key
        else:
            assert item.folded == own.folded.version, key


def check_stopped(world: World, truth: Truths) -> None:
    """What can be repaired was; what cannot is stopped, and seen. Nothing else is."""
    stopped = world.stopped()
    heads = {key: item.cursor.head for key, item in world.ledger.items.items()}
    departed = {departure.key for departure in departures(world.log.all(), heads)}
    for key, own in truth.items():
        held = [c for c in stopped.get(key, ()) if c.status is Status.HELD]
        parked = [c for c in stopped.get(key, ()) if c.status is Status.PARKED]
        if not own.sound:
            item = world.ledger.items.get(key)
            waits = item is not None and item.cursor.status is Status.HELD
            assert waits or (key in world.skipped and key in departed), f"{key} is wrong and says nothing"
            world.tally["found by the auditor alone"] += not waits
            continue
        assert all("diverged" in cursor.error for cursor in held), f"{key} could be repaired: {held}"
        assert not (held and world.ordered and not world.skipped), f"{key} diverged though all was in order"
        if own.folded is own:
            assert not parked, f"{key} stays parked: {parked}"
        else:
            assert item_parked(world, key), f"{key} cannot be folded, and says nothing"


def item_parked(world: World, key: str) -> bool:
    return world.ledger.items[key].cursor.status is Status.PARKED


def check_views(world: World, truth: Truths) -> None:
    """Rows are what the winners fold to; a view that says it diverged is to be rebuilt."""
    right = {key: own.folded for key, own in truth.items() if own.sound}
    rows = world.views.tables()
    wrong = {(key.removeprefix("Order-"),) for key in truth.keys() - right.keys()}
    assert {k: row for k, row in rows["OrderSummary"].items() if k not in wrong} == model.summaries(right)
    cursors = [c for (view, _), c in world.views.cursors().items() if view == "CustomerTotals"]
    if len(right) == len(truth) and not any(c.status is Status.HELD for c in cursors):
        assert rows["CustomerTotals"] == model.totals(right)


def check_policy(world: World, truth: Truths) -> None:
    """Each order that was placed has its line once, unless it was cancelled before.

    A policy acts on what the ledger says: where that was led astray by a loss or a child shard, so was it.
    """
    for key, own in truth.items():
        if not world.ordered or key in world.skipped or own.folded is not own:
            continue
        lines = [e for e in own.events if e["data"].get("cents") == WELCOME]
        assert len(lines) <= 1, f"{key} was welcomed {len(lines)} times"
        cursor = world.cursors.stored.get((POLICY.name, key))
        if own.status == "open" and not world.trimmed and (not cursor or cursor.status is Status.OK):
            assert len(lines) == 1, f"{key} was not welcomed"


def check_replay(world: World, truth: Truths, replayed: Replayed) -> None:
    """A replay of the archive is the model too, and stops where the model says that it must."""
    wrong = {key for key, own in truth.items() if not own.sound}
    short = {key for key, own in truth.items() if own.folded is not own}
    held = {k for (who, k), c in replayed.stopped.items() if who == "ledger" and c.status is Status.HELD}
    parked = {k for (who, k), c in replayed.stopped.items() if who == "ledger" and c.status is Status.PARKED}
    assert (held, parked - wrong) == (wrong, short - wrong)
    if not wrong:
        folded = {key: own.folded for key, own in truth.items()}
        assert replayed.tables["OrderSummary"] == model.summaries(folded)
        assert replayed.tables["CustomerTotals"] == model.totals(folded)
        living = {key: item.cursor.head for key, item in world.ledger.items.items()}
        assert differences(replayed.heads, living) == []


def check_past(world: World, records: list[Record]) -> None:
    """As of a time, it is what the model makes of what stood there then."""
    chance = random.Random(len(records))
    if not records:
        return
    at = chance.choice(records).arrived + chance.randint(-20, 20)
    then = model.truths(model.until(records, at))
    replayed = replay(shop.READER, as_of(doubled(records, at), at))
    world.tally["as of a time"] += 1
    for key, own in then.items():
        if own.sound:
            assert replayed.heads[key] == Head(own.version, own.top), f"{key} as of {at}"
    if all(own.sound for own in then.values()):
        folded = {key: own.folded for key, own in then.items()}
        assert set(replayed.heads) == set(then)
        assert replayed.tables["OrderSummary"] == model.summaries(folded)
        assert replayed.tables["CustomerTotals"] == model.totals(folded)


def check_losses(world: World, truth: Truths, records: list[Record]) -> None:
    """A record that the archive lost is noticed by a hold or a head, or made no difference."""
    if not records or not all(own.sound for own in truth.values()):
        return
    chance = random.Random(len(records) + 1)
    lost = chance.sample(records, min(len(records), chance.choice((1, 1, 2))))
    left = [record for record in records if record not in lost]
    replayed = replay(shop.READER, doubled(left, len(left)))
    living = {key: item.cursor.head for key, item in world.ledger.items.items()}
    stopped = {
        key
        for (who, key), c in replayed.stopped.items()
        if who == "ledger" and (c.status is Status.HELD or truth[str(key)].folded is truth[str(key)])
    }
    differ = {difference.key for difference in differences(replayed.heads, living)}
    world.tally["lost from the archive"] += len(lost)
    world.tally["  found by a hold"] += len(stopped)
    world.tally["  found by heads alone"] += len(differ - stopped)
    if not stopped | differ:
        world.tally["  made no difference"] += 1
        folded = {key: own.folded for key, own in truth.items()}
        assert replayed.tables["OrderSummary"] == model.summaries(folded), "silently wrong after a loss"
        assert replayed.tables["CustomerTotals"] == model.totals(folded), "silently wrong after a loss"


def count(world: World, truth: Truths, records: list[Record]) -> None:
    """What was in this history."""
    tally = world.tally
    won = sum(own.version for own in truth.values())
    well_formed = sum(model.commit(record) is not None for record in records)
    tally.update(
        {
            "histories": 1,
            "records": len(records),
            "accepted": won,
            "void or behind a hold": well_formed - won,
            "malformed": len(records) - well_formed,
            "keys": len(truth),
            "keys unsound": sum(not own.sound for own in truth.values()),
            "keys with a poison event": sum(own.folded is not own for own in truth.values()),
            "histories resharded": len({shard[:2] for shard in world.log.shards}) > 1,
            "histories with another stream": world.log.epoch > 1,
        }
    )
