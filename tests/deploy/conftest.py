"""One recording and one emulator for the whole room: both take seconds."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from specfold.deploy.dry_run import record
from specfold.deploy.graph import Graph
from specfold.local import emulator

from tests.deploy.sample_project import write_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project on disk; tests must not change it."""
    return write_project(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def graph(project: Path) -> Graph:
    """What the sample's program registers with the default settings."""
    return record(project, stack="test")


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """An emulator."""
    with emulator.running() as running:
        yield running.endpoint


@dataclass(frozen=True)
class Issuer:
    """An identity provider on this machine."""

    url: str
    key: rsa.RSAPrivateKey

    def token(self, **claims: Any) -> str:
        """A signed token for audience `shop`, with these claims over it."""
        body = {"iss": self.url, "aud": "shop", "sub": "c-1", "scope": "orders:write", **claims}
        return jwt.encode(body, self.key, algorithm="RS256", headers={"kid": "one"})


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """Serves its discovery document and its public key until the tests end."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "one", "use": "sig", "alg": "RS256"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]  # typeshed: BaseServer
            found = {
                "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/keys"},
                "/keys": {"keys": [public]},
            }.get(self.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Issuer(f"http://127.0.0.1:{server.server_port}", key)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
