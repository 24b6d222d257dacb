"""The JWT authorizer of an HTTP API: the checks, and the claims as a function receives them.

Source: "Control access to HTTP APIs with JWT authorizers in API Gateway"; the claims' wire format (all
strings, arrays in brackets, null left out) follows captures of the live service.
"""

from __future__ import annotations

import json
import threading
import urllib.request
from dataclasses import dataclass
from typing import Any

import jwt

from specfold.local.invoke import Json

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]  # API Gateway takes RSA only


class DeniedError(Exception):
    """A request that may not pass: 401 without a good token, 403 without a needed scope."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class JwtAuthorizer:
    """One authorizer. `keys` is shared by all authorizers of an issuer."""

    issuer: str
    audience: tuple[str, ...]
    keys: Keys

    def authorize(self, header: str | None, scopes: tuple[str, ...]) -> Json:
        """Check the Authorization header; the `requestContext.authorizer` member. May fetch keys.

        Raises:
            DeniedError: with the status to answer.
            OSError: the issuer cannot be reached.
        """
        claims = self._verified(_token(header))
        granted = _scopes(claims)
        if scopes and not set(scopes) & set(granted):
            raise DeniedError(403, "the token has none of the route's scopes")
        return {"jwt": {"claims": _as_strings(claims), "scopes": granted if scopes else None}}

    def _verified(self, token: str) -> Json:
        try:
            key = self.keys.find(jwt.get_unverified_header(token).get("kid"))
            claims: Json = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                issuer=self.issuer,
                options={"require": ["exp", "iss"], "verify_aud": False},
            )
        except jwt.PyJWTError as problem:
            raise DeniedError(401, str(problem)) from problem
        # client_id is looked at only where aud is absent.
        given = claims["aud"] if "aud" in claims else claims.get("client_id")
        if not set(given if isinstance(given, list) else [given]) & set(self.audience):
            raise DeniedError(401, "the token does not have a valid audience")
        return claims


class Keys:
    """The public keys of an issuer, found through its OpenID configuration, and kept."""

    def __init__(self, issuer: str) -> None:
        """Nothing is fetched before the first token comes."""
        if not issuer.startswith(("http://", "https://")):
            raise ValueError(f"issuer {issuer!r} is no http(s) address")
        self._issuer = issuer
        self._lock = threading.Lock()
        self._client: jwt.PyJWKClient | None = None

    def find(self, kid: str | None) -> jwt.PyJWK:
        """The key of this id; asks the issuer again when it is new.

        Raises:
            DeniedError: the issuer has no such key.
        """
        if not kid:
            raise DeniedError(401, "the token names no key")
        try:
            return self._jwks().get_signing_key(kid)
        except jwt.PyJWKClientConnectionError as problem:
            raise OSError(f"the keys of {self._issuer} cannot be fetched: {problem}") from problem
        except jwt.PyJWKClientError as problem:
            raise DeniedError(401, str(problem)) from problem

    def _jwks(self) -> jwt.PyJWKClient:
        with self._lock:
            if self._client is None:
                address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
                with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # checked above
                    configuration = json.load(response)
                self._client = jwt.PyJWKClient(configuration["jwks_uri"], timeout=5)
            return self._client


def _token(header: str | None) -> str:
    """The token, with or without `Bearer` before it."""
    if not header:
        raise DeniedError(401, "there is no token")
    scheme, _, rest = header.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else header.strip()


def _scopes(claims: Json) -> list[str]:
    given = claims.get("scp", claims.get("scope", ""))
    return [str(scope) for scope in given] if isinstance(given, list) else str(given).split()


def _as_strings(claims: Json) -> dict[str, str]:
    return {name: _as_string(value) for name, value in claims.items() if value is not None}


def _as_string(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "[" + " ".join(_as_string(item) for item in value) + "]"
    return json.dumps(value)
