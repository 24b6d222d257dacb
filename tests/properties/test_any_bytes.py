"""Every reader survives records of any bytes, with one verdict in processes of different stack depth.

`tests/properties/any_stack.py` says what is compared. SPECFOLD_DEEP=1 reads 1,000,000 records.
"""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from specfold.eventlog.archive_format import to_line

from tests.proof.sql import winners
from tests.properties.any_bytes import records
from tests.properties.depth import cases
from tests.runtime import model

ROOT = Path(__file__).parents[2]
STACKS = (0, 800)  # frames below the readers
RECORDS = 400  # of one log
FOUND = (1112,)  # seeds of logs that found a fault
CHUNK = 25  # logs of one process


def started(frames: int, first: int, seeds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.properties.any_stack", *map(str, (frames, first, seeds, RECORDS))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_query_in_sql_gives_the_same_winners() -> None:
    """A commit with white space around it is base64 in the archive, and not in this query."""
    logs = {seed: records(random.Random(seed), RECORDS) for seed in range(cases(bounded=8, deep=200))}
    found = winners(logs)
    asked = 0
    for seed, log in logs.items():
        framed = {r.key for r in log if b'"rec64":' in to_line(r) and model.commit(r)}
        for key, own in model.truths(log).items():
            if own.sound and key not in framed:
                assert found.get((seed, key), ([], True)) == (own.commits, True), (seed, key)
                asked += 1
    assert asked > len(logs)


@pytest.mark.parametrize("seed", FOUND)
def test_logs_that_found_a_fault_are_read_as_they_should_be(seed: int) -> None:
    process = started(0, seed, 1)
    _, error = process.communicate()
    assert process.returncode == 0, error[-3_000:]


@pytest.mark.timeout(14_400)
def test_any_bytes_have_one_verdict_in_any_stack_and_stop_nothing_else() -> None:
    logs = cases(bounded=8 * RECORDS, deep=1_000_000) // RECORDS
    tally: Counter[str] = Counter()
    for first in range(0, logs, CHUNK):
        processes = [started(frames, first, min(CHUNK, logs - first)) for frames in STACKS]
        ended = [(process.communicate(), process.returncode) for process in processes]
        for (_, error), code in ended:
            assert code == 0, error[-3_000:]
        (one, *others) = [out for (out, _), _ in ended]
        assert [other for other in others if other != one] == [], f"seeds from {first} on"
        tally.update(ast.literal_eval(one.splitlines()[-1]))
    sys.stdout.write(f"\nin stacks of {STACKS} frames: {dict(tally)}\n")
    assert tally["records"] == logs * RECORDS
    assert tally["well formed"]
    assert tally["keys stopped"]
