"""Random histories against the model; `make proof` runs very many and prints what was in them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping

import pytest

from tests.proof.storm import rule_storm, storm

MUST_OCCUR = (
    "answered Accepted",
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
    "skipped any record",
    "skipped what stops a key",
    "twice at put",
    "void or behind a hold",
)


def printed(tally: Mapping[str, int]) -> None:
    """As a table, steps last."""
    sys.stdout.write("\n" + "".join(f"{name:<44}{number:>14,}\n" for name, number in tally.items()))


@pytest.mark.timeout(7_200)
def test_the_rule_is_never_wrong_in_silence(rules: int) -> None:
    tally: Counter[str] = Counter()
    for counted in rule_storm(rules):
        tally += counted
    printed(tally)
    assert tally["rule histories"] == rules
    seen = ("  loss held", "  loss found by the head alone", "  child first: suspect", "  child first: a gap")
    assert all(tally[kind] for kind in seen)


@pytest.mark.timeout(7_200)
def test_no_history_is_wrong(histories: int) -> None:
    tally: Counter[str] = Counter()
    for counted, found in storm(histories):
        tally += counted
        assert not found, f"keep it in tests/proof/cases:\n{found.as_case()}"
    printed(dict(sorted(tally.items(), key=lambda row: (row[0].startswith("step "), row[0]))))
    assert tally["histories"] == histories
    if histories > 1_000:  # a storm in which nothing goes wrong proves nothing
        assert [kind for kind in MUST_OCCUR if not tally[kind]] == []
