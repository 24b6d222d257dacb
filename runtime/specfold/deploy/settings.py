"""What a stack decides and the specs do not: lifetimes, limits, identity providers.

Values come as text, from Pulumi's configuration or from `provision`'s mapping, and are checked here once.
The defaults below are those that `Pulumi.yaml` declares; a test keeps the two alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast

from specfold.deploy.errors import InvalidSettings
from specfold.model.shared.limits import AUDIENCE, HTTPS_ISSUER, LOOPBACK_ISSUER

Lookup = Callable[[str], str | None]
"""A configuration key to its text, or None where the stack does not set it."""

# The retention periods that CloudWatch Logs knows, in days.
LOG_RETENTION_DAYS = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
)
ARN = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,128}")
REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class JwtSettings:
    """Where an authorizer's tokens come from in this stack; empty fields leave the spec's value."""

    issuer: str = ""
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One stack's decisions. Build it with `read`, which checks; units are in the field names."""

    project: str
    stack: str
    region: str
    protect: bool = True  # streams, tables, keys and the archive survive `destroy`
    authorizers: Mapping[str, JwtSettings] = field(default_factory=dict)  # by name, or "<service>/<name>"
    log_retention_days: int = 90
    object_lock_days: int = 365  # 0: versions and the deny-delete policy only
    object_lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    break_glass_roles: tuple[str, ...] = ()  # the only principals that may delete from the archive
    archive_buffer_mb: int = 128
    archive_buffer_seconds: int = 300
    transform_retries: int = 300
    python_runtime: str = "python3.13"
    layer: str = "build/layer"  # folder with `python/`; relative to the project
    throttle_requests_per_second: int = 100
    throttle_burst: int = 200
    reserved_concurrency: Mapping[str, int] = field(default_factory=dict)  # by logical function name
    stream_epochs: Mapping[str, int] = field(
        default_factory=dict
    )  # by logical stream name; 0 where not named
    table_max_read_units: int = 0  # per table and per index, per second; 0: no maximum
    table_max_write_units: int = 0
    alarm_email: str = ""


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def _between(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(f"must be from {low} to {high}")
        return value

    return parse


def _matching(pattern: re.Pattern[str], *, empty: bool = False) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not (empty and not text) and not pattern.fullmatch(text):
            raise ValueError(f"must match {pattern.pattern}")
        return text

    return parse


def _retention(text: str) -> int:
    if int(text) not in LOG_RETENTION_DAYS:
        raise ValueError(
            "must be a retention period of CloudWatch Logs: "
            + ", ".join(map(str, sorted(LOG_RETENTION_DAYS)))
        )
    return int(text)


def _roles(text: str) -> tuple[str, ...]:
    roles = json.loads(text)
    if not isinstance(roles, list) or not all(
        isinstance(role, str) and ARN.fullmatch(role) for role in roles
    ):
        raise ValueError("must be a list of IAM role ARNs")
    return tuple(roles)


def _numbers(text: str) -> Mapping[str, int]:
    numbers = json.loads(text)
    if not isinstance(numbers, dict) or not all(
        type(number) is int and 0 <= number <= 10_000 for number in numbers.values()
    ):
        raise ValueError("must map names to whole numbers from 0 to 10000")
    return numbers


def check_issuer(issuer: str) -> str:
    """An issuer that may stand in an authorizer: https, or http on a loopback address for an emulator.

    Raises:
        ValueError: anything else.
    """
    if not (HTTPS_ISSUER.fullmatch(issuer) or LOOPBACK_ISSUER.fullmatch(issuer)):
        raise ValueError(f"issuer {issuer!r} must be an https URL without query or credentials")
    return issuer


def _jwt(value: Any) -> JwtSettings:
    if not isinstance(value, dict) or set(value) - {"issuer", "audience"}:
        raise ValueError("each authorizer has `issuer` and `audience`, nothing else")
    issuer, audience = value.get("issuer", ""), value.get("audience", [])
    audience = [audience] if isinstance(audience, str) else audience
    if not isinstance(audience, list) or not all(
        isinstance(one, str) and AUDIENCE.fullmatch(one) for one in audience
    ):
        raise ValueError("`audience` must be a list of plain names")
    return JwtSettings(check_issuer(issuer) if issuer else "", tuple(audience))


def _authorizers(text: str) -> Mapping[str, JwtSettings]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("must map authorizer names to {issuer, audience}")
    return {str(name): _jwt(value) for name, value in values.items()}


_UNITS = _between(0, 1_000_000)
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "protect": _boolean,
    "authorizers": _authorizers,
    "log_retention_days": _retention,
    "object_lock_days": _between(0, 36_500),
    "object_lock_mode": _matching(re.compile("GOVERNANCE|COMPLIANCE")),
    "break_glass_roles": _roles,
    "archive_buffer_mb": _between(
        64, 128
    ),  # Firehose: 1-128, and dynamic or not, small objects cost every scan
    "archive_buffer_seconds": _between(60, 300),
    "transform_retries": _between(0, 300),
    "python_runtime": _matching(re.compile(r"python3\.1[2-4]")),
    "layer": _matching(re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")),
    "throttle_requests_per_second": _between(1, 10_000),
    "throttle_burst": _between(1, 5_000),
    "reserved_concurrency": _numbers,
    "stream_epochs": _numbers,
    "table_max_read_units": _UNITS,
    "table_max_write_units": _UNITS,
    "alarm_email": _matching(EMAIL, empty=True),
}


def key_of(name: str) -> str:
    """The configuration key of a field: `log_retention_days` is `logRetentionDays`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def read(get: Lookup, *, project: str, stack: str, region: str) -> Settings:
    """Read one stack's settings; keys that are not set keep their defaults.

    Raises:
        InvalidSettings: naming the key, and what it must be.
    """
    if not REGION.fullmatch(region):
        raise InvalidSettings(f"aws:region {region!r} is not an AWS region")
    values: dict[str, object] = {}
    for one in fields(Settings):
        parse, text = _PARSERS.get(one.name), get(key_of(one.name))
        if parse is None or text is None:
            continue
        try:
            values[one.name] = parse(text)
        except (ValueError, TypeError) as error:
            raise InvalidSettings(f"{key_of(one.name)}: {error} (it is {text!r})") from None
    return Settings(project=project, stack=stack, region=region, **cast("dict[str, Any]", values))
