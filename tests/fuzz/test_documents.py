"""Documents that nobody wrote, chosen and made smaller by Hypothesis; and those that once ended badly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.hall import Lane
from tests.fuzz.oracle import problems
from tests.fuzz.samples import sample
from tests.fuzz.seeds import own_seeds

FOUND = sorted(folder for folder in (Path(__file__).parent / "found").iterdir() if folder.is_dir())
EXAMPLES = int(os.environ.get("SPECFOLD_FUZZ", "40"))
SEEDS = own_seeds()


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lane, Path, Path]]:
    """A warm server, a home and a place for projects."""
    home, root = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("fuzz") / "project"
    opened = Lane(home)
    yield opened, home, root
    opened.close()


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(random=st.randoms(use_true_random=False))
def test_a_mutated_document_ends_in_working_code_or_in_diagnostics(
    lane: tuple[Lane, Path, Path], random: Random
) -> None:
    opened, home, root = lane
    wrong, _ = problems(opened, sample(SEEDS, random), root, home)
    assert not wrong


@pytest.mark.parametrize("folder", FOUND, ids=lambda folder: folder.name)
def test_what_once_ended_badly_does_not_any_more(lane: tuple[Lane, Path, Path], folder: Path) -> None:
    opened, home, root = lane
    specs = folder / "specs"
    files = {p.relative_to(specs).as_posix(): p.read_bytes() for p in specs.rglob("*") if p.is_file()}
    wrong, _ = problems(opened, files, root, home)
    assert not wrong
