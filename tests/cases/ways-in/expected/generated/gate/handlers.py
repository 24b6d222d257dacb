# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/gate provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

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


class Operations(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in handwritten/gate/operations.py.
    """

    def by_default(self, request: ByDefault, /) -> Answer: ...

    def to_all(self, request: ToAll, /) -> Answer: ...

    def to_all_or_some(self, request: ToAllOrSome, /) -> Answer: ...

    def either_way(self, request: EitherWay, /) -> Answer: ...

    def by_issuer(self, request: ByIssuer, /) -> Answer: ...

    def by_key(self, request: ByKey, /) -> Answer: ...

    def by_password(self, request: ByPassword, /) -> Answer: ...

    def by_bearer(self, request: ByBearer, /) -> Answer: ...

    def by_oauth(self, request: ByOauth, /) -> Answer: ...

    def by_certificate(self, request: ByCertificate, /) -> Answer: ...

    def by_both(self, request: ByBoth, /) -> Answer: ...
