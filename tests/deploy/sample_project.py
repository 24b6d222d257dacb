"""A small project on disk: one service with every kind of resource, and the functions it runs."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

from specfold.model.topology import (
    Authorizer,
    EventSource,
    Function,
    Grant,
    Index,
    Ref,
    Route,
    Stream,
    Table,
    Topology,
)

ROOT = Path(__file__).resolve().parents[2]

ORDERS = Ref("stream", "shop-orders")
LEDGER = Ref("table", "shop-ledger")
SUMMARY = Ref("table", "shop-order-summary")
READ = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)

SHOP = Topology(
    service="shop",
    streams=(
        Stream(name="shop-orders", channel="orders"),
        Stream(name="shop-fixed", channel="fixed", shards=2),
    ),
    tables=(
        Table(
            name="shop-ledger",
            purpose="ledger",
            partition="pk",
            attributes={"pk": "S"},
            ttl="expires",
        ),
        Table(
            name="shop-order-summary",
            purpose="rows",
            partition="orderId",
            attributes={"orderId": "S", "customerId": "S", "placedAt": "S"},
            indexes=(Index(name="byCustomer", partition="customerId", sort="placedAt"),),
            recovery_days=7,
        ),
        Table(
            name="shop-policies",
            purpose="cursors",
            partition="pk",
            attributes={"pk": "S"},
            starts=("onOrderPlaced",),
        ),
    ),
    functions=(
        Function(
            name="shop-api",
            handler="generated.shop.functions.api",
            purpose="api",
            environment={
                "ORDERS_STREAM": ORDERS,
                "LEDGER_TABLE": LEDGER,
                "ARCHIVE_BUCKET": Ref("bucket", "archive"),
            },
            grants=(
                Grant(actions=("kinesis:PutRecord",), on=ORDERS),
                Grant(actions=("dynamodb:GetItem",), on=LEDGER),
                Grant(actions=("dynamodb:Query", "dynamodb:GetItem"), on=SUMMARY, indexes=True),
            ),
        ),
        Function(
            name="shop-reader",
            handler="generated.shop.functions.reader",
            purpose="reader",
            grants=(
                Grant(actions=READ, on=ORDERS),
                Grant(actions=("dynamodb:UpdateItem", "dynamodb:PutItem"), on=LEDGER),
            ),
            reads=EventSource(stream="shop-orders", batch_size=100, window_seconds=2, parallelization=3),
        ),
        Function(name="shop-archive", handler="generated.shop.functions.archive", purpose="archive"),
        Function(
            name="shop-audit",
            handler="generated.shop.functions.audit",
            purpose="audit",
            environment={"ORDERS_STREAM": ORDERS, "ARCHIVE_BUCKET": Ref("bucket", "archive")},
            grants=(
                Grant(actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject"), on=Ref("bucket", "archive")),
                Grant(actions=READ, on=ORDERS),
                Grant(actions=("dynamodb:Scan",), on=LEDGER),
            ),
            every_minutes=60,
            timeout_seconds=900,
        ),
        Function(
            name="shop-repair",
            handler="generated.shop.functions.repair",
            purpose="repair",
            grants=(
                Grant(actions=("s3:GetObject", "s3:ListBucket", "s3:PutObject"), on=Ref("bucket", "archive")),
                Grant(actions=("lambda:InvokeFunction",), on=Ref("function", "shop-archive")),
            ),
        ),
    ),
    authorizers=(Authorizer(name="customer", issuer="https://id.example", audience=("shop",)),),
    routes=(
        Route(method="GET", path="/health", function="shop-api"),
        Route(
            method="POST",
            path="/orders/{orderId}",
            function="shop-api",
            authorizer="customer",
            scopes=("orders:write",),
        ),
    ),
)

FUNCTIONS = '''\
"""What the sample's functions do: enough to be seen from outside."""

import json
import os

import boto3

from handwritten.shop.greeting import greeting


def api(event, context):
    body = {
        "greeting": greeting(),
        "route": event["routeKey"],
        "stream": os.environ["ORDERS_STREAM"],
        "bucket": os.environ["ARCHIVE_BUCKET"],
        "claims": event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {}),
    }
    if event["routeKey"].startswith("POST"):
        put = boto3.client("kinesis").put_record(
            StreamName=os.environ["ORDERS_STREAM"], PartitionKey="Order-1", Data=b"[]"
        )
        body["sequence"] = put["SequenceNumber"]
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def reader(event, context):
    return {"batchItemFailures": []}


def archive(event, context):
    kept = [{"recordId": r["recordId"], "result": "Ok", "data": r["data"]} for r in event["records"]]
    return {"records": kept}


def audit(event, context):
    return {}


def repair(event, context):
    return {}
'''


def write_project(folder: Path, topology: Topology = SHOP) -> Path:
    """A project folder that holds one service and the repository's own program."""
    service = folder / "generated" / topology.service
    service.mkdir(parents=True)
    (service / "topology.py").write_text(
        f"from specfold.model.topology import *\n\nTOPOLOGY = {topology!r}\n"
    )
    (service / "functions.py").write_text(FUNCTIONS)
    (service / "__init__.py").write_text("")
    handwritten = folder / "handwritten" / topology.service
    handwritten.mkdir(parents=True)
    write_greeting(folder, "hello")
    for name in ("__main__.py", "Pulumi.yaml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def write_greeting(folder: Path, text: str) -> None:
    """Change what the api function answers."""
    (folder / "handwritten" / "shop" / "greeting.py").write_text(f"def greeting():\n    return {text!r}\n")


def with_function(**changes: Any) -> Topology:
    """The sample with its api function changed."""
    api, *others = SHOP.functions
    return dataclasses.replace(SHOP, functions=(dataclasses.replace(api, **changes), *others))
