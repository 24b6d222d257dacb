"""What happens to our processes in a storm: each kind of it before any comes again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from specfold.local.errors import NotReadyError
from specfold.local.stack import PROCESSES, Local, up

from tests.faults.cloud import PACE, ROOT, second_consumers
from tests.faults.journal import Journal
from tests.faults.proxy import FaultProxy, proxy

NOW = {
    "hours": 1,
    "settledHours": 0,
}  # a window that is not closed at all: it is repaired, and repaired again


class Storm:
    """Kills, starts, redeliveries, doubles and errands, drawn from a deck of them."""

    def __init__(self, local: Local, faults: FaultProxy, journal: Journal, scratch: Path, seed: str) -> None:
        self._local, self._faults, self._journal = local, faults, journal
        self._dice = random.Random(seed)
        self._checkpoints = local.settings.state / "checkpoints"
        self._earlier = scratch / "checkpoints"
        self._second = second_consumers(local, scratch / "second", faults.endpoint)
        self._errands: list[subprocess.Popen[bytes]] = []
        self._away: set[str] = set()
        self.kinds = {
            "SIGKILL api": lambda: self._kill("api"),
            "SIGKILL consumers": lambda: self._kill("consumers"),
            "SIGKILL archive": lambda: self._kill("archive"),
            "SIGKILL all": lambda: self._kill(*PROCESSES),
            "SIGKILL while starting": self._kill_starting,
            "consumers away for a while": lambda: self._leave("consumers"),
            "archive away for a while": lambda: self._leave("archive"),
            "redelivery to readers": lambda: self._again("consumers"),
            "redelivery to the archive": lambda: self._again("archive"),
            "two readers of a shard": self._two,
            "repair of a key at work": self._repair,
            "audit, and repair": lambda: self._send("ordering-audit", NOW),
        }
        self._deck: list[str] = []
        self.counts: Counter[str] = Counter()
        self.fallen: list[str] = []  # processes that ended of themselves

    def strike(self) -> None:
        """The next of them, at a moment of the dice's."""
        self.fallen += [name for name in self._local.dead() if name not in self._away]
        for name in [name for name in self._away if self._dice.random() < 0.5]:
            self.start(name)
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
        """Start those that do not run; again if faults are in the way, as a supervisor would."""
        for _ in range(20):
            missing = [name for name in names if name in self._local.dead()]
            self._away -= set(names)
            if not missing:
                return
            try:
                self._local.start(*missing)
            except NotReadyError:
                self.counts["started in vain, and again"] += 1
        raise AssertionError(f"{', '.join(names)} cannot be started")

    def remember(self) -> None:
        """The checkpoints as they are now: a later redelivery begins here."""
        shutil.rmtree(self._earlier, ignore_errors=True)
        shutil.copytree(self._checkpoints, self._earlier, ignore=shutil.ignore_patterns("*.new"))

    def end(self) -> None:
        """Errands come to their end, and what else it started goes."""
        for errand in self._errands:
            try:
                errand.wait(60)
            except subprocess.TimeoutExpired:
                errand.kill()
                errand.wait()
        self._second.kill()

    def _kill(self, *names: str) -> None:
        for name in names:
            self._local.kill(name)
        self.start(*names)

    def _kill_starting(self) -> None:
        """It dies at some moment of its start, or soon after, and is started again."""
        name = self._dice.choice(PROCESSES)
        self._local.kill(name)
        timer = threading.Timer(self._dice.random() * 2, self._shoot, [name])
        timer.start()
        with suppress(NotReadyError):
            self._local.start(name)
        timer.join()
        self._local.kill(name)
        self.start(name)

    def _shoot(self, name: str) -> None:
        pid = self._local.pid(name)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _leave(self, name: str) -> None:
        """It is not there for a while: what it should have done comes late."""
        self._local.kill(name)
        self._away.add(name)

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
            return
        self._second.begin()
        try:
            self._second.ready()
        except NotReadyError:
            self.counts["started in vain, and again"] += 1

    def _repair(self) -> None:
        key = self._dice.choice(self._journal.told).key
        self._send("payments-repair" if key.startswith("Payment") else "ordering-repair", {"key": key})

    def _send(self, function: str, event: dict[str, Any]) -> None:
        """Have a function invoked in a process of its own, which is killed every other time."""
        settings = str(self._local.settings.state / "settings.json")
        command = [sys.executable, "-m", "tests.faults.errand", settings, function, json.dumps(event)]
        errand = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._errands.append(errand)
        if self._dice.random() < 0.5:
            threading.Timer(self._dice.random() * 4, errand.kill).start()


@contextmanager
def storm(
    scratch: Path, journal: Journal, rate: float, seed: str
) -> Iterator[tuple[Local, FaultProxy, Storm]]:
    """A local cloud, all of whose processes reach AWS through the proxy alone."""
    with up(ROOT, pace=PACE, processes=()) as local, proxy(local.endpoint, seed) as faults:
        replace(local.settings, endpoint=faults.endpoint).save(local.settings.state / "settings.json")
        weather = Storm(local, faults, journal, scratch, seed)
        weather.start(*PROCESSES)
        faults.rate = rate
        try:
            yield local, faults, weather
        finally:
            weather.end()
