"""An archive that lost an object, seen and repaired by what an operator types: `specfold audit`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from specfold.aws.archive import S3Archive
from specfold.aws.clients import Clients

from tests.operations.place import Place, copied, eventually, held, order, placed, pointed_at, running, stored

NOW = ("--hours", "1", "--settled", "0")
READERS = ("audit", *NOW, "--readers", "--patience", "0")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from running(copied(tmp_path_factory.mktemp("project")))


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def bucket(aws: Clients) -> str:
    (found,) = (one["Name"] for one in aws.s3.list_buckets()["Buckets"] if "archive" in one["Name"])
    return found


def archived(aws: Clients, key: str) -> bool:
    return bool(list(S3Archive(aws.s3, bucket(aws), "ordering-orders").records(key)))


def test_a_lost_object_is_told_and_brought_back(place: Place, aws: Clients) -> None:
    key = f"Order-{placed(place)}"
    eventually(lambda: archived(aws, key), "the archive")
    eventually(lambda: place.specfold("audit", *NOW).code == 0, "an audit that finds all right")
    for entry in aws.s3.list_objects_v2(Bucket=bucket(aws), Prefix="events/ordering-orders/")["Contents"]:
        aws.s3.delete_object(Bucket=bucket(aws), Key=entry["Key"])
    assert not archived(aws, key)

    told = place.specfold("audit", *NOW, "--service", "ordering")
    assert told.code == 1, told.err
    assert told.out.startswith("ordering orders: not right\n")
    assert not archived(aws, key)

    mended = place.specfold("audit", *NOW, "--write", "--whole", "--format", "json")
    assert mended.code == 0, mended.err
    by_service = {report["service"]: report for report in mended.json()["audits"]}
    assert by_service["ordering"]["missing"] >= 1
    assert by_service["ordering"]["written"][0].startswith("repair/ordering-orders/")
    assert (by_service["ordering"]["departed"], by_service["payments"]["missing"]) == ([], 0)
    assert archived(aws, key)
    assert place.specfold("audit", *NOW).code == 0


def test_a_view_that_lost_the_last_record_of_a_key_is_told_and_mended(place: Place, aws: Clients) -> None:
    """Nothing comes after it along the key, so no gap tells."""
    changed, new = placed(place), placed(place)
    moved = {"deliverTo": order(changed)["deliverTo"] | {"street": "221B Baker Street"}}
    assert place.ask("PUT", f"/orders/{changed}/delivery-address", moved).headers["ETag"] == '"2"'
    eventually(lambda: not place.specfold(*READERS, "--format", "json").json()["behind"], "no diagnostic")

    right = stored(aws, changed)
    early = right["_cursor"]["M"] | {"version": {"N": "1"}, "top": {"S": "the first"}}
    table = "specfold-local-ordering-order-summary"
    aws.dynamodb.put_item(TableName=table, Item=right | {"_cursor": {"M": early}})
    aws.dynamodb.delete_item(TableName=table, Key={"orderId": {"S": new}})
    told = place.specfold(*READERS)
    assert told.code == 1, told.err
    assert f"ordering OrderSummary Order-{changed}: at version 1, the ledger is at 2" in told.out
    assert f"ordering OrderSummary Order-{new}: at version 0, the ledger is at 1" in told.out
    assert held(place) == []

    for id in (changed, new):
        assert place.specfold("repair", f"Order-{id}").code == 0
    assert stored(aws, changed) == right
    assert place.specfold(*READERS, "--format", "json").json()["behind"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--service", "nothing"], 2, "no service 'nothing' here has a log"),
        (["--hours", "-1"], 2, "--hours: invalid"),
        (["--patience", "x"], 2, "--patience: invalid"),
    ],
)
def test_a_wrong_word_is_told(place: Place, arguments: list[str], code: int, told: str) -> None:
    said = place.specfold("audit", *arguments)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err
