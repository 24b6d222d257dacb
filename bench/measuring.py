"""What a whole process costs, and how a number of runs becomes one figure."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SPAWN = Path(__file__).with_name("spawn.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and all its children: seconds by the clock and of CPU, MiB of the largest of them."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], folder: Path) -> Cost:
    """Run a program, named by its path, to its end.

    Raises:
        RuntimeError: it did not end well; the message is what it printed.
    """
    # Compiled modules are kept, as they are for anyone who runs a program twice.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 - programs of this project, and arguments of its own
        [sys.executable, SPAWN, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return Cost(*json.loads(done.stderr.splitlines()[-1]))


def in_turn(rounds: int, *works: Callable[[], Cost]) -> list[Cost]:
    """Each piece of work once a round, so that whatever else the machine does meets all of them; medians."""
    found = [[work() for work in works] for _ in range(rounds)]
    return [middle(costs) for costs in zip(*found, strict=True)]


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    wall, cpu, memory = (median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory"))
    return Cost(wall, cpu, memory)


def machine() -> str:
    """What this runs on, in general words."""
    implementation = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.system()}, {implementation}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(cost: Cost, other: Cost) -> str:
    """How many times the CPU time of the other."""
    return f"{cost.cpu / other.cpu:.2f}"
