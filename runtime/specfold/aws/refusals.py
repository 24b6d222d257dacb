"""What a refusal by AWS is about: one item, one key, a rate, a table, an account, or the service.

The scope decides what the caller does. A code that is not listed is the service's fault if its status is 5xx,
and the account's otherwise: it is retried and reported, and no key is stopped for it.
`tests/aws/test_refusals.py` compares this table with the error shapes of the SDK's service models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

_DYNAMODB: Final = "https://docs.aws.amazon.com/amazondynamodb/latest/"
TRANSACTIONS: Final = f"{_DYNAMODB}APIReference/API_TransactWriteItems.html"
WRITES: Final = f"{_DYNAMODB}APIReference/API_PutItem.html"
ERRORS: Final = f"{_DYNAMODB}developerguide/Programming.Errors.html"
COMMON: Final = f"{_DYNAMODB}APIReference/CommonErrors.html"
PUTS: Final = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html"
READS: Final = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html"
OBJECTS: Final = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
INVOKES: Final = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"


class Scope(Enum):
    """What a refusal is about, and so what is done."""

    ITEM = "item"  # its content or its key: retried alone, then its key is stopped with the reason
    KEY = "key"  # another writer of the same item: read again
    RATE = "rate"  # retried later
    TABLE = "table"  # a table, stream or bucket: everything waits; reported as blocked
    ACCOUNT = "account"  # permissions, credentials, encryption keys, quotas: the same
    SERVICE = "service"  # AWS or the network; the work may have been done: read again


BLOCKING: Final = frozenset({Scope.TABLE, Scope.ACCOUNT})  # nothing changes until somebody does something


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code: of an exception, or of a reason why a transaction was cancelled."""

    code: str
    scope: Scope
    source: str  # the page of AWS that documents it
    help: str = ""  # what to do, where somebody must; of an item, what is wrong with it


_ABSENT: Final = (
    "is it deployed, in this region and account? Deploy again; a deleted table is restored, then repaired"
)
_DENIED: Final = "compare the function's role with the topology: deploy again; look for a boundary or an SCP"
_SECRETS: Final = "the function's credentials: its role, the clock, the session"
_KMS: Final = "enable the KMS key, cancel its deletion, or give the function's role its use again"
_QUOTA: Final = "raise the account's quota, or end what uses it up"
_REQUEST: Final = "the request is not one that this AWS knows: compare the versions of runtime and SDK"


def _rows(scope: Scope, source: str, codes: str, help: str = "") -> Iterator[Refusal]:
    return (Refusal(code, scope, source, help) for code in codes.split())


def _dynamodb() -> Iterator[Refusal]:
    yield from _rows(
        Scope.ITEM,
        TRANSACTIONS,
        # A key of another type or an item that is too large cancels a transaction (ValidationError). An empty
        # key or too many digits are refused before it begins (ValidationException, no reason per action).
        "ValidationException ValidationError ItemCollectionSizeLimitExceeded",
    )
    yield from _rows(Scope.ITEM, WRITES, "ItemCollectionSizeLimitExceededException")
    yield from _rows(Scope.ITEM, COMMON, "SerializationException RequestEntityTooLargeException")
    yield from _rows(
        Scope.KEY,
        TRANSACTIONS,
        "ConditionalCheckFailed TransactionConflict DuplicateItem TransactionInProgressException"
        " IdempotentParameterMismatchException TransactionCanceledException",
    )
    yield from _rows(
        Scope.KEY,
        WRITES,
        "ConditionalCheckFailedException TransactionConflictException ReplicatedWriteConflictException",
    )
    yield from _rows(
        Scope.RATE,
        TRANSACTIONS,
        "ProvisionedThroughputExceeded ThrottlingError ProvisionedThroughputExceededException"
        " RequestLimitExceeded ThrottlingException",
    )
    yield from _rows(Scope.TABLE, TRANSACTIONS, "ResourceNotFoundException", _ABSENT)
    yield from _rows(Scope.TABLE, ERRORS, "ResourceInUseException", "wait until the table's change is done")
    yield from _rows(Scope.ACCOUNT, TRANSACTIONS, "AccessDenied", _DENIED)
    yield from _rows(Scope.SERVICE, TRANSACTIONS, "InternalServerError")


