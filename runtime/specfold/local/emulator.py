"""MiniStack as a child process: started on loopback, waited for, and ended with all it left behind.

The child hosts MiniStack inside our own interpreter instead of running its script: so its process can watch
the lifeline, and dies with the parent even when the parent is killed. State is in memory only.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from specfold.local import child_supervision as lifeline
from specfold.local.aws import environment, scrubbed
from specfold.local.child_process import Child, Echo
from specfold.local.errors import NotReadyError
from specfold.local.ports import LOOPBACK, claim

_HEALTH = "/_ministack/ready"
_POLL_SECONDS = 0.05


class Emulator:
    """A running emulator. Make one with `start` or `running`."""

    def __init__(self, child: Child, port: int, scratch: Path) -> None:
        self._child = child
        self._scratch = scratch
        self.port = port
        self.endpoint = f"http://{LOOPBACK}:{port}"

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid

    @property
    def environment(self) -> dict[str, str]:
        """What an AWS client needs in its environment to talk to it, and to it alone."""
        return environment(self.endpoint)

    def stop(self) -> None:
        """End it with every function worker it started, and remove its files. Safe to call twice."""
        self._child.stop(seconds=5)
        shutil.rmtree(self._scratch, ignore_errors=True)


def start(
    port: int = 0,
    *,
    log: Path | None = None,
    echo: Echo | None = None,
    litter: Path | None = None,
    seconds: float = 60.0,
) -> Emulator:
    """Start MiniStack on 127.0.0.1 and wait until it is ready.

    Args:
        port: 0 for any free one.
        log: where its output goes; by default into its own temporary directory, and with it away.
        litter: a directory of the caller's that goes too, should the caller be killed.
        seconds: how long it may take.

    Raises:
        PortTakenError: the port is in use.
        NotReadyError: it ended or did not answer in time.
    """
    port = claim(port, "the AWS emulator")
    scratch = Path(tempfile.mkdtemp(prefix="specfold-emulator-"))
    child = Child(
        "emulator",
        "specfold.local.emulator",
        ["--litter", str(scratch), *(["--litter", str(litter)] if litter else [])],
        environment=_environment(port, scratch),
        directory=scratch,
        log=log or scratch / "emulator.log",
        echo=echo,
    )
    emulator = Emulator(child, port, scratch)
    try:
        child.launch()
        _wait(child, emulator.endpoint + _HEALTH, time.monotonic() + seconds)
    except BaseException:
        emulator.stop()
        raise
    return emulator


@contextmanager
def running(
    port: int = 0, *, log: Path | None = None, echo: Echo | None = None, litter: Path | None = None
) -> Iterator[Emulator]:
    """`start`, and `stop` at the end of the block."""
    emulator = start(port, log=log, echo=echo, litter=litter)
    try:
        yield emulator
    finally:
        emulator.stop()


def _environment(port: int, scratch: Path) -> dict[str, str]:
    """MiniStack reads these once, at import. Its function workers inherit them."""
    (scratch / "tmp").mkdir()
    return {
        **scrubbed(os.environ),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "BIND_HOST": LOOPBACK,  # it binds every interface unless told
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "PERSIST_STATE": "0",
        "S3_PERSIST": "0",
        "STATE_DIR": str(scratch / "state"),
        "S3_DATA_DIR": str(scratch / "s3"),
        "TMPDIR": str(scratch / "tmp"),  # where it leaves ministack-lambda-* behind
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _wait(child: Child, url: str, deadline: float) -> None:
    pause = threading.Event()
    while True:
        if _answers(url):
            return
        if not child.running:
            tail = child.tail
            raise NotReadyError("emulator", "ended before it was ready", tail)
        if time.monotonic() > deadline:
            raise NotReadyError("emulator", "did not answer in time", child.tail)
        pause.wait(_POLL_SECONDS)


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    """Host MiniStack in this process: the child's own entry point, configured by its environment."""
    parser = argparse.ArgumentParser(prog="python -m specfold.local.emulator")
    lifeline.add_arguments(parser)
    parser.add_argument("--litter", type=Path, action="append", default=[], help="removed if the parent dies")
    options = parser.parse_args()

    def lost() -> None:
        for directory in options.litter:
            shutil.rmtree(directory, ignore_errors=True)
        lifeline.end_group()

    if options.lifeline:
        lifeline.watch(lost)
    # Its function workers inherit our environment: what their packages forgot must not be found by luck.
    os.environ.pop("PYTHONPATH", None)
    ministack = importlib.import_module("ministack.app")
    sys.argv = ["ministack"]
    ministack.main()


if __name__ == "__main__":
    main()
