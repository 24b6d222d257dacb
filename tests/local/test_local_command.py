"""`python -m specfold.local`: a project from nothing to an answering API, with its own deployment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

Until = Callable[..., None]
SHOP = Path(__file__).parent / "shop"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The shop with the files that make it deployable."""
    shutil.copytree(SHOP / "generated", tmp_path / "shop" / "generated")
    for file in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / file, tmp_path / "shop" / file)
    return tmp_path / "shop"


class Command:
    """The command as a process; its lines come in as it writes them."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "specfold.local", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self.lines.extend(output)

    def value(self, name: str) -> str:
        """What stands behind a name in the output; empty while it is not there."""
        found = [line.split() for line in list(self.lines) if line.split()[:1] == [name]]
        return found[0][1] if found else ""

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._reader.join()
        return code


@pytest.fixture
def command() -> Iterator[Callable[..., Command]]:
    started: list[Command] = []

    def start(*arguments: str) -> Command:
        started.append(Command(*arguments))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.end(signal.SIGKILL)


def test_it_serves_what_the_deployment_made_and_ends_on_control_c(
    project: Path, command: Callable[..., Command], until: Until, tmp_path: Path
) -> None:
    running = command("--project", str(project), "--state", str(tmp_path / "state"))
    until(lambda: running.value("token") or running.process.poll() is not None, "readiness", 180)
    headers = {"authorization": f"Bearer {running.value('token')}", "content-type": "text/plain"}
    with httpx.Client(base_url=running.value("API"), headers=headers, trust_env=False) as http:
        assert http.post("/items/a", content="hello").status_code == 202
        until(lambda: http.get("/items/a").json() == ["hello"])
    assert running.end() == 0
    assert (tmp_path / "state" / "logs" / "api.log").exists()


def test_it_ends_when_one_of_its_processes_dies(
    project: Path, command: Callable[..., Command], until: Until
) -> None:
    functions = project / "generated" / "shop" / "functions.py"
    text = functions.read_text()
    functions.write_text(text.replace('    """Appends every', '    os._exit(3)\n    """Appends every'))
    running = command("--project", str(project), "--quiet")
    until(lambda: running.value("token") or running.process.poll() is not None, "readiness", 180)
    headers = {"authorization": f"Bearer {running.value('token')}", "content-type": "text/plain"}
    httpx.post(f"{running.value('API')}/items/a", content="hello", headers=headers, trust_env=False)
    assert running.process.wait(60) == 1
    assert any("ended unexpectedly: consumers" in line for line in running.lines)


def test_a_refused_deployment_is_told_without_a_traceback(
    project: Path, command: Callable[..., Command]
) -> None:
    topology = project / "generated" / "shop" / "topology.py"
    topology.write_text(topology.read_text().replace('name="shop-archive"', 'name="Shop Archive"'))
    running = command("--project", str(project))
    assert running.process.wait(180) == 1
    running.end()
    assert any("'Shop Archive'" in line for line in running.lines)
    assert not any("Traceback" in line for line in running.lines)
