"""What an AWS call that failed means to the runtime. No message quotes a request or a response."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# The exceptions alone take 2 ms; the clients take 500, and wait until they are needed.
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
)

from runtime.errors import OutcomeUnknown, Refused, Throttled, Unavailable

THROTTLES: Final = frozenset(
    {
        "KMSThrottlingException",
        "LimitExceededException",
        "ProvisionedThroughputExceeded",  # as a reason of a cancelled transaction
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "ThrottlingError",  # as a reason of a cancelled transaction
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_NEVER_LEFT: Final = (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
)
INVALID: Final = frozenset(
    {
        "InvalidArgumentException",
        "SerializationException",
        "ValidationError",  # as a reason of a cancelled transaction
        "ValidationException",
    }
)


def code_of(error: ClientError) -> str:
    """The error code of a service's answer."""
    return str(error.response.get("Error", {}).get("Code", "?"))


def is_server_fault(error: ClientError) -> bool:
    """Whether the service itself failed: then it may have done the work all the same."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)) >= 500


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn what boto3 raises on a read into the runtime's errors.

    Raises:
        Throttled: refused because of the rate.
        Unavailable: any other failure.
    """
    try:
        yield
    except ClientError as error:
        code = code_of(error)
        kind = Throttled if code in THROTTLES else Unavailable
        raise kind(f"{what}: {code}") from error
    except BotoCoreError as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error


@contextmanager
def appending(what: str) -> Iterator[None]:
    """Turn what boto3 raises on ONE attempt to append into the runtime's errors.

    Raises:
        Throttled, Unavailable: nothing was appended.
        Refused: nothing was appended, and these bytes never will be.
        OutcomeUnknown: anything else, as a request that left may have been carried out.
    """
    try:
        yield
    except ClientError as error:
        code = code_of(error)
        if code in THROTTLES:
            # a shard takes 1 MB and 1,000 records a second: the next second is another one
            raise Throttled(f"{what}: {code}", retry_after=1.0) from error
        if is_server_fault(error):
            raise OutcomeUnknown(f"{what}: {code}") from error
        raise (Refused if code in INVALID else Unavailable)(f"{what}: {code}") from error
    except _NEVER_LEFT as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error
    except BotoCoreError as error:
        raise OutcomeUnknown(f"{what}: {type(error).__name__}") from error
