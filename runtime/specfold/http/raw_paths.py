"""Values of path parameters as they were sent: with delimiters and encoded delimiters told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from specfold.http.routing import parameters_of

_PARAMETER = re.compile(r"\{[^{}]*\}")


def encoded_values(template: str, raw_path: bytes | None, decoded: Sequence[str]) -> dict[str, str]:
    """The values of a template's parameters, percent-encoded, by name.

    `decoded` are those that the router found. They are encoded again where a path comes without its raw form:
    an HTTP API of API Gateway decodes paths, so that an encoded delimiter and a bare one are the same there.
    """
    names = parameters_of(template)
    found = _raw_values(template, raw_path) if raw_path else None
    if found is None or list(map(unquote, found)) != list(decoded):
        found = [value.replace("%", "%25") for value in decoded]
    return dict(zip(names, found, strict=True))


def _raw_values(template: str, raw_path: bytes) -> list[str] | None:
    segments, raw = template.split("/"), raw_path.decode("latin-1").split("/")
    if len(raw) < len(segments) or not raw_path.isascii():
        return None
    values: list[str] = []
    for segment, text in zip(
        segments[::-1], raw[::-1], strict=False
    ):  # a prefix of the path is no part of it
        pattern = "([^/]+)".join(map(re.escape, _PARAMETER.split(segment)))
        match = re.fullmatch(pattern, text)
        if match is None:
            if "{" in segment:
                return None
            continue  # literal text may be percent-encoded too; the router has compared it
        values[:0] = match.groups()
    return values
