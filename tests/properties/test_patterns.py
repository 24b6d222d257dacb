"""Patterns that keep a backtracking engine busy: judged in linear time, and texts are made of them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from specfold.model.schemas import Schemas
from specfold.testing.contract.patterns import searches
from specfold.testing.contract.repeated_requests import bounded
from specfold.testing.contract.sample_payloads import samples

EVIL = [
    r"^(a+)+$",
    r"(.*)*p(.*)*q(.*)*r$",
    r"^(a|a)*$",
    r"^(a|aa)+$",
    r"^([a-z]+)*[0-9]$",
    r"(a*)*b",
    r"((a{2,})+c?)+d$",
    r"^(?:[a-z0-9]+-?)*\.[a-z]{2,}$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"^(\w+\s?)*$",
]


@pytest.mark.parametrize("pattern", EVIL)
def test_texts_are_made_of_any_pattern_in_time(pattern: str) -> None:
    started = time.process_time()
    made = samples({"type": "string", "pattern": pattern}, 2)
    assert all(searches(pattern, text) for text in made)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "pattern", [r"^[a-z]+$", r"^a*b+(c|d)$", r"^\(a+\)+[(+*]*$", r"^(ab){2,4}$", r"^(ab)+$"]
)
def test_a_pattern_without_repeats_of_repeats_stays_as_it_is(pattern: str) -> None:
    assert bounded(pattern) == pattern


@pytest.mark.parametrize("pattern", EVIL)
def test_a_pattern_is_judged_in_time_that_grows_with_the_text(pattern: str, tmp_path: Path) -> None:
    file = tmp_path / "schemas.json"
    file.write_text(json.dumps({"requests": {"it": {"type": "string", "pattern": pattern}}}))
    schemas = Schemas(file)
    for text in ("a" * 100_000 + "!", "aa-" * 30_000 + "!", "pq" * 50_000, " a" * 50_000 + "!"):
        started = time.process_time()
        schemas.faults("requests", "it", text)
        assert time.process_time() - started < 2
