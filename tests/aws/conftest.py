"""Every test makes its own tables, streams and buckets in the emulator of the run."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from specfold.aws.clients import Clients
from specfold.model.service import View


class Clock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Hurried(Clock):
    """Sleeps are noted, and over at once."""

    slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.fixture
def name() -> str:
    """A name that no other test uses."""
    return f"t-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def values_table(aws: Clients) -> str:
    """A table with nothing but a partition key `pk`."""
    return create_table(aws, "values", {"pk": "S"}, ("pk",))


def create_table(
    aws: Clients,
    name: str,
    attributes: dict[str, str],
    key: tuple[str, ...],
    indexes: dict[str, tuple[str, ...]] | None = None,
) -> str:
    """A table as the deployment makes it, as far as the data plane can tell."""
    made = [
        {"IndexName": index, "KeySchema": _schema(names), "Projection": {"ProjectionType": "ALL"}}
        for index, names in (indexes or {}).items()
    ]
    more: Any = {"GlobalSecondaryIndexes": made} if made else {}
    types: Any = [{"AttributeName": n, "AttributeType": t} for n, t in attributes.items()]
    aws.dynamodb.create_table(
        TableName=name,
        AttributeDefinitions=types,
        KeySchema=_schema(key),
        BillingMode="PAY_PER_REQUEST",
        **more,
    )
    return name


def _schema(names: tuple[str, ...]) -> Any:
    return [{"AttributeName": n, "KeyType": t} for n, t in zip(names, ("HASH", "RANGE"), strict=False)]


def create_view_tables(
    aws: Clients, prefix: str, views: Iterable[View[Any]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Tables of rows, and of cursors where rows gather many aggregates, by view."""
    tables, cursors = {}, {}
    for view in views:
        keys = {"": view.key, **view.indexes}
        pairs = {name: tuple(filter(None, (key.partition, key.sort))) for name, key in keys.items()}
        numbers = {member for member, kind in view.kinds.items() if kind == "number"}
        members = {m: "N" if m in numbers else "S" for pair in pairs.values() for m in pair}
        own = pairs.pop("")
        tables[view.name] = create_table(aws, f"{prefix}-{view.name}", members, own, pairs)
        if not view.per_aggregate:
            cursors[view.name] = create_table(aws, f"{prefix}-{view.name}-cursors", {"pk": "S"}, ("pk",))
    return tables, cursors
