"""Very many histories: run, counted, and the first that is wrong cut down to what shows it."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from tests.proof.checks import check
from tests.proof.draw import history, profile_of
from tests.proof.rule import judge
from tests.proof.sql import check_in_sql
from tests.proof.world import Step, World

CHUNK: Final = 200  # histories of one task, whose winners are asked of SQL together
PROCESSES: Final = min(2, os.cpu_count() or 1)


class _Signals(logging.Handler):
    """Counts what the runtime says that happened."""

    def __init__(self, tally: Counter[str]) -> None:
        super().__init__()
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """One signal."""
        facts: Mapping[str, Any] = record.__dict__.get("facts", {})
        kind = record.__dict__.get("signal", "")
        if kind in ("held", "parked"):
            reader = facts["reader"] if facts["reader"] in ("ledger", "welcome") else "view"
            why = str(facts["error"]).partition(":")[0] if kind == "held" else "a handler raised"
            self._tally[f"{kind}, {reader}: {why}"] += 1


@dataclass(frozen=True, slots=True)
class Wrong:
    """A history that is not as the log promises."""

    ordered: bool
    steps: Sequence[Step]
    why: str

    def as_case(self) -> str:
        """As it is kept in `cases/`: a step a line."""
        steps = ",\n  ".join(json.dumps(step) for step in self.steps)
        head = json.dumps({"shows": self.why, "ordered": self.ordered})
        return f'{head[:-1]}, "steps": [\n  {steps}\n]}}'


def run(steps: Sequence[Step], *, ordered: bool) -> World:
    """One history, judged.

    Raises:
        AssertionError: it is not as the log promises.
    """
    world = World(ordered=ordered)
    logger = logging.getLogger("runtime.signals")
    handler = _Signals(world.tally)
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        for step in steps:
            world.apply(step)
        check(world)
    finally:
        logger.propagate = before
        logger.removeHandler(handler)
    return world


def wrong(steps: Sequence[Step], *, ordered: bool) -> Wrong | None:
    """What is wrong with a history, if anything is."""
    try:
        run(steps, ordered=ordered)
    except AssertionError as error:
        return Wrong(ordered, steps, str(error).partition("\n")[0] or "it is not as the model says")
    return None


def cut_down(found: Wrong) -> Wrong:
    """The same fault with as few steps as can be found: halves, quarters, ... single ones are left out."""
    size = max(1, len(found.steps) // 2)
    while size:
        at = 0
        while at < len(found.steps):
            less = wrong([*found.steps[:at], *found.steps[at + size :]], ordered=found.ordered)
            if less:
                found = less
            else:
                at += size
        size //= 2
    return found


def _chunk(seeds: range) -> tuple[Counter[str], Wrong | None]:
    tally: Counter[str] = Counter()
    logs = {}
    for seed in seeds:
        profile, steps = profile_of(seed), history(seed)
        try:
            world = run(steps, ordered=profile.ordered)
        except AssertionError as error:
            return tally, cut_down(Wrong(profile.ordered, steps, str(error)))
        tally += world.tally
        tally[f"histories, {profile.name}"] += 1
        logs[seed] = world.log.all()
    tally += check_in_sql(logs)
    return tally, None


def _rules(seeds: range) -> Counter[str]:
    judged = {seed: judge(seed) for seed in seeds}
    tally = check_in_sql({seed: log for seed, (_, log) in judged.items()})
    for counted, _ in judged.values():
        tally += counted
    return tally


def _chunks(histories: int, size: int) -> list[range]:
    return [range(at, min(at + size, histories)) for at in range(0, histories, size)]


def rule_storm(histories: int) -> Iterator[Counter[str]]:
    """Run the rule alone on the logs of so many seeds.

    Raises:
        AssertionError: it was wrong, and did not say so.
    """
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(_rules, _chunks(histories, 10 * CHUNK))


def storm(histories: int) -> Iterator[tuple[Counter[str], Wrong | None]]:
    """Run the histories of so many seeds; ends at the first that is wrong."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        for tally, found in pool.map(_chunk, _chunks(histories, CHUNK)):
            yield tally, found
            if found:
                pool.shutdown(cancel_futures=True)
                return
