"""Entry points as short as they can be. The reader is not idempotent: it shows every delivery."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

import boto3

_kinesis = boto3.client("kinesis")
_dynamodb = boto3.client("dynamodb")


def api(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """POST appends the body to the item's history; GET reads what the reader has seen of it."""
    item = event["pathParameters"]["id"]
    if event["requestContext"]["http"]["method"] == "POST":
        put = _kinesis.put_record(
            StreamName=os.environ["ITEMS_STREAM"], PartitionKey=item, Data=event["body"].encode()
        )
        return {"statusCode": 202, "body": put["SequenceNumber"]}
    found = _dynamodb.get_item(TableName=os.environ["ITEMS_TABLE"], Key={"pk": {"S": item}})
    seen = [entry["S"] for entry in found.get("Item", {}).get("seen", {"L": []})["L"]]
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(seen)}


def reader(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Appends every record to its item."""
    for record in event["Records"]:
        data = base64.b64decode(record["kinesis"]["data"]).decode()
        _dynamodb.update_item(
            TableName=os.environ["ITEMS_TABLE"],
            Key={"pk": {"S": record["kinesis"]["partitionKey"]}},
            UpdateExpression="SET seen = list_append(if_not_exists(seen, :none), :one)",
            ExpressionAttributeValues={":none": {"L": []}, ":one": {"L": [{"S": data}]}},
        )
    return {"batchItemFailures": []}


def archive(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """One line per record."""
    lines = []
    for record in event["records"]:
        content = {"seq": record["kinesisRecordMetadata"]["sequenceNumber"], "rec": record["data"]}
        data = base64.b64encode(json.dumps(content).encode() + b"\n").decode()
        lines.append({"recordId": record["recordId"], "result": "Ok", "data": data})
    return {"records": lines}
