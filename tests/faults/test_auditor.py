"""What the archive lost, the auditor finds and writes; what is lost everywhere, it tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError
from specfold.aws import functions
from specfold.eventlog.archive_format import from_lines
from specfold.eventlog.commit import Head, Record
from specfold.local import project
from specfold.local.checkpoints import Checkpoints
from specfold.local.stack import Local
from specfold.recovery.replay import Replayed, differences, replay

from generated.ordering.functions import ENVIRONMENT
from generated.ordering.service import SERVICE
from tests.faults.checker import Item
from tests.faults.cloud import Cloud, until
from tests.faults.journal import Journal
from tests.faults.load import clients
from tests.faults.proxy import EVERY, proxy

STREAM, LEDGER = "ordering-orders", "ordering-ledger"
READER = SERVICE.readers[0]
Audit = Callable[..., Any]


@pytest.fixture(scope="module")
def cloud(local: Local) -> Cloud:
    cloud, journal = Cloud(local), Journal()
    with clients(local, 4, "audit", journal):
        journal.await_more(30)
    until(cloud.caught_up, "every reader comes to the end of the log")
    return cloud


@pytest.fixture
def audit(local: Local, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """The auditor, as its function is invoked, over the last hour, up to now; the report on orders."""
    spec = next(f for t in local.topologies for f in t.functions if f.name == "ordering-audit")
    for name, value in (local.environment | project.variables([spec], local.settings)).items():
        monkeypatch.setenv(name, value)
    entry = functions.audit(ENVIRONMENT, {"orders": ("Order",)})

    def run(**more: bool) -> Any:
        return entry({"hours": 1, "settledHours": 0, "write": False, "whole": True} | more, None)["orders"]

    return run


def replayed(cloud: Cloud) -> Replayed:
    records: list[Record] = []
    for name in cloud.objects(STREAM):
        records += from_lines(cloud.text(name).splitlines(keepends=True))
    return replay(READER, records)


def heads(cloud: Cloud) -> dict[str, Head]:
    items = (item for item in cloud.table(LEDGER) if not item["pk"].startswith("cmd#"))
    return {item["pk"]: Head(item["version"], item["top"]) for item in items}


def whole(cloud: Cloud) -> bool:
    """Whether a replay of the archive alone gives the ledger's heads and the living rows."""
    again = replayed(cloud)
    rows = cloud.rows("ordering-order-summary", "orderId")
    same = {key: dict(row) for (key,), row in again.tables["OrderSummary"].items()} == dict(rows)
    return same and not again.stopped and not differences(again.heads, heads(cloud))


def skip(local: Local, cloud: Cloud) -> int:
    """Firehose gives records up: it goes on behind what arrived meanwhile. How many it never wrote."""
    journal = Journal()
    local.kill("archive")
    with clients(local, 4, "skipped", journal):
        journal.await_more(20)
    until(lambda: cloud.caught_up(archive=False), "every reader comes to the end of the log")
    records = cloud.stream(STREAM)
    positions = Checkpoints(local.settings.checkpoints("archive", STREAM), identity(cloud))
    positions.advance({records[-1].shard: cloud.last(STREAM)})
    local.start("archive")
    until(cloud.caught_up, "the archive comes to the end of what it reads")
    return len({raw.identity for raw in records} - {raw.identity for raw in cloud.archive(STREAM)})


def identity(cloud: Cloud) -> str:
    """What the archive's checkpoints say they are of."""
    file = cloud.local.settings.checkpoints("archive", STREAM)
    return str(json.loads(file.read_text())["stream"])


def test_nothing_can_be_taken_from_the_archive(cloud: Cloud) -> None:
    name = cloud.objects(STREAM)[0]
    (version,) = cloud.s3.list_object_versions(Bucket=cloud.bucket, Prefix=name)["Versions"]
    with pytest.raises(ClientError, match="object lock"):
        cloud.s3.delete_object(Bucket=cloud.bucket, Key=name, VersionId=version["VersionId"])
    with pytest.raises(ClientError, match="PreconditionFailed"):
        cloud.s3.put_object(Bucket=cloud.bucket, Key=name, Body=b"", IfNoneMatch="*")


def test_what_the_archive_never_got_is_found_written_and_replayed(
    local: Local, cloud: Cloud, audit: Audit
) -> None:
    assert audit()["right"]
    assert whole(cloud)
    lost = skip(local, cloud)
    assert lost > 5
    assert not whole(cloud)
    found = audit()
    assert (found["missing"], found["written"], found["right"]) == (lost, (), False)
    mended = audit(write=True)
    assert (len(mended["written"]), mended["right"]) == (1, True)
    assert whole(cloud)
    again = audit()
    assert (again["expected"], again["missing"], again["right"]) == (found["expected"], 0, True)
    assert any(name.startswith(f"repair/{STREAM}/") for name in cloud.objects(STREAM))


def test_an_auditor_that_aws_fails_is_called_again_and_cries_no_wolf(
    cloud: Cloud, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reads that break off say nothing of the archive. What an audit did not come to, the next one does."""
    with proxy(cloud.local.endpoint, "auditor") as faults:
        monkeypatch.setenv("AWS_ENDPOINT_URL", faults.endpoint)
        faults.every = {kind: weight for kind, weight in EVERY.items() if kind != "silent"}
        faults.rate = 0.15
        failed: list[str] = []
        while faults.counts.total() < 12:  # of a dice: how many audits that takes is open
            try:
                right = audit(write=True)["right"]
            except functions.FunctionFailed as problem:
                failed.append(str(problem))
            else:
                assert right
        assert all(word.startswith(("Unavailable", "Throttled")) for word in failed), failed
        faults.calm()
        assert audit()["right"]


@pytest.mark.parametrize("everything", [True, False])
def test_a_last_commit_that_is_lost_everywhere_is_told_and_not_guessed(
    cloud: Cloud, audit: Audit, everything: bool
) -> None:
    """The ledger knows a commit that neither the archive nor the stream holds."""
    items = {item["pk"]: item for item in cloud.table(LEDGER) if item["pk"].startswith("Order-")}
    key = min(items)
    assert audit(whole=everything)["departed"] == ()
    one = {"version": items[key]["version"] + 1, "top": "a commit that is nowhere"}
    with believing(cloud, key, one, items[key]):
        (found,) = audit(whole=everything)["departed"]
        assert (found["key"], found["why"]) == (key, "lost")
        assert [found.key for found in differences(replayed(cloud).heads, heads(cloud))] == [key]


@contextmanager
def believing(cloud: Cloud, key: str, head: Item, right: Item) -> Iterator[None]:
    """The ledger has this head of a key, and then the right one again."""
    _put(cloud, key, head)
    try:
        yield
    finally:
        _put(cloud, key, right)


def _put(cloud: Cloud, key: str, head: Item) -> None:
    cloud.dynamodb.update_item(
        TableName=cloud.local.physical("table", LEDGER),
        Key={"pk": {"S": key}},
        UpdateExpression="SET version = :version, top = :top",
        ExpressionAttributeValues={":version": {"N": str(head["version"])}, ":top": {"S": head["top"]}},
    )
