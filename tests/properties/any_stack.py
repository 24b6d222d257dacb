"""Reads logs of any bytes in a process whose stack is deep already, and prints a digest of what was decided.

python -m tests.properties.any_stack FRAMES FIRST_SEED SEEDS RECORDS
"""

from __future__ import annotations

import hashlib
import logging
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from specfold.eventlog.archive_format import from_line, from_lines, to_line
from specfold.eventlog.commit import Record
from specfold.eventlog.cursor import Cursor, Status
from specfold.eventlog.envelope import Entry, commit_of
from specfold.projections.policy_reader import PolicyReader
from specfold.recovery.archive_audit import Window, audited
from specfold.recovery.head_audit import departures
from specfold.recovery.replay import replay
from specfold.storage.memory_ports import MemoryCursors

from tests.proof.foreign import skip_of
from tests.proof.world import POLICY
from tests.properties.any_bytes import records
from tests.runtime import model, shop
from tests.runtime.test_failures import Shop

Stopped = dict[tuple[str, str], Cursor]


def read(seed: int, count: int) -> tuple[str, Counter[str]]:
    """One log at every reader; a digest of their verdicts, and what was in it.

    Raises:
        AssertionError: they disagree, or a key that is fine is stopped.
    """
    log = records(random.Random(seed), count)
    verdicts = [verdict(record) for record in log]
    here, policy = lived(log)
    first = cursors(here)
    check_good(here, policy, log)
    check_archive(log)
    check_replay(here)
    told = repr(sorted(first.items()))
    check_repair(here)
    if seed % 4 == 0:  # it takes as long as the rest
        check_skips(here)
    tally = Counter(
        {
            "records": count,
            "well formed": sum(found != "None" for found in verdicts),
            "keys stopped": len({key for (_, key), c in first.items() if c.status is not Status.OK}),
        }
    )
    text = "\n".join([*verdicts, told, repr(sorted(cursors(here).items()))])
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest(), tally


def verdict(record: Record) -> str:
    """What the rule sees, by the rule's own reader, by a reader of envelopes, and by the model."""
    commit = commit_of(record.data, record.key)
    assert Entry(record, shop.CATALOG).commit == commit, record
    events = model.commit(record)
    assert (events is None) == (commit is None), record
    return repr(commit)


def lived(log: Sequence[Record]) -> tuple[Shop, MemoryCursors]:
    """The service and a policy, after they read the log in batches."""
    here, reactions = Shop(), MemoryCursors()
    here.clock.on_sleep = lambda: None
    parts: dict[str, Any] = {"commands": here.commands, "cursors": reactions, "repairs": here.repairs}
    policy = PolicyReader(POLICY, wait=0.0, **parts)
    here.log.entries += log
    unread: Sequence[Record] = log
    for _ in range(50):  # what the policy issues is decided once the ledger has read it
        while batch := here.log.entries[here.at : here.at + 97]:
            if here.reader().read(batch):  # a row that no table takes: its key is stopped, and read again
                assert here.reader().read(batch) == []
            here.at += len(batch)
            for _, key in dict.fromkeys(here.repairs.asked):
                here.repair(key)
            here.repairs.asked.clear()
        if not unread:
            break
        unread = policy.read(unread)
        here.clock.slept += 1
    return here, reactions


def cursors(here: Shop) -> Stopped:
    """Every cursor of ledger and views, by reader and key."""
    found: Stopped = {("ledger", key): item.cursor for key, item in here.ledger.items.items()}
    for (view, key), cursor in here.views.cursors().items():
        found[view, key if isinstance(key, str) else f"Order-{key[0]}"] = cursor
    return found


def check_good(here: Shop, policy: MemoryCursors, log: Sequence[Record]) -> None:
    """Keys whose records are fine are read to their end, everywhere."""
    good = {record.key for record in log if record.key.startswith("Order-good")}
    for (reader, key), cursor in (cursors(here) | policy.stored).items():
        if key in good:
            assert cursor.status is Status.OK, (reader, key, cursor)
            assert cursor.version >= 3 or reader == POLICY.name, (reader, key, cursor)


def check_archive(log: Sequence[Record]) -> None:
    """The archive gives each record back, and an audit finds nothing wrong."""
    lines = [to_line(record) for record in log]
    assert [from_line(line) for line in lines] == log
    for key in {log[0].key, log[-1].key}:
        assert list(from_lines(lines, key)) == [record for record in log if record.key == key]
    window = Window(log[0].arrived, log[-1].arrived + 1)
    assert audited(window, log, from_lines(lines)).whole


def check_replay(here: Shop) -> None:
    """A replay of the archive stops where the readers are stopped, and nowhere else."""
    lines = [to_line(record) for record in here.log.entries]
    again = replay(shop.READER, from_lines(lines))
    assert again.heads == {key: item.cursor.head for key, item in here.ledger.items.items()}
    assert again.tables == here.tables()
    gaps = {one.key for one in departures(here.log.entries, again.heads)}
    held = {k for (who, k), c in again.stopped.items() if who == "ledger" and c.status is Status.HELD}
    assert {key for key in gaps if key.startswith("Order-") and key in again.ledger} == held


def check_repair(here: Shop) -> None:
    """A repair says what it finds and changes no verdict."""
    before = {key: item.cursor.head for key, item in here.ledger.items.items()}
    refused = {key for (_, key), c in cursors(here).items() if "of its row" in c.error}
    for key in sorted({record.key for record in here.log.entries}):
        results = {"ok", "parked", "hole", "newer", "unknown"} | ({"busy"} if key in refused else set())
        assert set(here.repair(key).values()) <= results, key
    assert {key: item.cursor.head for key, item in here.ledger.items.items()} == before


def check_skips(here: Shop) -> None:
    """Whatever stops a key can be skipped, and then the key is read to its end."""
    for _ in range(60):
        stopped = sorted({c.by for c in cursors(here).values() if c.status is not Status.OK and c.by})
        if not stopped:
            break
        by_place = {record.place: record for record in here.log.entries}
        for place in stopped:
            here.log.put(by_place[place].key, skip_of(by_place[place]))
        for key in sorted({by_place[place].key for place in stopped}):
            here.repair(key)
    left = {name: c for name, c in cursors(here).items() if c.status is not Status.OK}
    refused = [name for name, c in left.items() if "of its row" in c.error]
    assert len(refused) == len(left), left  # by the store, and not for what is in the record
    again = replay(shop.READER, here.log.entries)
    assert len(again.stopped) == len(left)
    assert again.tables == here.tables()


def deeper(frames: int, work: Callable[[], None]) -> None:
    """Do the work with so many frames below it."""
    if frames:
        deeper(frames - 1, work)
    else:
        work()


def main(frames: int, first: int, seeds: int, count: int) -> None:
    """Print a digest for each seed, and what there was."""
    logging.getLogger("runtime").disabled = True
    logging.disable(logging.CRITICAL)
    tally: Counter[str] = Counter()

    def work() -> None:
        for seed in range(first, first + seeds):
            try:
                digest, found = read(seed, count)
            except BaseException as error:
                error.add_note(f"seed {seed}, {count} records, {frames} frames")
                raise
            tally.update(found)
            sys.stdout.write(f"{seed} {digest}\n")

    deeper(frames, work)
    sys.stdout.write(f"{dict(tally)}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
