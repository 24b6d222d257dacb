"""The emulator as a process of ours."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import boto3
import httpx
import pytest
from specfold.local import emulator
from specfold.local.aws import environment, scrubbed

Until = Callable[..., None]


def test_it_listens_on_loopback_only_and_is_gone_after_its_block() -> None:
    with emulator.running() as running:
        pid = running.pid
        assert pid is not None
        assert running.endpoint == f"http://127.0.0.1:{running.port}"
        assert _listening_addresses(running.port) == {"0100007F"}
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.endpoint, trust_env=False)


def _listening_addresses(port: int) -> set[str]:
    """Local addresses that listen on a port, as the kernel lists them: hexadecimal, little-endian."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("the kernel of this machine does not list its sockets in /proc")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    suffix = f":{port:04X}"
    return {row[1].removesuffix(suffix) for row in rows if row[1].endswith(suffix) and row[3] == "0A"}


def test_stopping_twice_is_harmless() -> None:
    running = emulator.start()
    running.stop()
    running.stop()


def _group(leader: int) -> list[int]:
    """The living processes of a process group, as the kernel lists them."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("the kernel of this machine does not list its processes in /proc")
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[2]) == leader and fields[0] != "Z":
            members.append(int(stat.parent.name))
    return members


def test_its_function_workers_and_their_files_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with emulator.running() as running:
        session = boto3.session.Session("local", "local", region_name="us-east-1")
        client = session.client("lambda", endpoint_url=running.endpoint)
        client.create_function(
            FunctionName="hello",
            Runtime="python3.11",
            Role="arn:aws:iam::000000000000:role/any",
            Handler="hello.entry",
            Code={"ZipFile": _package("def entry(event, context):\n    return event['x'] + 1\n")},
        )
        answer = client.invoke(FunctionName="hello", Payload=json.dumps({"x": 41}).encode())
        assert json.load(answer["Payload"]) == 42
        assert list(tmp_path.rglob("ministack-lambda-*"))
        leader = running.pid
        assert leader is not None
        assert len(_group(leader)) == 2
    until(lambda: not _group(leader), "the end of the workers")
    assert list(tmp_path.iterdir()) == []


def _package(source: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.py", source)
    return packed.getvalue()


def test_no_real_credentials_can_be_picked_up() -> None:
    real = {
        "AWS_PROFILE": "production",
        "AWS_SESSION_TOKEN": "t",
        "AWS_ENDPOINT_URL_S3": "https://x",
        "HOME": "/h",
    }
    merged = scrubbed(real) | environment("http://127.0.0.1:1")
    assert merged["HOME"] == "/h"
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"} & set(merged)
    assert merged["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
