"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

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


def by_default(request: ByDefault, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byDefault")


def to_all(request: ToAll, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer toAll")


def to_all_or_some(request: ToAllOrSome, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer toAllOrSome")


def either_way(request: EitherWay, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer eitherWay")


def by_issuer(request: ByIssuer, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byIssuer")


def by_key(request: ByKey, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byKey")


def by_password(request: ByPassword, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byPassword")


def by_bearer(request: ByBearer, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byBearer")


def by_oauth(request: ByOauth, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byOauth")


def by_certificate(request: ByCertificate, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byCertificate")


def by_both(request: ByBoth, /) -> Answer:
    """Documented answers: 204."""
    raise NotImplementedError("answer byBoth")
