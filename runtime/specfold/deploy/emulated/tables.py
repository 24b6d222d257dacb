"""DynamoDB tables: keys and indexes are said differently, recovery and expiry are calls of their own."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from specfold.deploy.emulated.cloud import QUICKLY, Cloud
from specfold.deploy.emulated.shapes import Inputs


def table(cloud: Cloud, inputs: Inputs) -> str:
    """A table with its indexes, then point-in-time recovery and the expiring attribute."""
    client, name = cloud.client("dynamodb"), inputs.take("name")
    recovery, ttl = inputs.nested("pointInTimeRecovery"), inputs.nested("ttl")
    request = _creation(client, inputs)
    client.create_table(TableName=name, **request)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=QUICKLY)
    if recovery.take("enabled"):
        days = recovery.take("recoveryPeriodInDays", 35)
        specification = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": days}
        client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=specification)
    if ttl.take("enabled"):
        expiry = {"Enabled": True, "AttributeName": ttl.take("attributeName")}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    recovery.done()
    ttl.done()
    return str(name)


def item(cloud: Cloud, inputs: Inputs) -> str:
    """An item of a table; one that is there already stays as it is."""
    client, table, key = cloud.client("dynamodb"), inputs.take("tableName"), inputs.take("hashKey")
    content = json.loads(inputs.take("item"))
    inputs.done()
    with suppress(client.exceptions.ConditionalCheckFailedException):
        client.put_item(
            TableName=table,
            Item=content,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": key},
        )
    return f"{table}|{key}|{next(iter(content[key].values()))}"


def _creation(client: Any, inputs: Inputs) -> dict[str, Any]:
    keys = [("HASH", inputs.take("hashKey")), ("RANGE", inputs.take("rangeKey"))]
    encryption = inputs.nested("serverSideEncryption")
    request: dict[str, Any] = {
        "AttributeDefinitions": [
            {"AttributeName": one["name"], "AttributeType": one["type"]} for one in inputs.take("attributes")
        ],
        "KeySchema": [{"AttributeName": name, "KeyType": kind} for kind, name in keys if name],
    }
    if encryption.take("enabled"):
        key = encryption.take("kmsKeyArn")
        request["SSESpecification"] = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    encryption.done()
    indexes = [
        _index(client, Inputs(inputs.type, inputs.name, one, "globalSecondaryIndexes."))
        for one in inputs.take("globalSecondaryIndexes", [])
    ]
    if indexes:
        request["GlobalSecondaryIndexes"] = indexes
    return request | inputs.request(client, "CreateTable")


def _index(client: Any, inputs: Inputs) -> dict[str, Any]:
    name, projection = inputs.take("name"), inputs.take("projectionType")
    keys = inputs.take("keySchemas")
    throughput = inputs.nested("onDemandThroughput")
    request: dict[str, Any] = {
        "IndexName": name,
        "Projection": {"ProjectionType": projection},
        "KeySchema": [{"AttributeName": one["attributeName"], "KeyType": one["keyType"]} for one in keys],
    }
    maximum = throughput.request(client, "CreateTable", member="OnDemandThroughput")
    inputs.done()
    return request | ({"OnDemandThroughput": maximum} if maximum else {})
