"""What the processes of the local cloud have in common: options, logging, and an end on request."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from specfold.aws.logs import structured
from specfold.local import child_supervision as lifeline
from specfold.local.errors import LocalError
from specfold.local.settings import Settings

log = logging.getLogger(__name__)


class Worker(Protocol):
    """Something that runs in threads until it is stopped."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End, and wait for the end."""
        ...


def options(program: str) -> argparse.Namespace:
    """The command line of a process: `--settings FILE`, and what the supervisor adds.

    Starts to watch the lifeline and to log to standard error.
    """
    parser = argparse.ArgumentParser(prog=f"python -m specfold.local.{program}")
    parser.add_argument("--settings", type=Path, required=True, help="the file that the supervisor wrote")
    lifeline.add_arguments(parser)
    given = parser.parse_args()
    if given.lifeline:
        lifeline.watch()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    structured(logging.getLogger())  # as on Lambda; the supervisor's echo makes them readable
    for chatty in ("botocore", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    threading.excepthook = _thread_died
    return given


def _thread_died(arguments: threading.ExceptHookArgs) -> None:
    """A dead thread must not look like a quiet one: the process ends, and its supervisor sees that."""
    name = arguments.thread.name if arguments.thread else "?"
    if arguments.exc_value is not None:
        log.critical("thread %s died", name, exc_info=arguments.exc_value)
    os._exit(71)


def run_workers(program: str, build: Callable[[Settings], Sequence[Worker]]) -> None:
    """The main of a process whose work goes on in threads: build, start, say so, wait, stop."""
    given = options(program)
    stop = threading.Event()
    lifeline.stop_on_signals(stop.set)
    try:
        workers = build(Settings.load(given.settings))
    except LocalError as problem:
        sys.exit(f"{program}: {problem}")
    for worker in workers:
        worker.start()
    lifeline.announce(given.ready_fd, workers=len(workers))
    stop.wait()
    for worker in workers:
        worker.stop()
