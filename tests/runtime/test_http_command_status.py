"""The status resource of a command: who may ask, and what is no command's place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from specfold.http.security import Claims
from specfold.testing import Client, World, running

from tests.runtime import shop

ID = "0190b5a8-3e5f-7c3e-8b5a-3e5f7c3e8b5a"


@pytest.fixture
def world() -> World:
    return running(shop.SERVICE)


@pytest.fixture
def client(world: World) -> Client:
    client = world.client()
    client.post("/orders", {"orderId": "a", "customerId": "c"}, headers={"Prefer": "wait=5"})
    return client


@pytest.mark.parametrize(
    "asked",
    [
        f"{ID}?key=Order-a&at=0-٣",
        f"{ID}?key=Order-a&at=٣-1",
        f"{ID}?key=cmd%23{ID}&at=0-1",
        f"{ID}?key=Order-&at=0-1",
        f"{ID}?key=Order-%00&at=0-1",
        f"{ID}?key=Order-{'x' * 2100}&at=0-1",
        f"{ID}?key={'x' * 2100}&at=0-1",
        f"{'x' * 3000}?key=Order-a&at=0-1",
        f"{ID}?key=Order-a&at={'1' * 9}-1",
        f"{ID}?at=0-1",
        "%00?key=Order-a&at=0-1",
    ],
)
def test_what_is_no_command_s_place_is_unknown(client: Client, asked: str) -> None:
    answer = client.get(f"/commands/{asked}")
    assert (answer.status, answer.json()["code"]) == (404, "unknown-command")


@pytest.mark.parametrize("key", ["Order-a", "Order-never-was"])
def test_whether_an_aggregate_exists_is_shown_to_those_only_who_may_command_it(
    client: Client, key: str
) -> None:
    reader = replace(client, claims=Claims(subject="bob", scopes=frozenset()))
    answer = reader.get(f"/commands/{ID}?key={key}&at=0-1")
    assert (answer.status, answer.json()["code"]) == (403, "forbidden")
    assert client.get(f"/commands/{ID}?key={key}&at=0-1").status == 200
