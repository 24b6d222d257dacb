"""What the archive lost, the auditor finds and writes; what is lost everywhere, it tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from generated.ordering.service import SERVICE
from runtime.archive import from_lines
from runtime.commit import Head, Record
from runtime.local.aws import environment
from runtime.local.checkpoints import Checkpoints
from runtime.local.processes import Local, up
from runtime.replay import Replayed, differences, replay
from tests.faults.cloud import Cloud, until
from tests.faults.conftest import Form
from tests.faults.load import Journal, clients
from tests.faults.test_kill import PACE, ROOT

STREAM, LEDGER = "ordering-orders", "ordering-ledger"
READER = SERVICE.readers[0]


@pytest.fixture(scope="module")
def local(fire: Form) -> Iterator[Local]:
    with up(ROOT, pace=PACE) as local:
        yield local


@pytest.fixture(scope="module")
def cloud(local: Local) -> Cloud:
    cloud, journal = Cloud(local), Journal()
    with clients(local, 4, "audit", journal):
        journal.await_more(30)
    until(cloud.caught_up, "every reader comes to the end of the log")
    return cloud


def audit(cloud: Cloud, *more: str) -> tuple[int, dict[str, int], str]:
    """Run the auditor over the last hour, up to now; its exit code, its figures, and all it said."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "runtime.aws.audit", "--hours", "1", "--settled", "0"),
            *("--stream", cloud.local.physical("stream", STREAM), "--filed-under", STREAM),
            *("--bucket", cloud.bucket, "--ledger", cloud.local.physical("table", LEDGER)),
            *more,
        ],
        env=os.environ | environment(cloud.local.endpoint) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    figures = (line.rpartition(" ") for line in done.stdout.splitlines() if line[-1:].isdigit())
    return done.returncode, {name.strip(): int(n) for name, _, n in figures}, done.stdout + done.stderr


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


def test_what_the_archive_never_got_is_found_written_and_replayed(local: Local, cloud: Cloud) -> None:
    code, _, said = audit(cloud)
    assert code == 0, said
    assert whole(cloud)
    lost = skip(local, cloud)
    assert lost > 5
    assert not whole(cloud)
    code, figures, said = audit(cloud)
    assert (code, figures["missing in the archive"], figures["objects written"]) == (1, lost, 0), said
    code, figures, said = audit(cloud, "--write")
    assert (code, figures["objects written"]) == (0, 1), said
    assert whole(cloud)
    assert audit(cloud)[:2] == (0, figures | {"missing in the archive": 0, "objects written": 0})
    assert any(name.startswith(f"repair/{STREAM}/") for name in cloud.objects(STREAM))


def test_a_last_commit_that_is_lost_everywhere_is_told_and_not_guessed(cloud: Cloud) -> None:
    """The ledger knows a commit that neither the archive nor the stream holds."""
    key = next(item["pk"] for item in cloud.table(LEDGER) if item["pk"].startswith("Order-"))
    cloud.dynamodb.update_item(
        TableName=cloud.local.physical("table", LEDGER),
        Key={"pk": {"S": key}},
        UpdateExpression="SET version = version + :one, top = :top",
        ExpressionAttributeValues={":one": {"N": "1"}, ":top": {"S": "a commit that is nowhere"}},
    )
    code, figures, said = audit(cloud)
    assert (code, figures["heads without a record"]) == (1, 1), said
    assert f"{key}: lost" in said
    assert [found.key for found in differences(replayed(cloud).heads, heads(cloud))] == [key]
