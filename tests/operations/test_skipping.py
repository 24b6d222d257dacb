"""Records that will never read stop one key each; `specfold skip` has every reader pass over them."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.log_store import KinesisSource
from specfold.eventlog.commit import Record
from specfold.recovery.replay import replay

from tests.operations.place import (
    READER,
    ROOT,
    Place,
    copied,
    eventually,
    held,
    placed,
    pointed_at,
    running,
    stored,
)

STREAM = "specfold-local-ordering-orders"
WHO = ("--by", "ada", "--reason", "written by a script of ours")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from running(copied(tmp_path_factory.mktemp("project")))


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def records(aws: Clients, key: str) -> list[Record]:
    return list(KinesisSource(aws.kinesis, STREAM, 0, SystemClock()).records(key))


def put(aws: Clients, key: str, **changes: Any) -> None:
    """A commit on the last one of the key, with something wrong in it."""
    (last,) = json.loads(records(aws, key)[-1].data)
    made = last | {
        "id": str(uuid4()),
        "type": "OrderCancelled.v1",
        "commitid": str(uuid4()),
        "commandid": str(uuid4()),
        "commitbase": last["commitbase"] + 1,
        "commitparent": last["commitid"],
        "data": {"orderId": key.removeprefix("Order-"), "reason": "changed-mind"},
    }
    event = {name: value for name, value in (made | changes).items() if value is not ...}
    aws.kinesis.put_record(StreamName=STREAM, PartitionKey=key, Data=json.dumps([event]).encode())


def stopped(place: Place, key: str) -> list[dict[str, Any]]:
    return [one for one in held(place) if one["key"] == key]


WRONG: dict[str, dict[str, Any]] = {
    "a base far ahead": {"commitbase": 70},
    "a later rule": {"commitrule": 2},
    "no type": {"type": ..., "correlationid": "x" * 200_000},
    "null data": {"data": None},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_record_that_never_reads_is_skipped_and_the_key_resumes(
    place: Place, aws: Clients, wrong: str
) -> None:
    id = placed(place)
    key = f"Order-{id}"
    put(aws, key, **WRONG[wrong])
    eventually(lambda: any(one["reader"] == "ledger" for one in stopped(place, key)), "a stop")
    assert place.ask("POST", f"/orders/{id}/cancellation", {"reason": "changed-mind"}).status_code == 503
    (record,) = {one["record"] for one in stopped(place, key)}
    count = len(records(aws, key))

    assert place.specfold("repair", key, "--dry-run").code == 1
    dry = place.specfold("skip", key, record, *WHO, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert "nothing was written" in dry.out
    assert (len(records(aws, key)), bool(stopped(place, key))) == (count, True)

    wet = place.specfold("skip", key, record, *WHO, "--format", "json")
    assert wet.code == 0, wet.out + wet.err
    told = wet.json()
    assert (told["record"], told["by"], told["refused"]) == (record, "ada", None)
    assert {one["result"] for one in told["results"]} == {"ok"}
    (event,) = json.loads(records(aws, key)[-1].data)
    assert (event["type"], event["data"]) == ("specfold.record.skipped", {"by": WHO[1], "reason": WHO[3]})

    assert stopped(place, key) == []
    done = place.ask("POST", f"/orders/{id}/cancellation", {"reason": "changed-mind"})
    assert done.status_code == 200, done.text
    version = 2 if record_is_void(wrong) else 3
    assert done.headers["ETag"] == f'"{version}"'
    eventually(lambda: stored(aws, id).get("status", {}).get("S") == "cancelled", "the row")
    again = replay(READER, records(aws, key))
    assert (again.stopped, again.heads[key].version) == ({}, version)
    second = place.specfold("skip", key, record, *WHO)
    assert (second.code, "no reader stops at this record" in second.out) == (1, True)


def record_is_void(wrong: str) -> bool:
    return wrong in ("a base far ahead", "a later rule")


def test_what_stops_nobody_is_not_skipped(place: Place, aws: Clients) -> None:
    key = f"Order-{placed(place)}"
    (record,) = records(aws, key)
    shown = re.sub(r"/0*(\d+)$", r"/\1", record.place)
    refused = place.specfold("skip", key, shown, *WHO)
    assert (refused.code, "is not skipped" in refused.out) == (1, True), refused.out + refused.err
    for arguments in (
        (key, "0/shardId-000000000000/1", *WHO),
        (key, "first", *WHO),
        (key, f"zero/{shown}", *WHO),
        ("Nothing-1", shown, *WHO),
        (key, shown, "--by", "", "--reason", "why"),
        (key, shown, "--by", "ada", "--reason", "a\nb"),
        (key, shown, "--by", "ada"),
    ):
        said = place.specfold("skip", *arguments)
        assert (said.code, "Traceback" in said.err) == (2, False), said.out + said.err
    assert len(records(aws, key)) == 1


def test_two_operators_who_skip_one_record_do_no_harm(place: Place, aws: Clients) -> None:
    id = placed(place)
    key = f"Order-{id}"
    put(aws, key, data=None)
    eventually(lambda: stopped(place, key), "a stop")
    (record,) = {one["record"] for one in stopped(place, key)}
    assert place.specfold("skip", key, record, *WHO).code == 0
    last = records(aws, key)[-1]
    aws.kinesis.put_record(StreamName=STREAM, PartitionKey=key, Data=last.data)
    assert place.ask("POST", f"/orders/{id}/cancellation", {"reason": "changed-mind"}).status_code == 200
    assert stopped(place, key) == []
    assert replay(READER, records(aws, key)).heads[key].version == 3


def test_any_bytes_leave_the_commands_without_a_traceback(place: Place, aws: Clients) -> None:
    key = f"Order-{placed(place)}"
    for data in (b"[" * 1_000 + b"]" * 1_000, b"\xff", b"[]", b"9" * 5_000, b'[{"type":"\xff"}]', b"\x00"):
        aws.kinesis.put_record(StreamName=STREAM, PartitionKey=key, Data=data)
    for arguments in (
        ("held",),
        ("repair", key, "--dry-run"),
        ("repair", key),
        ("replay", "OrderSummary"),
        ("audit", "--hours", "1", "--settled", "0", "--readers"),
        ("repair", "Order-\udcff"),
    ):
        said = place.specfold(*arguments)
        assert "Traceback" not in said.err, said.err
        assert said.code in (0, 1, 2), said.out + said.err
    assert stopped(place, key) == []


def test_the_example_of_the_runbook_does_what_it_says(place: Place, aws: Clients) -> None:
    section = (ROOT / "docs/operations.md").read_text("utf-8").split("## A record that will never read")[1]
    lines = section.split("```text\n")[1].split("```")[0].splitlines()
    key = f"Order-{placed(place)}"
    put(aws, key, data=None)
    eventually(lambda: stopped(place, key), "a stop")
    (record,) = {one["record"] for one in stopped(place, key)}
    codes = []
    for line in lines:
        words = [{"KEY": key, "RECORD": record}.get(word, word) for word in shlex.split(line)]
        assert words[0] == "specfold"
        codes.append(place.specfold(*words[1:]).code)
    assert codes == [1, 0, 0]
    assert stopped(place, key) == []
