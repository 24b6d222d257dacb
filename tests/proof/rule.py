"""The rule alone, in histories that are short and very many: one key, and every way to read it wrongly.

Clients decide on an old head and crash; puts land late and twice; a shard is split. Then the log is read as
it stands, from an archive that doubled and shuffled it, with records lost, with the child before the parent's
tail, and with batches again. Either the winners are the model's, or the reader says that something is wrong.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.cursor import START, Cursor, Status, follow
from specfold.eventlog.envelope import Entry
from specfold.model.messages import Catalog

from tests.proof.log import doubled
from tests.runtime import model

KEY = "Order-1"
CATALOG = Catalog()
Reading = tuple[Cursor, list[str]]  # where it ended, and the commits that it accepted


def written(chance: random.Random) -> list[Record]:
    """The log of one key: every base was visible before it was put."""
    log: list[Record] = []
    winners: dict[int, str] = {}
    flying: list[dict[str, Any]] = []
    cut = chance.randrange(2, 40)  # from there on records go to the child shard
    for number in range(chance.choice((6, 15, 40))):
        if not flying or chance.random() < 0.4:
            base = chance.randint(max(0, len(winners) - 3), len(winners))
            flying.append(_event(f"c{number}", base, winners.get(base - 1)))
        elif chance.random() < 0.1:
            flying.pop(chance.randrange(len(flying)))  # a crash before the put
        else:
            at = chance.randrange(len(flying))
            landing = flying[at]
            winners.setdefault(landing["commitbase"], landing["commitid"])
            log.append(_record(len(log), landing, "parent" if len(log) < cut else "child"))
            if chance.random() < 0.75:
                flying.pop(at)  # else it is put again: nobody knows whether it landed
    return log


def _event(id: str, base: int, parent: str | None) -> dict[str, Any]:
    event = {"id": id, "source": "s", "type": "T.v1", "partitionkey": KEY, "commitid": id, "commitbase": base}
    event |= {"commandid": id, "commitindex": 0, "commitcount": 1, "commitrule": 1}
    return event | ({"commitparent": parent} if parent else {})


def _record(number: int, event: dict[str, Any], shard: str) -> Record:
    return Record(1, shard, padded(str(10 + 7 * number)), number, KEY, json.dumps([event]).encode())


def read(entries: Sequence[Entry], batches: Sequence[int] = ()) -> Reading:
    """As a reader does that knows what it accepted; a batch ends at each of these places and comes again."""
    accepted: list[str] = []

    def known(entry: Entry, _cursor: Cursor) -> bool:
        return entry.commit is None or entry.commit.id in accepted

    cursor, begun = START, 0
    for end in (*sorted(batches), len(entries)):
        again = [e for e in entries[max(0, begun - 3) : begun] if e.record.shard == cursor.shard]
        for step in follow(cursor, [*again, *entries[begun:end]], known):
            if step.cursor.version > cursor.version and step.entry.commit:
                accepted.append(step.entry.commit.id)
            cursor = step.cursor
        begun = end
    return cursor, accepted


def judge(seed: int) -> tuple[Counter[str], list[Record]]:
    """One history; what was in it, and its log.

    Raises:
        AssertionError: a reader was wrong and did not say so.
    """
    chance = random.Random(seed)
    log = written(chance)
    entries = [Entry(record, CATALOG) for record in log]
    truth = model.truths(log).get(KEY, model.Truth())
    tally = Counter(
        {
            "rule histories": 1,
            "  records": len(log),
            "  void": len(log) - truth.version,
            "  won": truth.version,
        }
    )
    assert truth.sound
    right = (Head(truth.version, truth.top), truth.commits)
    ends = [chance.randint(0, len(log)) for _ in range(chance.randrange(4))]
    cursor, accepted = read(entries, ends)
    assert (cursor.head, accepted, cursor.status) == (*right, Status.OK), f"{seed}: as it stands"
    shuffled = {entry.record.identity: entry for entry in doubled(entries, seed)}
    again = read(sorted(shuffled.values(), key=lambda entry: entry.record.order))
    assert (again[0].head, again[1]) == right, f"{seed}: from the archive"
    _lost(chance, entries, truth, tally, seed)
    _child_first(chance, entries, truth, tally, seed)
    return tally, log


def _lost(
    chance: random.Random, entries: list[Entry], truth: model.Truth, tally: Counter[str], seed: int
) -> None:
    """Some records are lost: a hold, another head, or no difference at all."""
    lost = set(chance.sample(range(len(entries)), min(len(entries), chance.choice((1, 1, 2, 4)))))
    cursor, accepted = read([entry for at, entry in enumerate(entries) if at not in lost])
    if cursor.status is Status.HELD:
        tally["  loss held"] += 1
    elif cursor.head != Head(truth.version, truth.top):
        tally["  loss found by the head alone"] += 1
        assert all(map(str.__eq__, accepted[:-1], truth.commits)), f"{seed}: wrong before its end"
    else:
        tally["  loss without effect"] += 1
        assert accepted == truth.commits, f"{seed}: silently wrong after a loss"


def _child_first(
    chance: random.Random, entries: list[Entry], truth: model.Truth, tally: Counter[str], seed: int
) -> None:
    """The child's first records are read before the parent's last, which then come."""
    cut = next((at for at, entry in enumerate(entries) if entry.record.shard == "child"), 0)
    if not cut:
        return
    early = cut + chance.randint(1, 3)
    late = chance.randint(max(0, cut - 3), cut - 1)
    order = [*entries[:late], *entries[cut:early], *entries[late:cut], *entries[early:]]
    cursor, accepted = read(order, [chance.randint(0, len(order))])
    if cursor.status is Status.HELD:
        tally[f"  child first: {cursor.error.partition(':')[0]}"] += 1
    else:
        tally["  child first, right all the same"] += 1
        assert accepted == truth.commits, f"{seed}: silently wrong at a reshard"
