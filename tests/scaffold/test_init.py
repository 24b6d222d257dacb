"""`specfold init`: what it writes works as it is, and nothing that exists is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.scaffold.answers import (
    Answers,
    check,
    plural,
    singular,
    suggested_aggregate,
    suggested_name,
)
from specfold_generator.scaffold.files import project_files

from tests.scaffold.conftest import ROOT, NewProject, specfold


def test_a_new_project_is_complete_and_generates(made: NewProject) -> None:
    wanted = {
        "specs/asyncapi/claims.yaml", "specs/openapi/claims.yaml", "handwritten/claims/claim.py",
        "__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml", "pyproject.toml",
        ".gitignore", ".gitattributes", "README.md",
        ".pre-commit-config.yaml", ".github/workflows/ci.yaml", ".vscode/settings.json",
        "generated/claims/events.py",
    }  # fmt: skip
    assert wanted <= made.files().keys()
    check_ = specfold("generate", "--check", "--project", str(made.root))
    assert (check_.exit_code, check_.output) == (0, "generated code is up to date\n")
    lint = specfold("lint", "--project", str(made.root))
    assert (lint.exit_code, lint.output) == (0, "nothing was found\n")


def test_its_contract_tests_pass(made: NewProject) -> None:
    done = made.python("pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d\d passed in", done.stdout, re.MULTILINE)  # and none is skipped


def test_its_code_type_checks_and_is_formatted(made: NewProject) -> None:
    types = made.python("mypy", "--cache-dir", str(ROOT / ".mypy_cache/scaffold"))
    assert types.stdout.startswith("Success"), types.stdout
    for command in (["check", "--no-cache", "."], ["format", "--no-cache", "--check", "."]):
        done = made.python("ruff", *command)
        assert done.returncode == 0, done.stdout


def test_its_files_are_what_their_names_say(made: NewProject) -> None:
    files = made.files()
    for path, text in files.items():
        if path.endswith((".yaml", ".yml")):
            assert yaml.safe_load(text), path
        if path.endswith(".json"):
            assert json.loads(text), path
    assert "generated/** linguist-generated=true" in files[".gitattributes"]
    stack = yaml.safe_load(files["Pulumi.dev.yaml"])["config"]
    assert stack["claims:authorizers"] == {
        "identity": {"issuer": "https://id.claims.example", "audience": ["claims"]}
    }


def test_its_pulumi_program_is_that_of_the_example() -> None:
    files = project_files(Answers(name="claims", aggregate="Claim")).managed
    assert (
        files["__main__.py"].partition("\n")[2]
        == (ROOT / "__main__.py").read_text("utf-8").partition("\n")[2]
    )
    example = yaml.safe_load((ROOT / "Pulumi.yaml").read_text("utf-8"))
    made = yaml.safe_load(files["Pulumi.yaml"])
    assert {**made, "name": "", "description": ""} == {**example, "name": "", "description": ""}
    assert made["name"] == "claims"


def test_everything_can_be_chosen_by_options(tmp_path: Path) -> None:
    done = specfold(
        "init", str(tmp_path), "--name", "back-office", "--aggregate", "InsurancePolicy", "--stack", "prod"
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "Pulumi.prod.yaml").is_file()
    paths = yaml.safe_load((tmp_path / "specs/openapi/back-office.yaml").read_text())["paths"]
    assert "/insurance-policies/{insurancePolicyId}" in paths
    assert (
        "def open_insurance_policy(" in (tmp_path / "handwritten/back_office/insurance_policy.py").read_text()
    )


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--name", "Claims Desk"),
        ("--name", "class: {}"),
        ("--name", "../etc"),
        ("--name", "klage-ä"),
        ("--name", "a\nb"),
        ("--name", "x" * 5000),
        ("--name", "specfold"),
        ("--name", "-"),
        ("--aggregate", "claim"),
        ("--aggregate", "Event"),
        ("--aggregate", "None"),
        ("--aggregate", "Scenarios"),
        ("--aggregate", '"""; import os'),
        ("--aggregate", "{{ 7*7 }}"),
        ("--aggregate", "C" + "laim" * 2000),
        ("--aggregate", "Клиент"),
        ("--stack", "../prod"),
        ("--stack", "PROD"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_one_that_can(
    tmp_path: Path, option: str, value: str
) -> None:
    done = specfold("init", str(tmp_path / "new"), f"{option}={value}")
    assert done.exit_code == 1
    assert "error[SPF820]: " in done.stderr
    assert f" --> {option}\n" in done.stderr
    assert len(done.stderr) < 800
    assert not (tmp_path / "new").exists()
    help = re.search(rf"help: {option} ([\w-]+)$", done.stderr, re.MULTILINE)
    if help:  # what it suggests is accepted
        again = specfold("init", str(tmp_path / "new"), f"{option}={help[1]}")
        assert again.exit_code == 0, again.output


def test_names_that_are_too_long_together_are_refused(tmp_path: Path) -> None:
    done = specfold("init", str(tmp_path / "new"), "--name", "a-very-long-name-of-a", "--stack", "production")
    assert done.exit_code == 1
    assert "6 characters too long" in done.stderr


@given(st.text(max_size=80))
def test_a_suggestion_can_always_be_used(text: str) -> None:
    name = suggested_name(text)
    assert list(check(Answers(name=name, aggregate=suggested_aggregate(name)))) == []


@pytest.mark.parametrize(
    ("one", "many"),
    [("claim", "claims"), ("policy", "policies"), ("day", "days"), ("box", "boxes"), ("branch", "branches")],
)
def test_nouns(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)


def test_nothing_that_exists_is_overwritten_and_nothing_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n")
    (tmp_path / "specs").write_text("a file where a folder is needed\n")
    done = specfold("init", str(tmp_path), "--name", "claims")
    assert done.exit_code == 1
    assert "error[SPF821]: this file exists with other content" in done.stderr
    assert " --> README.md" in done.stderr
    assert "error[SPF821]: a file or a link is where the project needs a folder" in done.stderr
    assert done.stdout == "nothing was written\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "specs"]


def test_existing_files_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n")
    done = specfold("init", str(tmp_path), "--name", "claims", "--keep-existing")
    assert done.exit_code == 0, done.output
    assert "README.md exists, and is kept" in done.stdout
    assert (tmp_path / "README.md").read_text() == "mine\n"
    assert (tmp_path / "Pulumi.yaml").is_file()


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new/specs").symlink_to(tmp_path / "elsewhere")
    done = specfold("init", str(tmp_path / "new"), "--keep-existing")
    assert done.exit_code == 1
    assert "SPF821" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_init_twice_changes_nothing(project: NewProject) -> None:
    before = project.files()
    assert specfold("init", str(project.root)).exit_code == 0
    assert project.files() == before
