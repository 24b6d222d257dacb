"""A process that dies between its work and its checkpoint: nothing is lost, and the order holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from specfold.local.aws import Clients
from specfold.local.checkpoints import Checkpoints
from specfold.local.shards import KinesisLog

Put = Callable[..., list[str]]
Objects = Callable[[], dict[str, bytes]]
ROOT = Path(__file__).parents[2]

# Started with and without a first argument "crash": then the first checkpoint is the end of it.
_COMMON = """
import base64, json, os, signal, sys, threading
from pathlib import Path
from specfold.local.aws import clients
from specfold.local.checkpoints import Checkpoints
from specfold.local.firehose import Firehose
from specfold.local.invoke import Function
from specfold.local.event_source_mapping import Mapping
from specfold.local.poll_intervals import Pace
from specfold.local.shards import KinesisLog
from specfold.model.topology import EventSource

mode, endpoint, stream, folder, expected = *sys.argv[1:5], int(sys.argv[5])
if mode == "crash":
    Checkpoints.advance = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
aws, folder, enough = clients(endpoint), Path(folder), threading.Event()
log = KinesisLog(aws.kinesis, stream)
pace = Pace(poll=0.02, discover=0.1, retry_first=0.01, window_most=0.02, archive_seconds=0.1)
"""

_MAPPING = (
    _COMMON
    + """
def entry(event, context):
    with (folder / "seen").open("a") as file:
        for record in event["Records"]:
            file.write(base64.b64decode(record["kinesis"]["data"]).decode() + "\\n")
    if len((folder / "seen").read_text().split()) >= expected:
        enough.set()

source = EventSource(stream=stream, batch_size=3)
work = Mapping(Function("f", "arn", entry, 10), log, source, checkpoints=folder / "c.json", pace=pace)
work.start()
assert enough.wait(60)
work.stop()
"""
)

_FIREHOSE = (
    _COMMON
    + """
def entry(event, context):
    return {"records": [
        {"recordId": r["recordId"], "result": "Ok",
         "data": base64.b64encode(base64.b64decode(r["data"]) + b"\\n").decode()}
        for r in event["records"]
    ]}

work = Firehose("s", log, Function("f", "arn", entry, 10), s3=aws.s3, bucket=stream,
                checkpoints=folder / "c.json", pace=pace)
work.start()
positions = Checkpoints(folder / "c.json", log.identity)
while not enough.wait(0.02):
    after = Checkpoints(folder / "c.json", log.identity).position("shardId-000000000000").after
    if after and int(after) >= expected:
        enough.set()
work.stop()
"""
)


def _run(script: str, *arguments: object) -> int:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=90,
        check=False,
    )
    return done.returncode


def test_a_mapping_that_dies_before_its_checkpoint_delivers_again(
    aws: Clients, stream: KinesisLog, put: Put, tmp_path: Path
) -> None:
    put(*[("k", str(n)) for n in range(7)])
    endpoint = aws.kinesis.meta.endpoint_url
    died = _run(_MAPPING, "crash", endpoint, stream.name, tmp_path, 99)
    assert died == -signal.SIGKILL
    assert not (tmp_path / "c.json").exists()
    assert _run(_MAPPING, "run", endpoint, stream.name, tmp_path, 10) == 0
    assert (tmp_path / "seen").read_text().split() == ["0", "1", "2", *map(str, range(7))]
    content = json.loads((tmp_path / "c.json").read_text())
    assert content["stream"] == stream.identity


def test_a_firehose_that_dies_after_its_put_finds_the_object_there(
    aws: Clients, stream: KinesisLog, put: Put, tmp_path: Path, objects: Objects
) -> None:
    *_, last = put(("k", "a"), ("k", "b"))
    endpoint = aws.kinesis.meta.endpoint_url
    assert _run(_FIREHOSE, "crash", endpoint, stream.name, tmp_path, 0) == -signal.SIGKILL
    [before] = objects()
    assert _run(_FIREHOSE, "run", endpoint, stream.name, tmp_path, last) == 0
    assert objects() == {before: b"a\nb\n"}


def test_a_firehose_that_dies_and_reads_on_loses_nothing(
    aws: Clients, stream: KinesisLog, put: Put, tmp_path: Path, objects: Objects
) -> None:
    put(("k", "a"), ("k", "b"))
    endpoint = aws.kinesis.meta.endpoint_url
    assert _run(_FIREHOSE, "crash", endpoint, stream.name, tmp_path, 0) == -signal.SIGKILL
    [last] = put(("k", "c"))
    assert _run(_FIREHOSE, "run", endpoint, stream.name, tmp_path, last) == 0
    assert sorted(objects().values()) == [b"a\nb\n", b"a\nb\nc\n"]


def test_a_checkpoint_never_goes_back_and_survives_a_half_written_file(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    positions = Checkpoints(file, "stream@1")
    positions.advance({"s0": "9", "s1": "5"})
    positions.advance({"s0": "10"})
    positions.advance({"s0": "8"})
    (tmp_path / "c.new").write_text('{"stream": "stre')
    again = Checkpoints(file, "stream@1")
    assert again.position("s0").after == "10"
    assert again.position("s1").after == "5"
    again.end("s0")
    assert Checkpoints(file, "stream@1").position("s0").ended
