"""The same world, driven by hypothesis: it looks for what the storm's dice seldom give, and cuts it down.

What it prints when it fails is a case for `cases/`.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.proof.checks import check
from tests.proof.foreign import HELD, LATER, MALFORMED, WELL_FORMED
from tests.proof.storm import Wrong
from tests.proof.world import Step, World
from tests.runtime import model

KEYS = st.integers(0, 2)
FATES = st.sampled_from(["kill", "fail", "unknown", "fly", "twice"])
ASK = st.fixed_dictionaries(
    {
        "do": st.just("ask"),
        "key": KEYS,
        "kind": st.sampled_from(["place", "line", "lines", "cancel"]),
        "name": st.integers(0, 12),
    },
    optional={
        "behind": st.integers(1, 3),
        "match": st.sampled_from(["*", 0, 1, 2, 3]),
        "wait": st.integers(1, 8),
    },
)
BATCH = {"shard": st.integers(0, 3), "size": st.integers(1, 6)}
DELIVER = st.fixed_dictionaries({"do": st.just("deliver"), **BATCH}, optional={"back": st.integers(1, 3)})
REACT = st.fixed_dictionaries({"do": st.just("react"), **BATCH}, optional={"back": st.integers(1, 3)})
REPAIR = st.fixed_dictionaries({"do": st.just("repair"), "key": KEYS})
LAND = st.fixed_dictionaries({"do": st.just("land"), "which": st.integers(0, 2)})
MEANWHILE = st.one_of(ASK, DELIVER, REACT, REPAIR, LAND)
CALLS = st.dictionaries(st.integers(1, 12).map(str), st.one_of(FATES, MEANWHILE), max_size=2)
PUTS = st.fixed_dictionaries({"put": st.lists(st.one_of(FATES, ASK), min_size=1, max_size=3)})


def with_plan(step: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    """A step, and what happens in the middle of it."""
    plans = st.one_of(st.just({}), CALLS, PUTS)
    return st.builds(lambda made, plan: made | ({"at": plan} if plan else {}), step, plans)


class LogMachine(RuleBasedStateMachine):
    """Deliveries keep the order of the shards; parents are drained before children."""

    ordered = True

    @initialize()
    def begin(self) -> None:
        self.world = World(ordered=self.ordered)
        self.steps: list[Step] = []

    def take(self, step: Step) -> None:
        self.steps.append(step)
        self.world.apply(step)

    @rule(step=with_plan(ASK))
    def ask(self, step: Step) -> None:
        self.take(step)

    @rule(step=with_plan(DELIVER))
    def deliver(self, step: Step) -> None:
        self.take(step)

    @rule(step=with_plan(REACT))
    def react(self, step: Step) -> None:
        self.take(step)

    @rule(step=with_plan(REPAIR))
    def repair(self, step: Step) -> None:
        self.take(step)

    @rule(step=LAND)
    def land(self, step: Step) -> None:
        self.take(step)

    @rule(kind=st.sampled_from([*MALFORMED, *WELL_FORMED]), key=KEYS)
    def foreign(self, kind: str, key: int) -> None:
        self.take({"do": "foreign", "key": key, "kind": kind})

    @rule(
        kind=st.sampled_from([*HELD, LATER, *WELL_FORMED]), key=KEYS, which=st.sampled_from([-1, -1, 0, 1, 2])
    )
    def poison_and_skip(self, kind: str, key: int, which: int) -> None:
        self.take({"do": "foreign", "key": key, "kind": kind})
        self.take({"do": "deliver", "shard": key, "size": 6})
        self.take({"do": "pass_over", "key": key, "which": which})

    @rule(what=st.sampled_from(["summary", "totals", "evolve", "policy"]))
    def break_a_handler(self, what: str) -> None:
        self.take({"do": "break", "what": what})

    @rule()
    def mend_the_handlers(self) -> None:
        self.take({"do": "mend"})

    @rule(do=st.sampled_from(["reshard", "migrate"]))
    def move(self, do: str) -> None:
        self.take({"do": do})

    @rule(behind=st.integers(0, 8), gone=st.integers(0, 8))
    def outage(self, behind: int, gone: int) -> None:
        self.take({"do": "outage", "archived": behind, "trimmed": gone})

    @rule(do=st.sampled_from(["skip", "vanish"]), shard=st.integers(0, 3))
    def lose(self, do: str, shard: int) -> None:
        if not self.ordered:
            self.take({"do": do, "shard": shard})

    @invariant()
    def no_command_acts_twice(self) -> None:
        for key, own in model.truths(self.world.log.all()).items() if hasattr(self, "world") else ():
            assert len(set(own.commands)) == len(own.commands), key

    def teardown(self) -> None:
        if hasattr(self, "world"):
            note(Wrong(self.ordered, self.steps, "").as_case())
            check(self.world)


class LossyMachine(LogMachine):
    """Children may be read before their parents' tails, and records get lost: never silently wrong."""

    ordered = False


LIMITS: dict[str, Any] = {
    "stateful_step_count": 30,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
TestLog = pytest.mark.timeout(300)(LogMachine.TestCase)
TestLog.settings = settings(max_examples=60, **LIMITS)
TestLossyLog = pytest.mark.timeout(300)(LossyMachine.TestCase)
TestLossyLog.settings = settings(max_examples=60, **LIMITS)
