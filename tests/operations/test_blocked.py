"""A table that refuses everything is reported by `specfold held`, and nothing is lost while it does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from specfold.aws.clients import Clients

from tests.operations.place import Place, copied, eventually, order, placed, pointed_at, running, stored

TABLE = "specfold-local-ordering-order-summary"
READER = "specfold-local-ordering-orders-reader"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from running(copied(tmp_path_factory.mktemp("project")))


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def test_a_table_that_is_gone_blocks_its_reader_until_it_is_there_again(place: Place, aws: Clients) -> None:
    placed(place)
    well = place.specfold("held")
    assert (well.code, well.out) == (0, "no key is held\n")
    made = aws.dynamodb.describe_table(TableName=TABLE)["Table"]
    aws.dynamodb.update_table(TableName=TABLE, DeletionProtectionEnabled=False)
    aws.dynamodb.delete_table(TableName=TABLE)
    late = "7c3f0f4e-5f3d-4f6f-9d55-0a3a4a1f2b6c"
    assert place.ask("POST", "/orders", order(late)).status_code in (201, 202)

    said = place.specfold("held", "--format", "json")
    assert said.code == 1, said.err
    told = json.loads(said.out)
    assert told["held"] == []
    (refused,) = told["refused"]
    assert (refused["function"], refused["table"]) == (READER, TABLE)
    assert (refused["code"], refused["blocked"]) == ("ResourceNotFoundException", True)
    assert "deploy" in refused["help"].lower()
    assert any(TABLE in problem for problem in told["unread"])
    shown = place.specfold("held")
    assert (shown.code, f"{READER} is blocked" in shown.out) == (1, True)
    assert "no key is held" not in shown.out

    indexes = [
        {name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
        for index in made["GlobalSecondaryIndexes"]
    ]
    aws.dynamodb.create_table(
        TableName=TABLE,
        AttributeDefinitions=made["AttributeDefinitions"],
        KeySchema=made["KeySchema"],
        GlobalSecondaryIndexes=indexes,  # type: ignore[arg-type]  # as it was described
        BillingMode="PAY_PER_REQUEST",
    )
    eventually(lambda: place.specfold("held").code == 0 or None, "the end of the refusals")
    assert eventually(lambda: _row(aws, late), "the row of what came meanwhile")


def _row(aws: Clients, id: str) -> bool | None:
    try:
        return bool(stored(aws, id))
    except KeyError:
        return None