def _common() -> Iterator[Refusal]:
    yield from _rows(Scope.ACCOUNT, COMMON, "AccessDeniedException NotAuthorized OptInRequired", _DENIED)
    yield from _rows(
        Scope.ACCOUNT,
        COMMON,
        "ExpiredTokenException IncompleteSignature IncompleteSignatureException InvalidClientTokenId"
        " InvalidSignatureException MissingAuthenticationTokenException RequestExpired"
        " UnrecognizedClientException",
        _SECRETS,
    )
    yield from _rows(
        Scope.ACCOUNT, COMMON, "MalformedHttpRequestException UnknownOperationException", _REQUEST
    )
    yield from _rows(
        Scope.SERVICE,
        COMMON,
        "InternalFailure RequestAbortedException RequestTimeoutException ServiceUnavailable",
    )


def _others() -> Iterator[Refusal]:
    """Kinesis, S3 and Lambda."""
    yield from _rows(Scope.ITEM, PUTS, "InvalidArgumentException")
    yield from _rows(Scope.RATE, PUTS, "KMSThrottlingException")
    # Of ListShards, which has a rate of its own; DynamoDB gives it to its control plane alone.
    yield from _rows(Scope.RATE, READS, "LimitExceededException ExpiredNextTokenException")
    yield from _rows(Scope.KEY, READS, "ExpiredIteratorException")
    yield from _rows(
        Scope.ACCOUNT,
        PUTS,
        "KMSAccessDeniedException KMSDisabledException KMSInvalidStateException KMSNotFoundException"
        " KMSOptInRequired",
        _KMS,
    )
    yield from _rows(Scope.SERVICE, PUTS, "InternalFailureException DryRunOperationException")
    yield from _rows(Scope.ITEM, OBJECTS, "EntityTooLarge KeyTooLongError")
    yield from _rows(Scope.KEY, OBJECTS, "PreconditionFailed ConditionalRequestConflict OperationAborted")
    yield from _rows(Scope.RATE, OBJECTS, "SlowDown")
    yield from _rows(Scope.TABLE, OBJECTS, "NoSuchBucket", _ABSENT)
    yield from _rows(
        Scope.ACCOUNT,
        OBJECTS,
        "AllAccessDisabled ExpiredToken InvalidAccessKeyId RequestTimeTooSkewed SignatureDoesNotMatch",
        _SECRETS,
    )
    yield from _rows(Scope.SERVICE, OBJECTS, "InternalError RequestTimeout")
    yield from _rows(Scope.RATE, INVOKES, "TooManyRequestsException")
    yield from _rows(Scope.ACCOUNT, f"{_DYNAMODB}developerguide/ServiceQuotas.html", "LimitExceeded", _QUOTA)


REFUSALS: Final = {refusal.code: refusal for part in (_others(), _common(), _dynamodb()) for refusal in part}


# Parts of DynamoDB's messages, in lower case, and what they mean; the messages themselves may quote values.
_CAUSES: Final = (
    ("type mismatch for index key", "a member has another type than the index that it is in"),
    ("type mismatch for key", "the key has another type than the table"),
    ("does not match the schema", "the key has another type than the table"),
    ("item size", "the item is larger than DynamoDB takes"),
    ("collection size", "the item collection is larger than DynamoDB takes"),
    ("significant digits", "a number has more digits than DynamoDB holds"),
    ("number overflow", "a number is larger than DynamoDB holds"),
    ("number underflow", "a number is smaller than DynamoDB holds"),
    ("nesting level", "a member is nested more deeply than DynamoDB holds"),
    ("empty string", "a key member is empty"),
    ("maximum size limit", "a key member is too long"),
)


def cause(message: str) -> str:
    """What DynamoDB does not take, from its message but without the values it quotes; "" if unknown."""
    text = message.lower()
    return next((meaning for part, meaning in _CAUSES if part in text), "")


def codes(scope: Scope) -> frozenset[str]:
    """The listed codes of a scope."""
    return frozenset(code for code, refusal in REFUSALS.items() if refusal.scope is scope)


def refusal_of(code: str, status: int = 400, message: str = "") -> Refusal:
    """What a code is about; `status` is the HTTP status of an answer whose code is not listed."""
    if found := REFUSALS.get(code):
        return replace(found, help=cause(message)) if found.scope is Scope.ITEM else found
    if status >= 500:
        return Refusal(code, Scope.SERVICE, "")
    return Refusal(code, Scope.ACCOUNT, "", _REQUEST)


def weightiest(found: Iterable[Refusal]) -> Refusal | None:
    """The refusal that decides about a unit of which several actions were refused; None: none was.

    A condition that was lost comes first: what was made on it is made anew, and the rest of it then too.
    """
    order = (Scope.KEY, Scope.RATE, Scope.SERVICE, Scope.ACCOUNT, Scope.TABLE, Scope.ITEM)
    return min(found, key=lambda refusal: order.index(refusal.scope), default=None)
