"""Random histories against the model; `make proof` runs 100,000 and prints what was in them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping

import pytest

from tests.proof.storm import storm

MUST_OCCUR = (
    "answered Accepted",
    "answered Conflict",
    "answered PreconditionFailed",
    "answered Uncertain",
    "as of a time",
    "found by heads",
    "held, ledger: a gap",
    "held, ledger: suspect",
    "histories resharded",
    "histories with another stream",
    "interleaved",
    "killed",
    "landed late",
    "lost for good",
    "lost from the archive",
    "lost in the stream",
    "malformed",
    "parked, ledger: a handler raised",
    "parked, view: a handler raised",
    "redelivered",
    "repair hole",
    "repair ok",
    "twice at put",
    "void or behind a hold",
)


def printed(tally: Mapping[str, int]) -> None:
    """As a table, steps last."""
    rows = sorted(tally.items(), key=lambda row: (row[0].startswith("step "), row[0]))
    sys.stdout.write("\n" + "".join(f"{name:<44}{number:>14,}\n" for name, number in rows))


@pytest.mark.timeout(7_200)
def test_no_history_is_wrong(histories: int) -> None:
    tally: Counter[str] = Counter()
    for counted, found in storm(histories):
        tally += counted
        assert not found, f"keep it in tests/proof/cases:\n{found.as_case()}"
    printed(tally)
    assert tally["histories"] == histories
    if histories > 1_000:  # a storm in which nothing goes wrong proves nothing
        assert [kind for kind in MUST_OCCUR if not tally[kind]] == []
