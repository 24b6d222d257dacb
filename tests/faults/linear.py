"""Histories for a checker that others wrote: porcupine, which searches for an order that explains them.

What is asked of it is less than `tests.faults.checker` asks, as it is not shown the order of the log: whether
there is any order of what clients did to an aggregate that keeps real time and makes each answer right. It
takes Go, and its module from the Go proxy; where one is not to be had, the other checks stand alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.faults.checker import Commit, Seen, Told
from tests.faults.shop import CLOSING

SOURCE = Path(__file__).with_name("porcupine")
END = 2**62  # nanoseconds; of what nobody was told of


@cache
def program() -> Path | None:
    """The program, built; None where there is no Go, or the module cannot be fetched."""
    if shutil.which("go") is None:
        return None
    made = Path(mkdtemp(prefix="specfold-porcupine-")) / "porcupine"
    built = subprocess.run(
        ["go", "build", "-o", str(made), "."], cwd=SOURCE, capture_output=True, timeout=300, check=False
    )
    return made if built.returncode == 0 else None


def operations(
    histories: Mapping[str, Sequence[Commit]], told: Sequence[Told], seen: Sequence[Seen]
) -> Iterator[dict[str, Any]]:
    """What was done to each aggregate, with the times between which it was done.

    A commit that no client was told of (a policy's, or of a client that waited no longer) was made any time.
    """
    clients: dict[str, int] = {}

    def number(name: str) -> int:
        return clients.setdefault(name, len(clients))

    sent = {answer.id: answer for answer in reversed(told)}
    answered = {answer.id: answer for answer in reversed(told) if answer.outcome == "accepted"}
    for key, history in histories.items():
        for commit in history:
            began, ended = sent.get(commit.command), answered.get(commit.command)
            yield {
                "client": number(commit.command),  # a client may do several things at once
                "key": key,
                "kind": "commit",
                "version": commit.version,
                "becomes": "closed" if CLOSING & set(commit.kinds) else "open",
                "call": _nanoseconds(began.began) if began else 0,
                "return": _nanoseconds(ended.ended) if ended else END,
            }
    for at, answer in enumerate(told):
        if answer.outcome == "refused":
            yield {
                "client": number(f"refused {at}"),
                "key": answer.key,
                "kind": "refused",
                "code": answer.code,
                "onlyIf": answer.only_if,
                **_times(answer),
            }
    for at, read in enumerate(seen):
        more = {"client": number(f"read {at}"), "key": read.key, "kind": "read", "version": read.version}
        yield more | _times(read)


def _times(done: Told | Seen) -> dict[str, int]:
    return {"call": _nanoseconds(done.began), "return": _nanoseconds(done.ended)}


def _nanoseconds(seconds: float) -> int:
    return round(seconds * 1e9)


def findings(done: Sequence[dict[str, Any]]) -> list[str]:
    """The keys whose histories no order explains."""
    made = program()
    assert made is not None
    told = subprocess.run([str(made)], input=json.dumps(done), capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return [f"not linearizable, says porcupine: {line}" for line in told.stdout.splitlines()]
