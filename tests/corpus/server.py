"""A warm process that forks a child for every job, sets limits on it, and tells what became of it.

Importing the model engine, pydantic and pytest costs a second or two: paid once here, not once per document.
Speaks JSON lines on stdin and stdout. Started as `python -m tests.corpus.server <room>`.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from typing import Any

ROOMS = {"fuzz": "tests.fuzz.trying", "generate": "tests.corpus.generating", "use": "tests.corpus.using"}
_MB = 1024 * 1024


def serve(room: str) -> None:
    """Answer jobs until stdin ends."""
    jobs = importlib.import_module(ROOMS[room]).JOBS
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a job prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_forked(jobs[asked["job"]], asked)), file=answers, flush=True)


def _forked(job: Any, asked: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(job, asked, writing)
    os.close(writing)
    began = time.monotonic()
    said, timely = _read(reading, began + asked["seconds"] * 12)
    os.close(reading)
    if not timely:
        os.killpg(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    answer: dict[str, Any] = json.loads(said) if said else {}
    if not timely:
        answer["limit"] = "time"
    elif os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        answer["limit"] = "time" if number == signal.SIGXCPU else f"signal {signal.Signals(number).name}"
    answer["cpu"] = round(usage.ru_utime + usage.ru_stime, 2)
    answer["wall"] = round(time.monotonic() - began, 2)
    answer["rss_mb"] = usage.ru_maxrss // 1024
    return answer


def _read(pipe: int, until: float) -> tuple[bytes, bool]:
    """What a child says, and whether it ended in time. Wall time is a net: limits count CPU time."""
    said = b""
    while select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
        part = os.read(pipe, 1 << 16)
        if not part:
            return said, True
        said += part
    return said, False


def _child(job: Any, asked: dict[str, Any], writing: int) -> None:
    os.setpgid(0, 0)
    seconds, memory = asked["seconds"], asked["megabytes"] * _MB
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = job(asked)
    except MemoryError:
        answer = {"limit": "memory"}
    except BaseException:  # a job that ends in any other way is a diagnostic of its own
        answer = {"crash": traceback.format_exc()}
    with os.fdopen(writing, "w") as pipe:
        json.dump(answer, pipe)
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
