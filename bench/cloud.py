"""A DynamoDB that is not there: requests are made, signed and answered at once, so only CPU counts."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSResponse
from specfold.aws.clients import Clients

NOBODY = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "eu-west-1"}


class _Body:
    def __init__(self, text: bytes) -> None:
        self._text = text

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self._text


class Answering:
    """A client whose requests are answered with "nothing found" and "done", and counted by operation."""

    def __init__(self) -> None:
        for name, value in NOBODY.items():
            os.environ.setdefault(name, value)
        self.asked: Counter[str] = Counter()
        self.client = Clients(endpoint="http://127.0.0.1:9").dynamodb
        hook: Any = self._answer  # what it returns is the answer, which its stub does not know
        self.client.meta.events.register("before-send.dynamodb", hook)

    def _answer(self, request: Any, **_: object) -> AWSResponse:
        operation = bytes(request.headers["X-Amz-Target"]).decode().rpartition(".")[2]
        self.asked[operation] += 1
        found: dict[str, Any] = (
            {"Responses": {}, "UnprocessedKeys": {}} if operation == "BatchGetItem" else {}
        )
        body = json.dumps(found).encode()
        headers: Any = {"Content-Type": "application/x-amz-json-1.0", "Content-Length": str(len(body))}
        return AWSResponse(request.url, 200, headers, _Body(body))
