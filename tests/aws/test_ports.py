"""Kinesis and DynamoDB keep the contract of the ports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from specfold.aws.clients import Clients
from specfold.aws.ledger_store import DynamoCursors, DynamoLedger
from specfold.aws.log_store import KinesisLog, KinesisSource
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.ports import CursorStore, LedgerStore, Log, StreamSource, ViewStore
from specfold.model.service import View

from tests.aws.conftest import Clock, create_table, create_view_tables
from tests.runtime import ports_contract as contract


class TestKinesis(contract.LogContract):
    @pytest.fixture
    def name_of_stream(self, aws: Clients, name: str) -> str:
        aws.kinesis.create_stream(StreamName=name, ShardCount=2)
        return name

    @pytest.fixture
    def log(self, aws: Clients, name_of_stream: str) -> Log:
        return KinesisLog(aws.log, name_of_stream, 1)

    @pytest.fixture
    def stream(self, aws: Clients, name_of_stream: str, clock: Clock) -> StreamSource:
        return KinesisSource(aws.kinesis, name_of_stream, 1, clock)


class TestLedger(contract.LedgerContract):
    @pytest.fixture
    def ledger(self, aws: Clients, name: str, clock: Clock) -> LedgerStore:
        return DynamoLedger(aws.dynamodb, create_table(aws, name, {"pk": "S"}, ("pk",)), clock)


class TestViews(contract.ViewContract):
    @pytest.fixture
    def store_of(self, aws: Clients, name: str, clock: Clock) -> Callable[..., ViewStore]:
        def make(*views: View[Any]) -> ViewStore:
            tables, cursors = create_view_tables(aws, name, views)
            return DynamoViews(aws.dynamodb, views, tables, cursors, clock)

        return make


class TestKeys(contract.KeyContract):
    @pytest.fixture
    def store_of(self, aws: Clients, name: str, clock: Clock) -> Callable[..., ViewStore]:
        def make(*views: View[Any]) -> ViewStore:
            tables, cursors = create_view_tables(aws, name, views)
            return DynamoViews(aws.dynamodb, views, tables, cursors, clock)

        return make


class TestCursors(contract.CursorContract):
    @pytest.fixture
    def cursors(self, aws: Clients, name: str, clock: Clock) -> CursorStore:
        return DynamoCursors(aws.dynamodb, create_table(aws, name, {"pk": "S"}, ("pk",)), clock)
