"""Creates what the shop's topology names, by hand: the processes are tested without a deployment."""

from __future__ import annotations

from pathlib import Path

import boto3
from specfold.local.provisioning import Config, Provisioned


def create(_project: Path, endpoint: str, _state: Path, _config: Config) -> Provisioned:
    """A `Provision` for `specfold.local.stack.up`."""
    session = boto3.session.Session("local", "local", region_name="us-east-1")
    session.client("kinesis", endpoint_url=endpoint).create_stream(StreamName="p-items", ShardCount=2)
    session.client("s3", endpoint_url=endpoint).create_bucket(Bucket="p-archive")
    session.client("dynamodb", endpoint_url=endpoint).create_table(
        TableName="p-items",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    functions = {name: f"p-{name}" for name in ("shop-api", "shop-reader", "shop-archive")}
    return Provisioned(
        names={
            "stream": {"shop-items": "p-items"},
            "table": {"shop-items": "p-items"},
            "function": functions,
        },
        archive_bucket="p-archive",
        failure_bucket="p-archive",
    )
