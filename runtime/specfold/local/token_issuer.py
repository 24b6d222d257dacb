"""A token issuer on loopback: an RSA key, OpenID discovery, its key set, and tokens for anyone who asks."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from specfold.local.ports import LOOPBACK, claim


class Issuer:
    """Serves its public key from a thread of this process, and signs tokens with the private one."""

    def __init__(self, port: int = 0) -> None:
        """Listens at once. Raises PortTakenError."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._kid = secrets.token_hex(8)
        self.port = claim(port, "the token issuer")
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._server = ThreadingHTTPServer((LOOPBACK, self.port), _handler(self._documents()))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="identity", daemon=True
        )
        self._thread.start()

    def token(
        self,
        subject: str,
        scopes: Iterable[str] = (),
        audience: str | Iterable[str] = (),
        *,
        seconds: float = 3600,
        claims: Mapping[str, object] | None = None,
    ) -> str:
        """A signed access token.

        Args:
            subject: who it is for (`sub`).
            scopes: what it allows (`scope`, joined with spaces; absent when there are none).
            audience: whom it is meant for (`aud`).
            seconds: how long it is valid from now; negative for one that has expired.
            claims: added to, or in the place of, the usual ones; None removes one.
        """
        now = time.time()
        wanted = list(scopes)
        content: dict[str, object] = {
            "iss": self.url,
            "sub": subject,
            "aud": audience if isinstance(audience, str) else list(audience),
            "iat": int(now),
            "exp": int(now + seconds),
            "jti": secrets.token_hex(16),
            **({"scope": " ".join(wanted)} if wanted else {}),
            **(claims or {}),
        }
        given = {name: value for name, value in content.items() if value is not None}
        return jwt.encode(given, self._key, algorithm="RS256", headers={"kid": self._kid})

    def stop(self) -> None:
        """Stop serving. Tokens can be checked no longer, except by who has the key already."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _documents(self) -> dict[str, bytes]:
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        keys = {"keys": [{**key, "kid": self._kid, "alg": "RS256", "use": "sig"}]}
        configuration = {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks.json",
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return {
            "/.well-known/openid-configuration": json.dumps(configuration).encode(),
            "/jwks.json": json.dumps(keys).encode(),
        }


def _handler(documents: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = documents.get(self.path)
            self.send_response(200 if document else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(document or b"")))
            self.end_headers()
            self.wfile.write(document or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Silent: a request for the keys is no news."""

    return Handler
