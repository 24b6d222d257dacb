# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the gate service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Security,
    fill_missing_handlers,
)

from generated.gate.handlers import Operations
from generated.gate.queries import (
    ByBearer,
    ByBoth,
    ByCertificate,
    ByDefault,
    ByIssuer,
    ByKey,
    ByOauth,
    ByPassword,
    EitherWay,
    ToAll,
    ToAllOrSome,
)
from handwritten.gate import operations

fill_missing_handlers(operations, Operations)
_OPERATIONS: Operations = operations

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="byDefault",
        method="GET",
        path="/default",
        request=ByDefault,
        handle=_OPERATIONS.by_default,
        security=(Security(scheme="people", scopes=("read",)),),
    ),
    OperationRoute(
        name="toAll",
        method="GET",
        path="/nobody",
        request=ToAll,
        handle=_OPERATIONS.to_all,
    ),
    OperationRoute(
        name="toAllOrSome",
        method="GET",
        path="/maybe",
        request=ToAllOrSome,
        handle=_OPERATIONS.to_all_or_some,
    ),
    OperationRoute(
        name="eitherWay",
        method="GET",
        path="/either",
        request=EitherWay,
        handle=_OPERATIONS.either_way,
        security=(Security(scheme="people", scopes=("admin",)),),
    ),
    OperationRoute(
        name="byIssuer",
        method="GET",
        path="/issuer",
        request=ByIssuer,
        handle=_OPERATIONS.by_issuer,
        security=(Security(scheme="machines", scopes=("run",)),),
    ),
    OperationRoute(
        name="byKey",
        method="GET",
        path="/key",
        request=ByKey,
        handle=_OPERATIONS.by_key,
        security=(Security(scheme="key"),),
    ),
    OperationRoute(
        name="byPassword",
        method="GET",
        path="/basic",
        request=ByPassword,
        handle=_OPERATIONS.by_password,
        security=(Security(scheme="basic"),),
    ),
    OperationRoute(
        name="byBearer",
        method="GET",
        path="/bearer",
        request=ByBearer,
        handle=_OPERATIONS.by_bearer,
        security=(Security(scheme="bearer"),),
    ),
    OperationRoute(
        name="byOauth",
        method="GET",
        path="/oauth",
        request=ByOauth,
        handle=_OPERATIONS.by_oauth,
        security=(Security(scheme="oauth", scopes=("read",)),),
    ),
    OperationRoute(
        name="byCertificate",
        method="GET",
        path="/mutual",
        request=ByCertificate,
        handle=_OPERATIONS.by_certificate,
        security=(Security(scheme="mutual"),),
    ),
    OperationRoute(
        name="byBoth",
        method="GET",
        path="/both",
        request=ByBoth,
        handle=_OPERATIONS.by_both,
        security=(Security(scheme="people and key"),),
    ),
)
