"""A child process: its own process group, its log, its ready signal, and an end without orphans."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from runtime.local.errors import NotReadyError

Echo = Callable[[str], None]
_TAIL_LINES = 30


class Child:
    """One Python module run as a process. It can be started again after it ended, with the same arguments."""

    def __init__(
        self,
        name: str,
        module: str,
        arguments: Sequence[str] = (),
        *,
        environment: Mapping[str, str],
        directory: Path,
        log: Path,
        echo: Echo | None = None,
    ) -> None:
        """Nothing runs yet. `echo` is called with every line of output, prefixed with the name."""
        self.name = name
        self._command = [sys.executable, "-m", module, *arguments, "--lifeline"]
        self._environment = dict(environment)
        self._directory = directory
        self._log = log
        self._echo = echo
        self._process: subprocess.Popen[bytes] | None = None
        self._pump: threading.Thread | None = None
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None. It is the id of the process group too."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def tail(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self._tail)

    def start(self, seconds: float = 30.0) -> dict[str, Any]:
        """Start it and wait until it says that it is ready; returns what it said.

        Raises:
            NotReadyError: it ended, or said nothing within `seconds`. It is gone then.
        """
        reading, writing = os.pipe()
        try:
            self._spawn(["--ready-fd", str(writing)], (writing,))
        finally:
            os.close(writing)
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            line = _first_line(pipe, time.monotonic() + seconds)
        if line is None:
            raise self._failed(f"was not ready within {seconds:g} s")
        if not line:
            raise self._failed("ended before it was ready")
        facts: dict[str, Any] = json.loads(line)
        return facts

    def launch(self) -> None:
        """Start it without waiting, for a program that has no ready signal of its own."""
        self._spawn([], ())

    def stop(self, seconds: float = 10.0) -> None:
        """Ask it to end, wait, then end its whole group by force. Does nothing when it is not there."""
        if self._process is None:
            return
        if self.running:
            self._process.terminate()
        self._reap(seconds)

    def kill(self) -> None:
        """End it and all it started at once, as `kill -9` does."""
        if self._process is not None:
            self._reap(0)

    def _spawn(self, more: Sequence[str], descriptors: tuple[int, ...]) -> None:
        if self.running:
            raise RuntimeError(f"{self.name} already runs")
        self._tail.clear()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(  # noqa: S603  # our own modules, no shell
            [*self._command, *more],
            stdin=subprocess.PIPE,  # the lifeline: never written to, closed by the kernel when we die
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._directory,
            env=self._environment,
            pass_fds=descriptors,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._pump = threading.Thread(
            target=self._copy, args=(self._process.stdout,), name=f"log-{self.name}", daemon=True
        )
        self._pump.start()

    def _copy(self, output: IO[bytes]) -> None:
        """Until end of file: every line into the log file, the tail, and the echo."""
        with output, self._log.open("ab", buffering=0) as log:
            for raw in output:
                log.write(raw)
                line = raw.decode(errors="replace").rstrip("\n")
                self._tail.append(line)
                if self._echo is not None:
                    self._echo(f"{self.name:>9} | {line}")

    def _reap(self, seconds: float) -> None:
        process = self._process
        assert process is not None
        if seconds:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._tail.append(f"(did not end within {seconds:g} s: killed)")
        # Whatever the leader left behind in its group goes too; the group may be empty by now.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
        if self._pump is not None:
            self._pump.join(timeout=5)
        self._process = None

    def _failed(self, reason: str) -> NotReadyError:
        self.kill()
        return NotReadyError(self.name, reason, self.tail)


def _first_line(pipe: IO[bytes], deadline: float) -> bytes | None:
    """The first line, b"" when the other end closed without one, None when the deadline passed."""
    received = b""
    while b"\n" not in received:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        chunk = pipe.read(4096)
        if not chunk:
            return b""
        received += chunk
    return received
