"""The local cloud as processes: they start, are killed, start again, and leave nothing behind."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from specfold.local import emulator
from specfold.local.errors import LocalError, NotReadyError, PortTakenError
from specfold.local.poll_intervals import Pace
from specfold.local.ports import listen
from specfold.local.provisioning import Provision
from specfold.local.stack import PROCESSES, Local, Ports, up

Until = Callable[..., None]
SHOP = Path(__file__).parent / "shop"
ROOT = Path(__file__).parents[2]


def alive(pid: int) -> bool:
    """Whether a process is there and is no zombie that waits to be reaped by someone else."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(scope="module")
def create() -> Provision:
    spec = importlib.util.spec_from_file_location("shop_resources", SHOP / "resources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Provision = module.create
    return found


@pytest.fixture(scope="module")
def quick() -> Pace:
    return Pace(
        poll=0.02, discover=0.1, retry_first=0.01, retry_most=0.05, window_most=0.02, archive_seconds=0.1
    )


@pytest.fixture(scope="module")
def shop(create: Provision, quick: Pace) -> Iterator[Local]:
    with up(SHOP, provisioner=create, pace=quick) as local:
        yield local


@pytest.fixture
def http(shop: Local) -> Iterator[httpx.Client]:
    headers = {
        "authorization": f"Bearer {shop.token('ann', ['items:write'])}",
        "content-type": "text/plain",
    }
    with httpx.Client(base_url=shop.api_url, headers=headers, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def s3(shop: Local) -> Any:
    session = boto3.session.Session("local", "local", region_name="us-east-1")
    return session.client("s3", endpoint_url=shop.endpoint)


def _keys(s3: Any) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="p-archive")
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def _archived(s3: Any) -> set[str]:
    """The sequence numbers in the archive."""
    bodies = [s3.get_object(Bucket="p-archive", Key=key)["Body"].read() for key in _keys(s3)]
    return {json.loads(line)["seq"] for body in bodies for line in gzip.decompress(body).splitlines()}


def test_a_request_goes_all_the_way_and_into_the_archive(
    http: httpx.Client, s3: Any, until: Until, name: str
) -> None:
    sequence = http.post(f"/items/{name}", content="hello").text
    until(lambda: http.get(f"/items/{name}").json() == ["hello"])
    until(lambda: sequence in _archived(s3))
    assert all(key.startswith("events/shop-items/") for key in _keys(s3))


class Writer:
    """Posts to items in turn, from a thread of its own, until its block ends."""

    def __init__(self, http: httpx.Client, items: list[str]) -> None:
        self._http = http
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.written = dict.fromkeys(items, 0)
        self.sequences: list[str] = []

    def _write(self) -> None:
        while not self._stop.is_set():
            for item, count in self.written.items():
                response = self._http.post(f"/items/{item}", content=str(count))
                self.sequences.append(response.raise_for_status().text)
                self.written[item] = count + 1

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def test_killed_consumers_deliver_again_and_in_order(
    shop: Local, http: httpx.Client, until: Until, name: str
) -> None:
    def seen(item: str) -> list[int]:
        return [int(data) for data in http.get(f"/items/{item}").json()]

    items = [f"{name}-{n}" for n in range(4)]
    with Writer(http, items) as writer:
        for _ in range(3):
            before = len(seen(items[0]))
            until(lambda before=before: len(seen(items[0])) >= before + 10, "progress")
            shop.kill("consumers")
            assert shop.dead() == ["consumers"]
            shop.start("consumers")
    until(lambda: all(max(seen(item)) == writer.written[item] - 1 for item in items), "the last records")
    for item in items:
        history = seen(item)
        assert set(history) == set(range(writer.written[item]))
        # Redelivery may go back, but it never skips ahead of what has been delivered.
        assert all(data <= max(history[:place], default=-1) + 1 for place, data in enumerate(history))


def test_a_killed_archive_loses_nothing(
    shop: Local, http: httpx.Client, s3: Any, until: Until, name: str
) -> None:
    with Writer(http, [f"{name}-{n}" for n in range(4)]) as writer:
        for _ in range(3):
            before = len(_keys(s3))
            until(lambda before=before: len(_keys(s3)) >= before + 2, "new objects")
            shop.kill("archive")
            shop.start("archive")
    until(lambda: set(writer.sequences) <= _archived(s3), "the last records")


def test_the_checkpoints_tell_when_a_reader_has_caught_up(
    shop: Local, http: httpx.Client, until: Until, name: str
) -> None:
    last = int(http.post(f"/items/{name}", content="x").text)

    def caught_up(reader: str) -> bool:
        return any(int(after) >= last for after in shop.checkpoints(reader, "shop-items").values())

    until(lambda: caught_up("shop-reader"))
    assert http.get(f"/items/{name}").json() == ["x"]
    until(lambda: caught_up("archive"))


def test_a_killed_api_comes_back_at_the_same_address(shop: Local, http: httpx.Client, name: str) -> None:
    shop.kill("api")
    with pytest.raises(httpx.ConnectError):
        http.get(f"/items/{name}")
    shop.restart("api")
    assert http.get(f"/items/{name}").json() == []


def test_a_running_process_is_not_started_twice(shop: Local) -> None:
    with pytest.raises(RuntimeError, match="api already runs"):
        shop.start("api")
    with pytest.raises(LocalError, match="no process 'web': there are api, consumers, archive"):
        shop.restart("web")


def test_every_process_logs_to_its_file(shop: Local, http: httpx.Client, until: Until) -> None:
    http.get("/nothing%0Ahere")
    until(lambda: "GET /nothing%0Ahere 404" in (shop.logs / "api.log").read_text())
    assert "reading shardId-000000000000" in (shop.logs / "consumers.log").read_text()


# -- taken ports, broken projects


def test_a_taken_port_is_a_clear_error(create: Provision) -> None:
    with listen(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        message = rf"port {port} on 127\.0\.0\.1 is taken, and the {{}} needs it"
        with (
            pytest.raises(PortTakenError, match=message.format("HTTP API")),
            up(SHOP, ports=Ports(api=port), provisioner=create),
        ):
            pass
        with pytest.raises(PortTakenError, match=message.format("AWS emulator")):
            emulator.start(port)
        with (
            pytest.raises(PortTakenError, match=message.format("token issuer")),
            up(SHOP, ports=Ports(issuer=port), provisioner=create),
        ):
            pass


def test_a_broken_entry_point_is_told_with_the_log(create: Provision, tmp_path: Path) -> None:
    service = tmp_path / "generated" / "shop"
    service.mkdir(parents=True)
    (tmp_path / "generated" / "__init__.py").touch()
    (service / "__init__.py").touch()
    (service / "topology.py").write_text((SHOP / "generated/shop/topology.py").read_text())
    (service / "functions.py").write_text("def reader(event, context): ...\n")
    with (
        pytest.raises(NotReadyError, match=r"entry point generated\.shop\.functions\.api cannot be imported"),
        up(tmp_path, provisioner=create),
    ):
        pass


def test_a_project_without_services_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="run the generator first"), up(tmp_path):
        pass


# -- nothing is left


def _everything(local: Local) -> list[int]:
    pids = [local.pid(name) for name in PROCESSES]
    return [pid for pid in pids if pid is not None]


def test_nothing_is_left_when_the_block_ends(create: Provision, until: Until) -> None:
    with up(SHOP, provisioner=create) as local:
        pids, state = _everything(local), local.settings.state
        assert len(pids) == 3
        assert all(alive(pid) for pid in pids)
    assert not any(alive(pid) for pid in pids)
    assert not state.exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(local.endpoint, trust_env=False)


_SUPERVISOR = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from resources import create
from specfold.local.stack import PROCESSES, up
with up(Path(sys.argv[1]), provisioner=create) as local:
    children = [local.pid(name) for name in PROCESSES]
    print(*children, local.emulator_pid, local.settings.state, flush=True)
    sys.stdin.read()
"""


def test_everything_ends_when_the_supervisor_is_killed(until: Until) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISOR, str(SHOP)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert supervisor.stdin is not None
    assert supervisor.stdout is not None
    with supervisor.stdin, supervisor.stdout:
        try:
            *pids, state = supervisor.stdout.readline().split()
        finally:
            supervisor.send_signal(signal.SIGKILL)
            supervisor.wait()
    assert len(pids) == 4
    until(lambda: not any(alive(int(pid)) for pid in pids), "the end of the children")
    until(lambda: not Path(state).exists(), "the end of the files")
