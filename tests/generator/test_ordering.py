"""Definitions come after what they need."""

from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.classes.ordering import in_order

NAMES = [f"n{number}" for number in range(8)]
edges = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def needs(pairs: set[tuple[str, str]]) -> dict[str, set[str]]:
    return {name: {other for owner, other in pairs if owner == name} for name in NAMES}


@given(edges, edges)
def test_hard_needs_come_first_and_nothing_is_lost(
    hard: set[tuple[str, str]], soft: set[tuple[str, str]]
) -> None:
    without_circles = {(a, b) for a, b in hard if a > b}
    order = in_order(needs(without_circles), needs(soft))
    assert sorted(order) == NAMES
    assert all(order.index(b) < order.index(a) for a, b in without_circles)


@given(edges)
def test_soft_needs_come_first_where_they_make_no_circle(soft: set[tuple[str, str]]) -> None:
    without_circles = {(a, b) for a, b in soft if a > b}
    order = in_order(needs(set()), needs(without_circles))
    assert all(order.index(b) < order.index(a) for a, b in without_circles)


def test_the_alphabet_decides_among_equals() -> None:
    assert in_order({"b": [], "a": [], "c": ["b"]}, {"b": [], "a": [], "c": []}) == ["a", "b", "c"]
