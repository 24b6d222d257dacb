"""The local cloud as processes: they start, are killed, start again, and leave nothing behind."""

from __future__ import annotations

import gzip
import importlib.util
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

from runtime.local import emulator
from runtime.local.errors import LocalError, NotReadyError, PortTakenError
from runtime.local.pace import Pace
from runtime.local.ports import listen
from runtime.local.processes import PROCESSES, Local, Ports, up
from runtime.local.provisioning import Provision

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


def test_a_request_goes_all_the_way_and_into_the_archive(
    shop: Local, http: httpx.Client, until: Until, name: str
) -> None:
    sequence = http.post(f"/items/{name}", content="hello").text
    until(lambda: http.get(f"/items/{name}").json() == ["hello"])
    session = boto3.session.Session("local", "local", region_name="us-east-1")
    s3 = session.client("s3", endpoint_url=shop.endpoint)
    until(lambda: any(sequence in body for body in _archive(s3)))
    assert all(key.startswith("events/shop-items/") for key in _keys(s3))


def _keys(s3: Any) -> list[str]:
    return [item["Key"] for item in s3.list_objects_v2(Bucket="p-archive").get("Contents", [])]


def _archive(s3: Any) -> list[str]:
    bodies = [s3.get_object(Bucket="p-archive", Key=key)["Body"].read() for key in _keys(s3)]
    return [gzip.decompress(body).decode() for body in bodies]


def test_killed_consumers_deliver_again_and_in_order(
    shop: Local, http: httpx.Client, until: Until, name: str
) -> None:
    items = [f"{name}-{n}" for n in range(4)]
    stop = threading.Event()
    written = dict.fromkeys(items, 0)

    def write() -> None:
        with httpx.Client(base_url=shop.api_url, headers=http.headers, trust_env=False) as client:
            while not stop.is_set():
                for item in items:
                    client.post(f"/items/{item}", content=str(written[item]))
                    written[item] += 1

    def seen(item: str) -> list[int]:
        return [int(data) for data in http.get(f"/items/{item}").json()]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            before = len(seen(items[0]))
            until(lambda before=before: len(seen(items[0])) >= before + 10, "progress")
            shop.kill("consumers")
            assert shop.dead() == ["consumers"]
            shop.start("consumers")
    finally:
        stop.set()
        writer.join()
    until(lambda: all(max(seen(item)) == written[item] - 1 for item in items), "the last records")
    for item in items:
        history = seen(item)
        assert set(history) == set(range(written[item]))
        # Redelivery may go back, but it never skips ahead of what has been delivered.
        assert all(data <= max(history[:place], default=-1) + 1 for place, data in enumerate(history))


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
from runtime.local.processes import PROCESSES, up
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
        *pids, state = supervisor.stdout.readline().split()
        assert len(pids) == 4
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        until(lambda: not any(alive(int(pid)) for pid in pids), "the end of the children")
        until(lambda: not Path(state).exists(), "the end of the files")
