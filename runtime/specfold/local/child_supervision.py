"""The child's side of being supervised: end when the parent ends, and say when ready.

The parent holds the other end of our standard input and never writes to it. When the parent dies, however
it dies, the kernel closes that end and we read end-of-file. This works alike on Linux and macOS, where
PR_SET_PDEATHSIG does not exist.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from collections.abc import Callable

STDIN = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that `specfold.local.child_process` passes to every process it starts."""
    parser.add_argument("--lifeline", action="store_true", help="end when standard input closes")
    parser.add_argument("--ready-fd", type=int, default=None, help="file descriptor to announce readiness on")


def end_group() -> None:
    """End this process and everything it started, at once. Its checkpoints make that safe."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(70)


def watch(on_lost: Callable[[], None] = end_group) -> None:
    """Call `on_lost` from a thread of its own when the parent has gone."""

    def wait_for_end_of_file() -> None:
        while os.read(STDIN, 4096):
            pass
        on_lost()

    threading.Thread(target=wait_for_end_of_file, name="lifeline", daemon=True).start()


def announce(ready_fd: int | None, **facts: object) -> None:
    """Tell the parent that this process is ready, with facts it may want (a port, say). Once only."""
    if ready_fd is None:
        return
    with os.fdopen(ready_fd, "w") as pipe:
        pipe.write(json.dumps(facts) + "\n")


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Ask for an orderly end on SIGTERM and SIGINT. Call it from the main thread."""

    def handle(_number: int, _frame: object) -> None:
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
