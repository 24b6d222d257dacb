"""The storm: faults of the network and of AWS, kills, redelivery, and two readers of everything, at once."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.local.processes import PROCESSES, Local, up
from tests.faults import shop
from tests.faults.cloud import Cloud, second_consumers, until
from tests.faults.conftest import Form
from tests.faults.load import Journal, clients
from tests.faults.proxy import FaultProxy, proxy
from tests.faults.report import printed
from tests.faults.test_kill import PACE, ROOT

SEED = "storm-1"


class Storm:
    """What happens to the processes. Every kind of it before any comes again."""

    def __init__(self, local: Local, faults: FaultProxy, scratch: Path) -> None:
        self._local, self._faults = local, faults
        self._dice = random.Random(SEED)
        self._checkpoints = local.settings.state / "checkpoints"
        self._earlier = scratch / "checkpoints"
        self._second = second_consumers(local, scratch / "second")
        self.kinds = {
            "SIGKILL api": lambda: self._kill("api"),
            "SIGKILL consumers": lambda: self._kill("consumers"),
            "SIGKILL archive": lambda: self._kill("archive"),
            "SIGKILL all": lambda: self._kill(*PROCESSES),
            "redelivery to readers": lambda: self._again("consumers"),
            "redelivery to the archive": lambda: self._again("archive"),
            "two readers of a shard": self._two,
        }
        self._deck: list[str] = []
        self.counts: Counter[str] = Counter()

    def strike(self) -> None:
        """The next of them, at a moment of the dice's."""
        self._deck = self._deck or self._dice.sample(list(self.kinds), len(self.kinds))
        kind = self._deck.pop()
        self.counts[kind] += 1
        threading.Event().wait(self._dice.random() * 0.2)
        self.kinds[kind]()

    @property
    def strikes(self) -> int:
        """How often it struck."""
        return self.counts.total()

    def start(self, *names: str) -> None:
        """Start processes behind the proxy."""
        self._local.start(*names, variables=self._faults.environment)

    def remember(self) -> None:
        """The checkpoints as they are now: a later redelivery begins here."""
        shutil.rmtree(self._earlier, ignore_errors=True)
        shutil.copytree(self._checkpoints, self._earlier, ignore=shutil.ignore_patterns("*.new"))

    def end(self) -> None:
        """What it started goes too."""
        self._second.kill()

    def _kill(self, *names: str) -> None:
        for name in names:
            self._local.kill(name)
        self.start(*names)

    def _again(self, name: str) -> None:
        """Records that were read, some of them long ago, are delivered once more."""
        self._local.kill(name)
        for file in self._earlier.glob("*.json"):
            if file.name.startswith("archive--") == (name == "archive"):
                shutil.copy(file, self._checkpoints / file.name)
        if self._dice.random() < 0.5:
            self.remember()
        self.start(name)

    def _two(self) -> None:
        """A second process reads everything from the start, beside the first; the next time it is killed."""
        if self._second.running:
            self._second.kill()
        else:
            self._second.begin(self._faults.environment)
            self._second.ready()


@contextmanager
def storm(scratch: Path, rate: float) -> Iterator[tuple[Local, FaultProxy, Storm]]:
    """A local cloud whose functions reach AWS through the proxy."""
    with up(ROOT, pace=PACE, processes=()) as local, proxy(local.endpoint, SEED) as faults:
        weather = Storm(local, faults, scratch)
        weather.start(*PROCESSES)
        faults.rate = rate
        try:
            yield local, faults, weather
        finally:
            weather.end()


def test_nothing_is_lost_repeated_or_divergent_in_a_storm(fire: Form, tmp_path: Path) -> None:
    dice, journal = random.Random(SEED), Journal()
    seconds = fire.pick(small=0, ci=60, full=420)
    with storm(tmp_path, rate=0.12) as (local, faults, weather):
        cloud = Cloud(local)
        ends = time.monotonic() + seconds
        with clients(local, 8, SEED, journal):
            journal.await_more(20)
            weather.remember()
            while time.monotonic() < ends or weather.strikes < len(weather.kinds):
                journal.await_more(dice.randint(10, 40))
                weather.strike()
            faults.calm()
        until(cloud.caught_up, "every reader comes to the end of the log", 180)
        findings, orders, payments = cloud.findings(journal.told)
    counts = {**weather.counts, **faults.counts}
    printed("storm", journal, (orders, payments), counts, findings)
    assert findings == []
    assert shop.races(orders), "no command lost a race"
    assert len(faults.counts) >= 11, "some kinds of faults never struck"
