"""What a query promises: documented answers, from rows that real events have made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from specfold.model.service import Key
from specfold.model.tables import key_value
from specfold.storage.attributes import Item
from specfold.storage.row_items import key_part, row_item
from specfold.testing.client import Answered, Client
from specfold.testing.contract.projections import ProjectionPromise, Rows
from specfold.testing.contract.routes import RoutePromise
from specfold.testing.world import World


@dataclass(frozen=True)
class QueryPromise(RoutePromise):
    """A query of a read model. `key` are the members that find rows, in the request as in the row."""

    projection: ProjectionPromise | None = None
    key: tuple[str, ...] = ()
    sort: str | None = None  # of a list: the member it is sorted by, and in which direction
    newest_first: bool = False
    items: str | None = (
        None  # of a list: the member of the body that holds the rows, and that of the next page
    )
    next: str | None = None
    limit: str = "limit"
    after: str = "after"

    def finds_nothing(self) -> None:
        """What is not there is a documented 404."""
        answered = self.ask(self.world().client(), self.requests[0])
        self.documented.check_problem(answered, 404)

    def finds_the_row(self) -> None:
        """A row that events have made is answered as documented, with its version."""
        world, rows = self._filled(2)
        for row in rows.values():
            answered = self.ask(world.client(), self._request(row))
            self.documented.check(answered, [200])
            assert answered.json() == row, f"{self.name} must answer with the row that events have made"
            if self._promise.definition.per_aggregate:
                assert answered.headers.get("etag"), f"{self.name} must answer with the row's version as ETag"

    def waits_for_a_version(self) -> None:
        """Who names a version gets no older one: the row if it is there, else 503."""
        world, rows = self._filled(1)
        client, request = world.client(), self._request(next(iter(rows.values())))
        version = self.ask(client, request).headers["etag"]
        answered = self.ask(client, request, min_version=version)
        assert answered.status == 200, f"{self.name} must show the version that is there"
        self.documented.check_problem(self.ask(client, request, min_version='"987654"', prefer="wait=0"), 503)

    def lists_nothing(self) -> None:
        """Where there are no rows, there is an empty page."""
        answered = self.ask(self.world().client(), self.requests[0])
        self.documented.check(answered, [200])
        assert self._items(answered) == [], f"{self.name} must answer with an empty page where nothing is"

    def pages_in_order(self) -> None:
        """Page by page, every row of the partition comes once, in the order of the index."""
        world, rows = self._filled(4)
        indexed = [row for row in rows.values() if self._in_index(row)]
        if not indexed:
            pytest.skip(f"the examples of its events leave no row that {self.name} lists")
        first = self._item(indexed[0])
        wanted = [row for row in indexed if all(self._item(row)[n] == first[n] for n in self.key)]
        found = self._pages(world.client(), self._request(indexed[0]), most=len(wanted))
        assert len(found) == len(wanted), f"{self.name} must list every row, page by page: {len(wanted)}"
        assert all(row in wanted for row in found), (
            f"{self.name} must list each row once, as events have made it"
        )
        if self.sort is not None:
            places: list[Any] = [key_part(self._item(row)[self.sort]) for row in found]
            way = "the latest first" if self.newest_first else "the earliest first"
            assert places == sorted(places, reverse=self.newest_first), (
                f"{self.name} must list rows by `{self.sort}`, {way}"
            )

    def _item(self, row: Mapping[str, Any]) -> Item:
        """The item that holds a row."""
        view = self._promise.definition
        return row_item(view, view.row_key(key_value(row.get(name)) for name in view.key.names), row)

    def _in_index(self, row: Mapping[str, Any]) -> bool:
        item = self._item(row)
        return all(name in item for name in (*self.key, self.sort) if name)

    def _pages(self, client: Client, first: dict[str, Any], most: int) -> list[Any]:
        found: list[Any] = []
        request = first | {self.limit: 1}
        for _ in range(most + 1):
            answered = self.ask(client, request)
            self.documented.check(answered, [200])
            page = self._items(answered)
            assert len(page) <= 1, f"{self.name} must keep to `{self.limit}`"
            found += page
            body = answered.json()
            token = body.get(self.next) if self.next and isinstance(body, dict) else None
            if token is None:
                break
            request = request | {self.after: token}
        return found

    @property
    def _promise(self) -> ProjectionPromise:
        if self.projection is None:
            pytest.skip(f"{self.name} asks a read model that no event fills")
        return self.projection

    def _request(self, row: Any) -> dict[str, Any]:
        members = {n: v for n, v in self.requests[0].items() if n not in (self.limit, self.after)}
        return members | {name: row[name] for name in self.key if name in row}

    def _items(self, answered: Answered) -> Any:
        body = answered.json()
        return body[self.items] if self.items else body

    def _filled(self, count: int) -> tuple[World, Rows]:
        """A world in which events have made rows: as much of the history as leaves any."""
        promise = self._promise
        facts = list(promise.histories.of(count))
        size = len(promise.sources)
        chosen = next((n for n in range(size, 0, -1) if promise.rows(_first(facts, n, size))), 0)
        if not chosen:
            pytest.skip(f"the examples of its events leave no row of {promise.view}")
        facts = _first(facts, chosen, size)
        world = World(replace(self.service, policies=(), readers=promise.readers, decisions=()))
        for fact in facts:
            world.publish(fact.channel, fact.key, fact.event)
        world.drain()
        return world, promise.rows(facts)


def _first(facts: list[Any], count: int, size: int) -> list[Any]:
    """So many events of each aggregate's history."""
    return [fact for index, fact in enumerate(facts) if index % size < count]


__all__ = ["Key", "QueryPromise"]
