"""The Prefer header field (RFC 7240): what a client would like. What is not understood is ignored (2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.datastructures import Headers

_SECONDS = re.compile(r"[0-9]{1,9}[0-9]*")


@dataclass(frozen=True, slots=True)
class Preferences:
    """`wait` in seconds, None where it is not said; and whether to answer before all is done."""

    wait: int | None = None
    respond_async: bool = False

    def patience(self, most: float) -> float | None:
        """Seconds to wait; None where nothing is said. With both, the answer is 202 only after the wait."""
        if self.wait is not None:
            return min(float(self.wait), most)
        return 0.0 if self.respond_async else None

    def applied(self, status: int, most: float) -> dict[str, str]:
        """Preference-Applied (section 3): what the answer of this status heeded."""
        heeded = [f"wait={min(self.wait, int(most))}"] if self.wait is not None else []
        heeded += ["respond-async"] if self.respond_async and status == 202 else []
        return {"Preference-Applied": ", ".join(heeded)} if heeded else {}


def of(headers: Headers) -> Preferences:
    """The preferences of a request; of each the first that is sent counts (section 2)."""
    found: dict[str, str] = {}
    for line in headers.getlist("Prefer"):
        for preference in _split(line, ","):
            name, _, value = next(_split(preference, ";"), "").partition("=")
            found.setdefault(name.strip().lower(), value.strip().strip('"'))
    wait = found.get("wait", "")
    return Preferences(
        wait=int(wait[:9]) if _SECONDS.fullmatch(wait) else None,
        respond_async=found.get("respond-async") == "",
    )


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts of a text between separators that are not in quotes."""
    began, quoted, escaped = 0, False, False
    for at, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            yield text[began:at]
            began = at + 1
    yield text[began:]
