"""The Idempotency-Key header field (draft-ietf-httpapi-idempotency-key-header-07).

A key is scoped to its caller, its operation and its aggregate: together they give the command id, and the log
sees to it that a command id acts once. The key with another request is told by a hash that stands beside the
command id in the log, so every replay knows it, too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from starlette.datastructures import Headers

from specfold.http.headers import one
from specfold.http.problems import Problem
from specfold.model.service import HttpRoute

MAX_KEY: Final = 255  # characters
# A string of RFC 9651 (3.3.3), with parameters that mean nothing here; or, for lenience, the bare characters.
_STRING = re.compile(
    r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"(?:[ ]*;[ ]*[a-z*][a-z0-9_.*-]*(?:=[^;,"]*)?)*'
)
_BARE = re.compile(r"[\x21\x23-\x7e]+")


def key_of(headers: Headers) -> str | None:
    """The client's own name for this request.

    Raises:
        Problem: it is no string of 1 to 255 characters.
    """
    value = one(headers, "Idempotency-Key")
    if value is None:
        return None
    found = _STRING.fullmatch(value)
    key = re.sub(r"\\(.)", r"\1", found[1]) if found else value if _BARE.fullmatch(value) else ""
    if not 1 <= len(key) <= MAX_KEY:
        raise Problem("invalid-request", f'Idempotency-Key is a string of 1 to {MAX_KEY} characters: "k-1"')
    return key


def hash_of(key: str, route: HttpRoute, members: Any) -> str:
    """What tells two requests of one key apart: their path, query and body, in whatever spelling.

    Header fields and cookies are left out: a retry may have others. It is keyed with the client's key, which
    stands nowhere, so that nobody finds the members by trying values.
    """
    if isinstance(members, dict):
        other = {p.member for p in route.parameters if p.where in ("header", "cookie")}
        members = {name: value for name, value in members.items() if name not in other}
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


class InFlight:
    """The commands of keys that this process is at work on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hashes: dict[str, str] = {}  # by command id

    @contextmanager
    def one(self, command_id: str, commandhash: str | None) -> Iterator[None]:
        """Be at work on a command; without a hash there is no key, and nothing to mind.

        Raises:
            Problem: another request of the key is being handled, the same (409) or a different one (422).
        """
        if commandhash is None:
            yield
            return
        with self._lock:
            if command_id in self._hashes:
                same = self._hashes[command_id] == commandhash
                raise Problem("request-in-flight" if same else "idempotency-key-reused")
            self._hashes[command_id] = commandhash
        try:
            yield
        finally:
            with self._lock:
                del self._hashes[command_id]
