"""The embedded DynamoDB, with answers put in its place by the HTTP client: as AWS writes refusals."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from specfold.aws.clients import Clients

from tests.aws.conftest import create_table
from tests.properties.refusing_dynamodb import ALONE, REASONS, WHOLE, WITHIN, Poison
from tests.properties.test_refusals import KEYS, Case, judged


class Injecting:
    """A client of the embedded DynamoDB whose requests are refused at random, and always for some items."""

    def __init__(self, _keys: Any, random: random.Random, *, poison: Poison) -> None:
        self.random, self.poison, self.rate, self.injected = random, poison, 0.0, 0
        config = Config(retries={"mode": "standard", "total_max_attempts": 1}, parameter_validation=False)
        self.client = boto3.session.Session().client("dynamodb", config=config)
        self.client.meta.events.register("before-send.dynamodb", self._answer)

    def _answer(self, request: AWSRequest, **_: Any) -> AWSResponse | None:
        operation = request.headers["X-Amz-Target"]
        operation = (operation if isinstance(operation, str) else operation.decode()).rpartition(".")[2]
        asked = json.loads(request.body)
        if self.random.random() < self.rate:
            return self._refused(request, self.random.choice(WHOLE))
        actions = [a["Put"] for a in asked.get("TransactItems", ()) if "Put" in a]
        actions += [asked] if operation == "PutItem" else []
        if not any(self.poison(action["TableName"], action["Item"]) for action in actions):
            return None
        if operation == "PutItem" or self.random.random() < 0.5:
            return self._refused(request, self.random.choice(ALONE))
        return self._cancelled(request, asked["TransactItems"])

    def _cancelled(self, request: AWSRequest, actions: list[Any]) -> AWSResponse:
        poisoned = [a.get("Put") and self.poison(a["Put"]["TableName"], a["Put"]["Item"]) for a in actions]
        reasons = [self.random.choice(WITHIN) if bad else "None" for bad in poisoned]
        if self.random.random() < self.rate:
            reasons[self.random.randrange(len(reasons))] = self.random.choice(REASONS)
        told = [{"Code": code} | ({} if code == "None" else {"Message": "no"}) for code in reasons]
        return self._refused(request, "TransactionCanceledException", CancellationReasons=told)

    def _refused(self, request: AWSRequest, code: str, **more: Any) -> AWSResponse:
        self.injected += 1
        body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"} | more
        status = 500 if code in ("InternalFailure", "ServiceUnavailable") else 400
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, status, headers, Raw(json.dumps(body).encode()))


class Raw(io.BytesIO):
    """The body of an answer, as urllib3 gives it."""

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self.read()


@pytest.mark.parametrize("seed", range(6))
def test_refusals_as_aws_writes_them_stop_their_own_keys(aws: Clients, name: str, seed: int) -> None:
    for table, key in KEYS.items():
        indexes = {"byCustomer": ("customerId", "placedAt")} if table == "summaries" else {}
        attributes = {key: "S"} | {member: "S" for pair in indexes.values() for member in pair}
        create_table(aws, f"{name}-{table}", attributes, (key,), indexes)
    case = Case(1_000 + seed, Injecting, f"{name}-")
    judged(case)
    assert case.dynamodb.injected or not (case.states or case.rows or case.totals)
