"""A child process: its own process group, its log, its ready signal, and an end without orphans."""

from __future__ import annotations

import contextlib
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

from specfold.local.errors import NotReadyError

Echo = Callable[[str], None]
_TAIL_LINES = 30
_POLL_SECONDS = 0.01


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
        self._signal: IO[bytes] | None = None
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None. It is the id of the process group too."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether the process is there. Does not reap it: see `_end`."""
        return self._process is not None and not _ended(self._process)

    @property
    def tail(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self._tail)

    def start(self, seconds: float = 60.0) -> dict[str, Any]:
        """`begin`, then `ready`."""
        self.begin()
        return self.ready(seconds)

    def begin(self, variables: Mapping[str, str] | None = None) -> None:
        """Start it, with more environment variables for this once. `ready` must follow."""
        reading, writing = os.pipe()
        try:
            self._spawn(["--ready-fd", str(writing)], (writing,), variables or {})
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        self._signal = os.fdopen(reading, "rb", buffering=0)

    def ready(self, seconds: float = 60.0) -> dict[str, Any]:
        """Wait until it says that it is ready; returns what it said.

        Raises:
            NotReadyError: it ended, or said nothing within `seconds`. It is gone then.
        """
        assert self._signal is not None
        with self._signal as pipe:
            line = _first_line(pipe, time.monotonic() + seconds)
        if line is None:
            raise self._failed(f"was not ready within {seconds:g} s")
        if not line:
            raise self._failed("ended before it was ready")
        facts: dict[str, Any] = json.loads(line)
        return facts

    def launch(self) -> None:
        """Start it without waiting, for a program that has no ready signal of its own."""
        self._spawn([], (), {})

    def stop(self, seconds: float = 10.0) -> None:
        """Ask it to end, wait, then end its whole group by force. Does nothing when it is not there."""
        process, pause = self._process, threading.Event()
        if process is None:
            return
        process.terminate()
        deadline = time.monotonic() + seconds
        while not _ended(process):
            if time.monotonic() > deadline:
                self._tail.append(f"(did not end within {seconds:g} s: killed)")
                break
            pause.wait(_POLL_SECONDS)
        self._end(process)

    def kill(self) -> None:
        """End it and all it started at once, as `kill -9` does."""
        if self._process is not None:
            self._end(self._process)

    def _spawn(self, more: Sequence[str], descriptors: tuple[int, ...], variables: Mapping[str, str]) -> None:
        if self.running:
            raise RuntimeError(f"{self.name} already runs")
        self.kill()
        self._tail.clear()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(  # noqa: S603  # our own modules, no shell
            [*self._command, *more],
            stdin=subprocess.PIPE,  # the lifeline: never written to, closed by the kernel when we die
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._directory,
            env=self._environment | dict(variables),
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
                shown = readable(line)
                self._tail.append(shown)
                if self._echo is not None:
                    self._echo(f"{self.name:>9} | {shown}")

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill what is left of the group, then reap the leader: its id is not given to others before."""
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
        if self._signal is not None:
            self._signal.close()
        if self._pump is not None:
            self._pump.join(timeout=5)
        self._process = None

    def _failed(self, reason: str) -> NotReadyError:
        self.kill()
        return NotReadyError(self.name, reason, self.tail)


def readable(line: str) -> str:
    """A structured log line as people read it: level and message. Any other line as it is."""
    if not line.startswith("{"):
        return line
    try:
        told = json.loads(line)
        return f"{told['level']:<7} {told['message']}"
    except (ValueError, KeyError, TypeError):
        return line


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has ended; it stays a zombie where the system allows to look without reaping."""
    if process.returncode is not None:
        return True
    if sys.platform == "darwin":  # waitid came to Python there with 3.13
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


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
