"""Held keys are sent to the function that repairs; a failure to ask stops nobody."""

from __future__ import annotations

import io
import threading
import time
import zipfile

import pytest
from specfold.aws.clients import Clients
from specfold.aws.repairs import InvokedRepairs

from tests.aws.conftest import Hurried, create_table

CODE = """
import boto3, json, os, uuid
def handler(event, context):
    item = {"pk": {"S": str(uuid.uuid4())}, "event": {"S": json.dumps(event, sort_keys=True)}}
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)
"""


class Timed(Hurried):
    """Time that passes when it is told to."""

    at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def table(aws: Clients, name: str) -> str:
    return create_table(aws, name, {"pk": "S"}, ("pk",))


@pytest.fixture
def function(aws: Clients, table: str) -> str:
    """A function that writes down what it is asked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("repair.py", CODE)
    aws.functions.create_function(
        FunctionName=table,
        Runtime="python3.11",
        Role="arn:aws:iam::000000000000:role/repair",
        Handler="repair.handler",
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"TABLE": table}},
        Timeout=20,
    )
    return table


def asked(aws: Clients, table: str, count: int) -> list[str]:
    """What the function was asked, once it was asked as often as this."""
    deadline, pause = time.monotonic() + 30, threading.Event()
    while True:
        items = aws.dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]
        if len(items) >= count or time.monotonic() > deadline:
            return sorted(item["event"]["S"] for item in items)
        pause.wait(0.05)


def test_a_key_is_asked_for_once_a_minute(aws: Clients, function: str) -> None:
    clock = Timed()
    repairs = InvokedRepairs(aws, function, clock)
    for _ in range(5):
        repairs.ask("orders", "Order-1")
        repairs.ask("orders", "Order-é")
    clock.at += 61
    repairs.ask("orders", "Order-1")
    first, other = (
        '{"channel": "orders", "key": "Order-1"}',
        '{"channel": "orders", "key": "Order-\\u00e9"}',
    )
    assert asked(aws, function, 3) == [first, first, other]


def test_a_failure_to_ask_stops_nobody(aws: Clients, name: str, caplog: pytest.LogCaptureFixture) -> None:
    InvokedRepairs(aws, name, Timed()).ask("orders", "Order-1")
    InvokedRepairs(Clients(endpoint="http://127.0.0.1:9"), name, Timed()).ask("orders", "Order-1")
    assert caplog.text.count("reader=repair key=Order-1") == 2
