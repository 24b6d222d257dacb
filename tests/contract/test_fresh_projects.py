"""What was generated a minute ago keeps its promises: what is to be written by hand is said, none fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.contract.runner import ROOT, Outcome, run

PLAIN = Path(__file__).with_name("plain")
ANSWERS = """
from generated.garden.queries import ListBeds
from generated.garden.commands import AddBed, PutPhoto
from specfold.model.service import Answer


def list_beds(request: ListBeds, /) -> Answer:
    return Answer(body=[{"bedId": "bed-1", "area": None}])


def add_bed(request: AddBed, /) -> Answer:
    return Answer(status=201, body={"bedId": 17})


def put_photo(request: PutPhoto, /) -> Answer:
    return Answer(status=200)
"""


def generated(project: Path) -> Path:
    """A project, generated from nothing but its specs."""
    shutil.copy(ROOT / "pyproject.toml", project / "pyproject.toml")
    command = [sys.executable, "-c", "from specfold_generator.cli.main import main; main()", "generate"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return project


def plain(project: Path) -> Path:
    """A project of two documents without a word of ours."""
    for kind in ("asyncapi", "openapi"):
        (project / "specs" / kind).mkdir(parents=True)
        shutil.copy(PLAIN / f"{kind}.yaml", project / "specs" / kind / "garden.yaml")
    return generated(project)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """Our own specs with nothing written by hand, plain documents, and plain documents with answers."""
    shop = tmp_path_factory.mktemp("shop")
    shutil.copytree(ROOT / "specs", shop / "specs")
    answered = plain(tmp_path_factory.mktemp("answered"))
    (answered / "handwritten/garden/operations.py").write_text(ANSWERS, "utf-8")
    projects = {
        "shop": generated(shop),
        "plain": plain(tmp_path_factory.mktemp("plain")),
        "answered": answered,
    }
    found = run([(project, "generated") for project in projects.values()])
    return dict(zip(projects, found, strict=True))


def test_a_fresh_scaffold_fails_nothing_and_says_what_is_to_be_written(
    outcomes: Mapping[str, Outcome],
) -> None:
    outcome = outcomes["shop"]
    assert outcome.failed == [], outcome.text[-4000:]
    assert outcome.passed > 300
    others = [reason for reason in outcome.skipped if "written by hand: " not in reason]
    assert others == []
    for what in (
        "decide placeOrder",
        "OrderPlaced, version 1, as version 2",
        "placeOrder is refused as NoTotal",
    ):
        assert any(what in reason for reason in outcome.skipped), what


def test_plain_documents_have_contract_tests_that_pass(outcomes: Mapping[str, Outcome]) -> None:
    outcome = outcomes["plain"]
    assert outcome.failed == [], outcome.text[-4000:]
    assert outcome.passed > 30
    assert sorted(reason.rpartition(": ")[2] for reason in outcome.skipped) == [
        "answer addBed",
        "answer listBeds",
        "answer putPhoto",
        "what to do about Reading",
    ]


def test_answers_written_by_hand_are_held_against_the_document(outcomes: Mapping[str, Outcome]) -> None:
    outcome = outcomes["answered"]
    assert outcome.failed == [
        "test_operation_add_bed::test_add_bed_answers_as_documented",
        "test_operation_put_photo::test_put_photo_answers_as_documented",
    ]
    assert (
        "the 201 of addBed must have the body it documents: /bedId: 17 is not of type 'string'"
        in outcome.text
    )
    assert "putPhoto must answer as documented, and 200 is not" in outcome.text
