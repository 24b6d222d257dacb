"""The name that was probably meant, out of few and of many, by a bounded number of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import pytest
from specfold_generator.diagnostics import similar_names as similar
from specfold_generator.diagnostics.similar_names import (
    LONGEST_COMPARED,
    MOST_COMPARED,
    MOST_MATCHED,
    closest,
)

MANY = [f"{noun}{verb}" for noun in ("Order", "Payment", "Customer", "Parcel") for verb in ("Placed", "Sent")]
MANY += [f"Unrelated{number}" for number in range(400)]


@pytest.mark.parametrize("names", [MANY[:8], MANY, MANY[::-1]])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("OrdrPlaced", "OrderPlaced"),
        ("orderplaced", "OrderPlaced"),
        ("PaymentSnet", "PaymentSent"),
        ("CustomersPlaced", "CustomerPlaced"),
        ("Parcel.Sent", "ParcelSent"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_closest_name_is_found(names: Sequence[str], written: str, meant: str | None) -> None:
    assert closest(written, names) == meant


def test_a_short_name_without_a_common_pair_of_letters_is_found() -> None:
    assert closest("acb", ["xyz", "abc"]) == "abc"


def test_the_number_and_the_length_of_what_is_compared_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(word: str, candidates: Sequence[str], n: int, cutoff: float) -> list[str]:
        compared.extend(candidates)
        return get_close_matches(word, candidates, n=n, cutoff=cutoff)

    monkeypatch.setattr(similar, "get_close_matches", counted)
    names = ["n" * 100_000, *(f"{'nm' * 25}{number}" for number in range(20_000))]
    assert closest("nm" * 20, names) is not None
    assert len(compared) == MOST_MATCHED < MOST_COMPARED
    assert max(map(len, compared)) <= 2 * LONGEST_COMPARED
    compared.clear()
    assert closest("n" * (LONGEST_COMPARED + 1), names) is None
    assert compared == []
