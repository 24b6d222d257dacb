"""A key is held, seen, and repaired, by what an operator types: `specfold held`, `repair`, `unpark`.

A handler of the running service is broken: a fold raises for cancelled orders.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from specfold.aws.clients import Clients
from specfold.local.aws import environment

from tests.operations.place import (
    Place,
    copied,
    edit,
    eventually,
    held,
    order,
    placed,
    pointed_at,
    replayed,
    running,
    shown,
    stands_still,
    stored,
)

SUMMARY = "handwritten/ordering/order_summary.py"
FOLD = 'return row and row.model_copy(update={"status": Status.CANCELLED, "cancelled_because": event.reason})'
RAISES = 'raise KeyError(f"{row.email if row else None} {event.reason}")'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = copied(tmp_path_factory.mktemp("project"))
    edit(root, SUMMARY, FOLD, RAISES)
    yield from running(root)


@pytest.fixture
def aws(place: Place, monkeypatch: pytest.MonkeyPatch) -> Clients:
    return pointed_at(place, monkeypatch)


def test_a_fold_that_raises_is_seen_and_mended_and_all_else_goes_on(place: Place, aws: Clients) -> None:
    assert held(place) == []
    ours, other = placed(place), placed(place)
    key = f"Order-{ours}"
    done = place.ask("POST", f"/orders/{ours}/cancellation", {"reason": "changed-mind"})
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')  # the ledger knows no view
    eventually(lambda: stands_still(aws, "ordering-order-summary", "orderId", ours, "_cursor"), "a stop")
    (found,) = held(place)
    error = found.pop("error")
    assert error.startswith("KeyError at handwritten.ordering.order_summary:")
    assert found.pop("since")[:2] == "20"
    record = found.pop("record")
    assert record.startswith("0/shardId-")
    assert found.pop("top")
    assert found == {
        "service": "ordering", "reader": "OrderSummary", "key": key, "status": "parked", "version": 1,
    }  # fmt: skip

    # Another key in this view, and this key in another view, go on.
    moved = {"deliverTo": order(other)["deliverTo"] | {"street": "221B Baker Street"}}
    assert place.ask("PUT", f"/orders/{other}/delivery-address", moved).status_code == 200
    eventually(lambda: shown(place, other)["deliverTo"] == moved["deliverTo"], "the new address")
    totals = place.ask("GET", f"/customers/{ours}/totals").json()
    assert totals["cancelled"] == 1

    before = stored(aws, ours)
    early = place.specfold("unpark", "OrderSummary", key, "--dry-run")
    assert early.code == 1
    assert f"is still parked; a key that goes on is left as it is\n    because {error}\n" in early.out
    skipped = place.specfold("skip", key, record, "--by", "ada", "--reason", "it raises")
    assert (skipped.code, "is not skipped: it would not help" in skipped.out) == (1, True), skipped.out
    edit(place.root, SUMMARY, RAISES, FOLD)
    dry = place.specfold("unpark", "OrderSummary", key, "--dry-run")
    assert dry.code == 0, dry.err
    assert "would be put right" in dry.out
    assert f"parked at version 1 ({error}) -> ok at version 2" in dry.out
    assert 'status: "placed" -> "cancelled"' in dry.out
    assert "ada@" not in dry.out
    assert stored(aws, ours) == before

    wet = place.specfold("unpark", "OrderSummary", key, "--format", "json")
    assert wet.code == 0, wet.err
    (result,) = wet.json()["results"]
    ((change,), (row,)) = result["changes"], result["changes"][0]["rows"]
    assert (result["result"], change["cursor"]["after"]["version"]) == ("ok", 2)
    assert (row["before"]["email"], row["members"]) == ("(personal)", ["status", "cancelledBecause"])
    assert shown(place, ours) == replayed(aws, key, "OrderSummary")
    assert held(place) == []

    after = stored(aws, ours)
    again = place.specfold("unpark", "OrderSummary", key)
    assert (again.code, "is not held: nothing to do" in again.out) == (0, True)
    everywhere = place.specfold("repair", key)
    assert (everywhere.code, everywhere.out.count("is right: nothing to change")) == (0, 3), everywhere.out
    assert "rows of read models over many aggregates are not compared" in everywhere.out
    assert "`specfold replay CustomerTotals` shows what they should hold" in everywhere.out
    assert stored(aws, ours) == after


def test_a_repair_of_a_key_that_never_was_changes_nothing_and_says_so(place: Place) -> None:
    never = place.specfold("repair", "Order-0d9f2a7c-0000-4000-8000-000000000000")
    assert (never.code, never.out.count("has never been read here")) == (1, 4), never.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["unpark", "OrderSumary", "Order-1"],
            "there are CustomerTotals, OrderSummary, PaymentStatus, ledger",
        ),
        (["repair", "Ordr-1"], "'Ordr-1' is the key of no aggregate here"),
        (["unpark", "OrderSummary\x1b[2J", "Order-1"], "no one reader 'OrderSummary\\x1b[2J'"),
    ],
)
def test_a_wrong_word_is_told_and_nothing_is_done(place: Place, arguments: list[str], told: str) -> None:
    said = place.specfold(*arguments)
    assert "Traceback" not in said.err
    assert "\x1b" not in said.out + said.err
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_no_stack_is_guessed_and_no_cloud_is_asked_by_mistake(place: Place) -> None:
    said = place.specfold("held", where=False)
    assert said.code == 2
    assert "say where: --stack NAME on AWS, or --endpoint URL" in said.err
    away = place.specfold("held", "--endpoint", "https://dynamodb.eu-central-1.amazonaws.com", where=False)
    assert (away.code, "is not" in away.err) == (2, True)
    variables = environment(place.endpoint)
    named = place.specfold("held", "--stack", "local", where=False, **variables)
    assert (named.code, named.out) == (0, "no key is held\n")
    other = place.specfold("held", "--stack", "prod", where=False, **variables)
    assert other.code == 2
    assert "there is no function specfold-prod-ordering-repair" in other.err
    gone = place.specfold("held", "--endpoint", "http://127.0.0.1:9", where=False)
    assert gone.code == 4
    assert "Traceback" not in gone.err
