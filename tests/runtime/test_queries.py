"""Queries that want a version: how long they wait for it, and what they take for "there is none"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from specfold.model.service import QueryRoute
from specfold.model.tables import Found, RowStore
from specfold.projections.queries import NotYetVisible, Queries
from specfold.testing import commit_data

from tests.runtime import shop
from tests.runtime.test_failures import Shop
from tests.runtime.test_waiting import slow

ROUTE = next(route for route in shop.ROUTES if isinstance(route, QueryRoute) and route.name == "getOrder")


@pytest.fixture
def here() -> Shop:
    shop.broken.clear()
    return Shop()


def asked(
    here: Shop, at_least: int, wait: float, answer: Callable[[Any, RowStore], Any] = shop.get_order
) -> Any:
    queries = Queries(here.views, here.clock, jitter=lambda: 0.5)
    route = replace(ROUTE, answer=answer)
    return queries.answer(route, shop.GetOrder(order_id="1"), at_least=at_least, wait=wait)


def test_a_version_is_waited_for_as_long_as_was_asked_for(here: Shop) -> None:
    here.place(wait=0)
    slow(here, 0.3)
    began = here.clock.slept
    with pytest.raises(NotYetVisible):
        asked(here, 1, wait=0.2)
    assert here.clock.slept - began == pytest.approx(0.2)
    found = asked(here, 1, wait=0.5)
    assert isinstance(found, Found)
    assert found.version == 1
    assert 0.3 <= here.clock.slept - began < 0.5  # seen soon after it was there


def test_who_asks_for_no_version_and_no_wait_is_answered_at_once(here: Shop) -> None:
    queries, began = Queries(here.views, here.clock), here.clock.slept
    assert queries.answer(ROUTE, shop.GetOrder(order_id="1")) is None
    with pytest.raises(NotYetVisible):
        queries.answer(ROUTE, shop.GetOrder(order_id="1"), at_least=1)
    assert here.clock.slept == began


def gone(here: Shop) -> None:
    """A row that was there, and went with version 2."""
    here.place()
    head = here.ledger.items["Order-1"].cursor.head
    event = shop.OrderCancelled(order_id="1", customer_id="c")
    here.log.put("Order-1", commit_data("Order-1", head, event, commit="off"))
    here.read()


def test_that_a_row_is_gone_is_seen_at_once(here: Shop) -> None:
    gone(here)
    began = here.clock.slept
    assert asked(here, 2, wait=5) is None
    assert here.clock.slept == began
    with pytest.raises(NotYetVisible):
        asked(here, 3, wait=0)


def test_of_rows_that_are_missing_the_one_that_came_furthest_counts(here: Shop) -> None:
    gone(here)

    def either(request: shop.GetOrder, rows: RowStore) -> Any:
        orders = shop.OrderSummaryTable(rows)
        return orders.get(request.order_id) or orders.get("another")

    assert asked(here, 2, 0, either) is None


def test_an_answer_that_looked_for_nothing_has_no_version(here: Shop) -> None:
    gone(here)
    with pytest.raises(NotYetVisible):
        asked(here, 1, 0, lambda _request, _rows: None)
