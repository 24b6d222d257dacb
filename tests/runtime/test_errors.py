"""What is said of an error: what went wrong and where, and no word of the data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import pytest
from pydantic import TypeAdapter, ValidationError
from specfold.eventlog.commit import Head, Record, padded
from specfold.eventlog.envelope import Entry
from specfold.model.errors import InvalidPageToken, Throttled, Unwritten, described
from specfold.model.not_implemented import fill_missing_handlers
from specfold.model.tables import key_value
from specfold.testing import commit_data

from tests.runtime.shop import CATALOG, LineAdded


def raised(error: Exception) -> Exception:
    """The error, as it was caught."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_where_an_error_was_raised_is_said_and_none_of_its_words() -> None:
    said = described(raised(KeyError("secret")))
    assert said.startswith("KeyError at tests.runtime.test_errors:")
    assert described(KeyError("secret")) == "KeyError"


def test_where_is_a_line_that_somebody_can_mend_and_not_one_of_a_library() -> None:
    with pytest.raises(TypeError) as caught:
        get_type_hints(5)
    assert described(caught.value).startswith("TypeError at tests.runtime.test_errors:")


def test_of_what_is_not_written_yet_the_line_is_said_that_wanted_it() -> None:
    class Contract:
        def decide(self) -> None: ...

    module = ModuleType("handwritten.x")
    fill_missing_handlers(module, Contract)
    with pytest.raises(Unwritten) as caught:
        module.decide()
    said, _, where = described(caught.value).partition(" at ")
    assert said == "Unwritten: handwritten.x.decide is to be written by hand"
    assert where.startswith("tests.runtime.test_errors:")


def test_who_is_refused_because_of_the_rate_comes_again_after_a_second() -> None:
    assert Throttled().retry_after == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Throttled(), "Throttled: throttled"),
        (InvalidPageToken(), "InvalidPageToken: this is no page of this query"),
    ],
)
def test_errors_of_our_own_are_said_in_their_words(error: Exception, said: str) -> None:
    assert described(error) == said


def test_of_what_does_not_read_the_places_are_said_as_far_as_they_fit_and_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(dict[str, int]).validate_python({"a": "secret", "b": 1, "c": None})
    said, _, where = described(caught.value).partition(" at ")
    assert said == "ValidationError of dict[str,int]: a int_parsing, c int_type"
    assert where.startswith("tests.runtime.test_errors:")
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[int]).validate_python(["secret"] * 100)
    said, _, where = described(caught.value).partition(" at ")
    assert len(said) == len("ValidationError") + 300
    assert where


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("a", "a"),
        (5, 5),
        (1.5, "1.5"),
        (datetime(2026, 1, 31, 9, 30, tzinfo=UTC), "2026-01-31T09:30:00Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_member_stands_in_a_key_as_it_stands_on_the_wire(value: object, key: object) -> None:
    assert (key_value(value), type(key_value(value))) == (key, type(key))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": ...}, "ValidationError: Object missing required field `type` - at `$[0]`"),
        ({"subject": 7}, "ValidationError: Expected `str | null`, got `int` - at `$[0].subject`"),
        ({"data": None}, "ValidationError of LineAdded: the payload model_type"),
        (
            {"data": {"cents": "secret"}},
            "ValidationError of LineAdded: orderId missing, ",
        ),
    ],
)
def test_of_an_event_that_does_not_read_the_member_is_named_and_no_value(
    changes: dict[str, Any], said: str
) -> None:
    line = LineAdded(order_id="1", customer_id="c", cents=5)
    (event,) = json.loads(commit_data("Order-1", Head(), line, commit="c1"))
    event = {name: value for name, value in (event | changes).items() if value is not ...}
    record = Record(1, "s", padded("1"), 0, "Order-1", json.dumps([event]).encode())
    with pytest.raises((ValidationError, msgspec.ValidationError)) as caught:
        list(Entry(record, CATALOG).events(frozenset({LineAdded})))
    assert described(caught.value).startswith(said)
    assert "secret" not in described(caught.value)
