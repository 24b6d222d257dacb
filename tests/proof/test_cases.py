"""Counter-examples that were found, cut down, and kept: each was wrong once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from specfold.eventlog.commit import RULES, Commit, Head, Verdict
from specfold.projections import channel_reader as reader
from specfold.storage import memory_ports as memory
from specfold.storage import memory_rows as rows

from tests.proof.actors import PointedLedger
from tests.proof.draw import history, profile_of
from tests.proof.storm import Wrong, cut_down, run, wrong

CASES = sorted(Path(__file__).with_name("cases").glob("*.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda file: file.stem)
def test_a_case_stays_right(case: Path) -> None:
    told: dict[str, Any] = json.loads(case.read_text("utf-8"))
    run(told["steps"], ordered=told["ordered"])


def test_there_are_cases() -> None:
    assert CASES


# The storm must be able to see: with a part of the rule taken away, it finds what then goes wrong.


def version_only(head: Head, commit: Commit) -> Verdict:
    if commit.base < head.version:
        return Verdict.VOID
    return Verdict.ACCEPT if commit.base == head.version else Verdict.HOLD


READ = PointedLedger.read
SABOTAGES: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "a rule without parents": lambda patch: patch.setitem(RULES, 1, version_only),  # type: ignore[arg-type]
    "commands that are not remembered": lambda patch: patch.setattr(
        PointedLedger, "command", lambda self, id: None
    ),
    "writes without a condition": lambda patch: [
        patch.setattr(module, "as_expected", lambda *_: True) for module in (memory, rows)
    ],
    "states read as they come, acted on for good": lambda patch: patch.setattr(
        PointedLedger, "read", lambda self, key, consistent=False: READ(self, key)
    ),
    "late records of other shards passed over": lambda patch: patch.setattr(
        reader, "knower", lambda store: lambda entry, cursor: True
    ),
}


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_the_storm_sees_what_is_missing(sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    SABOTAGES[sabotage](monkeypatch)
    found = next(filter(None, (wrong(history(n), ordered=profile_of(n).ordered) for n in range(600))), None)
    assert found


def test_a_counter_example_is_cut_down_and_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    SABOTAGES["commands that are not remembered"](monkeypatch)
    first = next(n for n in range(600) if wrong(history(n), ordered=profile_of(n).ordered))
    less = cut_down(Wrong(profile_of(first).ordered, history(first), ""))
    kept = json.loads(less.as_case())
    assert len(kept["steps"]) <= 6
    assert wrong(kept["steps"], ordered=kept["ordered"])
