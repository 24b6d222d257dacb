"""`specfold upgrade`: files that nobody changed are replaced, all others are left and shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from specfold_generator.output.manifest import digest
from specfold_generator.scaffold.record import FILE
from typer.testing import Result

from tests.scaffold.conftest import NewProject, specfold

OLD = "# what an older version wrote\n"


def upgrade(project: NewProject, *arguments: str) -> Result:
    return specfold("upgrade", "--project", str(project.root), *arguments)


def recorded(project: NewProject, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the record of a project."""
    record = json.loads((project.root / FILE).read_text())
    change(record)
    (project.root / FILE).write_text(json.dumps(record))


def as_older(project: NewProject, path: str, text: str = OLD) -> None:
    """Let a file be what an older version wrote."""
    (project.root / path).parent.mkdir(parents=True, exist_ok=True)
    (project.root / path).write_text(text)
    recorded(project, lambda record: record["files"].update({path: digest(text.encode())}))


def test_a_new_project_is_up_to_date(project: NewProject) -> None:
    before = project.files()
    done = upgrade(project)
    assert (done.exit_code, done.output) == (0, "the project is up to date\n")
    assert project.files() == before
    assert upgrade(project, "--check").exit_code == 0


def test_what_nobody_changed_is_replaced_and_the_rest_generated(
    project: NewProject, made: NewProject
) -> None:
    as_older(project, "Pulumi.yaml")
    as_older(project, ".github/workflows/older.yaml")
    (project.root / ".vscode/settings.json").unlink()
    recorded(project, lambda record: record["files"].pop(".vscode/settings.json"))
    shutil.rmtree(project.root / "generated")
    done = upgrade(project, "--check")
    assert done.exit_code == 3
    assert (project.root / "Pulumi.yaml").read_text() == OLD
    done = upgrade(project)
    assert done.exit_code == 0, done.output
    assert "~ Pulumi.yaml\n" in done.stdout
    assert "+ .vscode/settings.json\n" in done.stdout
    assert "- .github/workflows/older.yaml\n" in done.stdout
    assert "+ generated/claims/events.py\n" in done.stdout
    assert project.files() == made.files()
    assert upgrade(project).output == "the project is up to date\n"


def test_what_both_sides_changed_is_left_and_shown_once(project: NewProject) -> None:
    as_older(project, "pyproject.toml")
    (project.root / "pyproject.toml").write_text('[project]\nname = "mine"\n')
    done = upgrade(project)
    assert done.exit_code == 0
    assert "--- yours/pyproject.toml\n+++ specfold-" in done.stdout
    assert '-name = "mine"\n' in done.stdout
    assert "\n+strict = true\n" in done.stdout
    assert "warning[SPF825]: both you and this version changed this file\n --> pyproject.toml" in done.stderr
    assert (project.root / "pyproject.toml").read_text() == '[project]\nname = "mine"\n'
    assert "SPF825" not in upgrade(project).output


def test_what_the_user_alone_changed_or_deleted_is_left_in_silence(project: NewProject) -> None:
    (project.root / "README.md").write_text("mine\n")
    (project.root / ".pre-commit-config.yaml").unlink()
    done = upgrade(project)
    assert done.output == "the project is up to date\n"
    assert (project.root / "README.md").read_text() == "mine\n"
    assert not (project.root / ".pre-commit-config.yaml").exists()


def test_a_deleted_file_that_has_changed_is_named(project: NewProject) -> None:
    as_older(project, "Pulumi.yaml")
    (project.root / "Pulumi.yaml").unlink()
    done = upgrade(project)
    assert "warning[SPF825]: you deleted this file, and this version changed it" in done.stderr
    assert not (project.root / "Pulumi.yaml").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "has no record of the files"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"specfold": "0.1.0", "answers": {"nonsense": 1}, "files": {}}', "cannot be read"),
        (
            '{"specfold": "99.0.0", "answers": {"name": "a", "aggregate": "Claim"}, "files": {}}',
            "is the older",
        ),
        (
            '{"specfold": "0.1.0", "answers": {"name": "../x", "aggregate": "Claim"}, "files": {}}',
            "lower-case",
        ),
    ],
)
def test_a_project_without_a_usable_record_is_refused(
    project: NewProject, text: str | None, message: str
) -> None:
    if text is None:
        (project.root / FILE).unlink()
    else:
        (project.root / FILE).write_text(text)
    done = upgrade(project)
    assert done.exit_code == 1
    assert message in done.stderr
    assert done.stdout == "nothing was written\n"


def test_a_record_cannot_have_files_outside_removed(project: NewProject) -> None:
    victim = project.root.parent / "victim"
    victim.write_text(OLD)
    recorded(project, lambda record: record["files"].update({"../victim": digest(OLD.encode())}))
    upgrade(project)
    assert victim.read_text() == OLD
