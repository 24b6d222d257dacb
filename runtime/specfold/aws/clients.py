"""boto3 clients: made when first needed, kept for the life of the process, shared between threads."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client

CONNECT_SECONDS: Final = 2
READ_SECONDS: Final = 5  # a put or a transaction takes milliseconds; the API answers within 29 seconds
ATTEMPTS: Final = 3
_making = threading.Lock()  # a boto3 session may not make two clients at once


class Clients:
    """The clients of one region, from the environment; `AWS_ENDPOINT_URL` is honoured."""

    def __init__(self, *, endpoint: str | None = None, patience: float = READ_SECONDS) -> None:
        """`patience`: seconds that a write or the read of an item may take."""
        self._endpoint = endpoint
        self._patience = patience

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """Retries are safe: every write has a condition, and every transaction a request token."""
        # Validating the parameters of a transaction of 100 actions costs as much again as sending it.
        client: DynamoDBClient = self._client("dynamodb", attempts=ATTEMPTS, parameter_validation=False)
        return client

    @cached_property
    def log(self) -> KinesisClient:
        """For `PutRecord`, ONE attempt: a throttled second one would hide what became of the first."""
        client: KinesisClient = self._client("kinesis", attempts=1, parameter_validation=False)
        return client

    @cached_property
    def kinesis(self) -> KinesisClient:
        """For reading."""
        client: KinesisClient = self._client("kinesis", attempts=ATTEMPTS, patience=30)
        return client

    @cached_property
    def s3(self) -> S3Client:
        """For the archive."""
        client: S3Client = self._client("s3", attempts=ATTEMPTS, patience=60)
        return client

    @cached_property
    def functions(self) -> LambdaClient:
        """For asking another function, without waiting for it."""
        client: LambdaClient = self._client("lambda", attempts=ATTEMPTS)
        return client

    def _client(self, service: str, *, attempts: int, patience: float | None = None, **more: Any) -> Any:
        import boto3  # noqa: PLC0415  # half a second of CPU: not before a client is needed
        from botocore.config import Config  # noqa: PLC0415  # the same

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=patience or self._patience,
            retries={"mode": "standard", "total_max_attempts": attempts},
            tcp_keepalive=True,
            **more,
        )
        with _making:
            session = boto3.session.Session()
            return session.client(service, endpoint_url=self._endpoint, config=config)  # type: ignore[call-overload]  # the name is a variable here
