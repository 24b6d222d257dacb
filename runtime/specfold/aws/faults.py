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

from specfold.aws.refusals import BLOCKING, Refusal, Scope, codes, refusal_of
from specfold.model.errors import Blocked, OutcomeUnknown, Refused, Throttled, Unavailable

THROTTLES: Final = codes(Scope.RATE)
INVALID: Final = codes(Scope.ITEM)
_NEVER_LEFT: Final = (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
)


def code_of(error: ClientError) -> str:
    """The error code of a service's answer."""
    return str(error.response.get("Error", {}).get("Code", "?"))


def refusal(error: ClientError) -> Refusal:
    """What a service's answer is about."""
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
    return refusal_of(code_of(error), status, str(error.response.get("Error", {}).get("Message", "")))


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn what boto3 raises on a read into the runtime's errors.

    Raises:
        Throttled: refused because of the rate.
        Blocked: refused until a table, a permission or a quota is changed.
        Unavailable: any other failure.
    """
    try:
        yield
    except ClientError as error:
        refused = refusal(error)
        if refused.scope is Scope.ITEM:  # the same request is refused each time
            raise Blocked(f"{what}: {refused.code}") from error
        raise _unavailable(what, refused) from error
    except BotoCoreError as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error


def _unavailable(what: str, refused: Refusal) -> Unavailable:
    if refused.scope is Scope.RATE:
        # a shard takes 1 MB and 1,000 records a second: the next second is another one
        return Throttled(f"{what}: {refused.code}", retry_after=1.0)
    if refused.scope in BLOCKING:
        return Blocked(f"{what}: {refused.code}")
    return Unavailable(f"{what}: {refused.code}")


@contextmanager
def appending(what: str) -> Iterator[None]:
    """Turn what boto3 raises on ONE attempt to append into the runtime's errors.

    Raises:
        Throttled, Unavailable: nothing was appended.
        Blocked: nothing was appended, and nothing will be until the deployment is changed.
        Refused: nothing was appended, and these bytes never will be.
        OutcomeUnknown: anything else, as a request that left may have been carried out.
    """
    try:
        yield
    except ClientError as error:
        refused = refusal(error)
        if refused.scope is Scope.SERVICE:
            raise OutcomeUnknown(f"{what}: {refused.code}") from error
        if refused.scope is Scope.ITEM:
            raise Refused(f"{what}: {refused.code}") from error
        raise _unavailable(what, refused) from error
    except _NEVER_LEFT as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error
    except BotoCoreError as error:
        raise OutcomeUnknown(f"{what}: {type(error).__name__}") from error
