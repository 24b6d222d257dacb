# Generated from specs/openapi/gate.yaml. Do not edit: change the spec, then generate again.
"""The questions that the gate service answers."""

from __future__ import annotations

from specfold import Query


class ByDefault(Query, extra="allow"):
    """GET /default

    Spec: specs/openapi/gate.yaml#/paths/~1default/get
    """


class ToAll(Query, extra="allow"):
    """GET /nobody

    Spec: specs/openapi/gate.yaml#/paths/~1nobody/get
    """


class ToAllOrSome(Query, extra="allow"):
    """GET /maybe

    Spec: specs/openapi/gate.yaml#/paths/~1maybe/get
    """


class EitherWay(Query, extra="allow"):
    """GET /either

    Spec: specs/openapi/gate.yaml#/paths/~1either/get
    """


class ByIssuer(Query, extra="allow"):
    """GET /issuer

    Spec: specs/openapi/gate.yaml#/paths/~1issuer/get
    """


class ByKey(Query, extra="allow"):
    """GET /key

    Spec: specs/openapi/gate.yaml#/paths/~1key/get
    """


class ByPassword(Query, extra="allow"):
    """GET /basic

    Spec: specs/openapi/gate.yaml#/paths/~1basic/get
    """


class ByBearer(Query, extra="allow"):
    """GET /bearer

    Spec: specs/openapi/gate.yaml#/paths/~1bearer/get
    """


class ByOauth(Query, extra="allow"):
    """GET /oauth

    Spec: specs/openapi/gate.yaml#/paths/~1oauth/get
    """


class ByCertificate(Query, extra="allow"):
    """GET /mutual

    Spec: specs/openapi/gate.yaml#/paths/~1mutual/get
    """


class ByBoth(Query, extra="allow"):
    """GET /both

    Spec: specs/openapi/gate.yaml#/paths/~1both/get
    """
