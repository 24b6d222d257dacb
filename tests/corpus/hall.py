"""Two lanes, each with warm servers of its own: the machine is shared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from tests.corpus.results import MEGABYTES, SECONDS

ROOT = Path(__file__).resolve().parents[2]
LANES = 2
T = TypeVar("T")


class Lane:
    """A server for each room, and one with another hash seed; started when first asked."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._servers: dict[tuple[str, str], subprocess.Popen[str]] = {}

    def ask(
        self,
        job: str,
        asked: dict[str, Any],
        *,
        room: str = "generate",
        seed: str = "1",
        seconds: int = SECONDS,
        megabytes: int = MEGABYTES,
    ) -> dict[str, Any]:
        """Have a job done within limits of processor time and memory."""
        server = self._server(room, seed)
        assert server.stdin is not None
        assert server.stdout is not None
        line = json.dumps({**asked, "job": job, "seconds": seconds, "megabytes": megabytes})
        server.stdin.write(line + "\n")
        server.stdin.flush()
        answer: dict[str, Any] = json.loads(server.stdout.readline())
        return answer

    def _server(self, room: str, seed: str) -> subprocess.Popen[str]:
        if (room, seed) not in self._servers:
            environment = {
                **os.environ,
                "HOME": str(self._home),
                "PYTHONPATH": str(ROOT),
                "PYTHONHASHSEED": seed,
                "PYTHONDONTWRITEBYTECODE": "1",
                "SPECFOLD_EXAMPLES": os.environ.get("SPECFOLD_EXAMPLES", "5"),
            }
            self._servers[room, seed] = subprocess.Popen(
                [sys.executable, "-m", "tests.corpus.server", room],
                cwd=self._home,
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._servers[room, seed]

    def close(self) -> None:
        """End the servers."""
        for server in self._servers.values():
            server.communicate()


def spread(things: Iterable[T], work: Callable[[Lane, T], None], home: Path) -> None:
    """Do work for each thing, in as many lanes as there are."""
    lanes: SimpleQueue[Lane] = SimpleQueue()
    opened = [Lane(home) for _ in range(LANES)]
    for lane in opened:
        lanes.put(lane)

    def one(thing: T) -> None:
        lane = lanes.get()
        try:
            work(lane, thing)
        finally:
            lanes.put(lane)

    try:
        with ThreadPoolExecutor(LANES) as pool:
            for _ in pool.map(one, things):
                pass
    finally:
        for lane in opened:
            lane.close()
