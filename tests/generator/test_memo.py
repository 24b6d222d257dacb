"""What is printed again: a service that changed, or one that it reads from; never its neighbours."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from specfold_generator import pipeline
from specfold_generator.output import text_cache as memo
from specfold_generator.rendering.context import Context
from specfold_generator.source.project import Project

SPECS = Path(__file__).parents[1] / "cases/foreign-views/specs"
CASES = sorted(path.parent for path in SPECS.parents[1].glob("*/expected"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(SPECS, tmp_path / "specs")
    pipeline.generate(Project(root=tmp_path))
    return Project(root=tmp_path)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The services that are printed from here on."""
    seen: list[str] = []

    def texts(context: Context) -> Mapping[str, str]:
        seen.append(context.service.name)
        return original(context)

    original = pipeline.service_texts
    monkeypatch.setattr(pipeline, "service_texts", texts)
    return seen


def edit(project: Project, file: str, old: str, new: str) -> None:
    text = (project.root / "specs" / file).read_text("utf-8")
    assert old in text
    (project.root / "specs" / file).write_text(text.replace(old, new), "utf-8")


def test_nothing_is_printed_again_while_nothing_changes(project: Project, printed: list[str]) -> None:
    first, second = pipeline.generate(project), pipeline.generate(project)
    assert printed == []
    assert first.folders == second.folders


def test_a_change_prints_its_own_service_and_those_that_read_from_it(
    project: Project, printed: list[str]
) -> None:
    edit(project, "openapi/support.yaml", "What closed in a region", "What was closed in a region")
    assert "What was closed" in pipeline.generate(project).folders["support"]["read_models.py"]
    assert printed == ["support"]
    edit(project, "asyncapi/sales.yaml", "A deal is done.", "A deal is closed.")
    pipeline.generate(project)
    assert printed == ["support", "sales", "support"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_with_and_without_caches_the_same_is_made(case: Path, tmp_path: Path) -> None:
    shutil.copytree(case / "specs", tmp_path / "specs")
    project = Project(root=tmp_path)
    made = pipeline.generate(project)
    assert (tmp_path / memo.TEXTS).is_dir()
    assert pipeline.generate(project) == made  # texts as remembered
    shutil.rmtree(tmp_path / memo.TEXTS)
    assert pipeline.generate(project) == made  # classes as remembered, texts anew


def test_what_does_not_read_back_is_printed_again(project: Project, printed: list[str]) -> None:
    made = pipeline.generate(project).folders
    for text in ("", "{", "[]", '{"key": 1, "texts": 2}', '{"key": "other", "texts": {}}'):
        (project.root / memo.TEXTS / "sales.json").write_text(text, "utf-8")
        assert pipeline.generate(project).folders == made
    assert printed == ["sales"] * 5
