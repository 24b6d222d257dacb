"""Payloads made from schemas: always the same ones, unless more are asked for.

`SPECFOLD_EXAMPLES` says how many payloads a property is tried with; `SPECFOLD_RANDOM=1` tries other ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException, InvalidArgument, NoSuchExample, Unsatisfiable

from specfold.testing.contract.payload_strategies import payloads, stamp
from specfold.testing.contract.schema_validator import Judge, Schema

T = TypeVar("T")
ASKED: Final = os.environ.get("SPECFOLD_EXAMPLES", "")
RANDOM: Final = os.environ.get("SPECFOLD_RANDOM", "") not in ("", "0")
PROPERTY: Final = settings(
    max_examples=int(ASKED) if ASKED.isdecimal() else 20,
    derandomize=not RANDOM,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink) if RANDOM else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
_ONE: Final = settings(PROPERTY, max_examples=50, derandomize=True, phases=(Phase.generate, Phase.shrink))


class Unmakeable(Exception):
    """No payload could be made from a schema."""


def strategy(schema: Schema) -> st.SearchStrategy[Any]:
    """Payloads that a self-contained schema allows.

    Raises:
        Unmakeable: it is too odd, or nothing satisfies it.
    """
    return _strategy(json.dumps(schema, sort_keys=True))


@lru_cache(maxsize=512)
def _strategy(text: str) -> st.SearchStrategy[Any]:
    schema = json.loads(text)
    try:
        return payloads(schema).filter(Judge(schema).accepts)
    except (HypothesisException, ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unmakeable(f"no payload can be made: {error}"[:200]) from error


def sample(schema: Schema) -> Any:
    """The simplest payload that a schema allows.

    Raises:
        Unmakeable: there is none, or none was found.
    """
    return samples(schema, 1)[0]


def samples(schema: Schema, count: int) -> list[Any]:
    """So many different payloads.

    Raises:
        Unmakeable: there are not so many.
    """
    found = _samples(json.dumps(schema, sort_keys=True), count)
    if found is None:
        raise Unmakeable(f"no {count} payloads can be made")
    return json.loads(found)  # type: ignore[no-any-return]  # JSON


@lru_cache(maxsize=2048)
def _samples(text: str, count: int) -> str | None:
    """As JSON; None where there are none, so that they are sought once."""
    try:
        lists = st.lists(_strategy(text), min_size=count, max_size=count, unique_by=json.dumps)
        return json.dumps(find(lists, lambda _: True, settings=_ONE))
    except (NoSuchExample, Unsatisfiable, InvalidArgument):
        return None


def for_any(schema: Schema, check: Callable[[Any], None]) -> None:
    """Try a check with payloads that a schema allows; skips where none can be made."""
    try:
        made = strategy(schema)
    except Unmakeable as error:
        pytest.skip(str(error))

    @PROPERTY
    @given(made)
    def holds(payload: Any) -> None:
        check(payload)

    try:
        holds()
    except Unsatisfiable:
        pytest.skip("no payload can be made: nothing that was tried satisfies the schema")


def later(payload: Any, hours: int) -> Any:
    """A payload whose times are so much later; everything else is as it was."""
    if isinstance(payload, list):
        return [later(part, hours) for part in payload]
    if isinstance(payload, dict):
        return {name: later(part, hours) for name, part in payload.items()}
    if not isinstance(payload, str) or len(payload) < 20 or payload[10:11] not in "Tt":
        return payload
    try:
        return stamp(datetime.fromisoformat(payload.replace("Z", "+00:00")) + timedelta(hours=hours))
    except (ValueError, OverflowError):
        return payload


def larger(payload: Any, by: int) -> Any:
    """A payload whose whole numbers are larger; everything else is as it was."""
    if isinstance(payload, list):
        return [larger(part, by) for part in payload]
    if isinstance(payload, dict):
        return {name: larger(part, by) for name, part in payload.items()}
    return payload + by if isinstance(payload, int) and not isinstance(payload, bool) else payload
