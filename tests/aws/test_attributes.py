"""JSON that goes into a DynamoDB attribute comes out as it was."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold.aws.clients import Clients
from specfold.storage.attributes import MAX_ITEM, attribute, size, value

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**45), 10**45)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: True is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@given(json_values)
def test_every_json_value_comes_back(given: Any) -> None:
    assert same(value(attribute(given)), given)


@given(st.integers(-(10**38) + 1, 10**38 - 1))
def test_whole_numbers_of_38_digits_are_numbers(given: int) -> None:
    assert attribute(given) == {"N": str(given)}


HARD = [
    0, -1, 10**38 - 1, 10**38, -(10**60), 2**53 + 1, 0.1, 1e22, 1e23, 1.7976931348623157e308, 5e-324,
    1e-130, 9.9e-131, -1e-300, 123456789.123456789, 1.0, "", "\ud800", "\x00", "🦊", [], {}, {"": 1}, [[""]],
    {"a": None}, True, None, {"_cursor": {"live": False}}, [1, "1", 1.5, True],
]  # fmt: skip


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else "bottom"


@pytest.mark.parametrize("given", [*HARD, nested(40), {"a": nested(31)}], ids=lambda v: repr(v)[:30])
def test_hard_values_survive_the_table(given: Any, aws: Clients, values_table: str) -> None:
    item = {"pk": {"S": "one"}, "held": attribute({"inner": given}), "bare": attribute(given)}
    aws.dynamodb.put_item(TableName=values_table, Item=item)
    found = aws.dynamodb.get_item(TableName=values_table, Key={"pk": {"S": "one"}}, ConsistentRead=True)
    assert same(value(found["Item"]["held"]), {"inner": given})
    assert same(value(found["Item"]["bare"]), given)


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf, [math.nan]])
def test_what_json_has_not_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match="no such number"):
        attribute(given)


@pytest.mark.parametrize("given", [b"bytes", {1}, object()])
def test_what_is_no_json_is_refused(given: Any) -> None:
    with pytest.raises(TypeError):
        attribute(given)


def test_the_count_agrees_with_the_table(aws: Clients, values_table: str) -> None:
    """At the bound, what is counted as fitting fits."""
    item = {"pk": {"S": "k"}, "text": {"S": "x"}, "list": attribute([1, 2.5, "é", None, {"a": True}])}
    item["text"] = {"S": "x" * (MAX_ITEM - size(item) + 1)}
    assert size(item) == MAX_ITEM
    aws.dynamodb.put_item(TableName=values_table, Item=item)
    item["text"]["S"] += "x" * 64
    with pytest.raises(aws.dynamodb.exceptions.ClientError, match="Item size"):
        aws.dynamodb.put_item(TableName=values_table, Item=item)
