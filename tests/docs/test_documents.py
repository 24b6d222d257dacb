"""Documents are true: commands run, specs generate, links lead somewhere, tables are printed from code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from specfold_generator.cli.reference_docs import pages

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:make|specfold) [a-z][^`]*)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")

# Commands that need what no test has, and what stands in for them.
NOT_HERE = {
    "pulumi up": "needs an AWS account; tests/deploy runs the same program with the SDK's own monitor",
    "make up": "stays until Ctrl-C; tests/newcomer/test_command_line.py starts and ends `specfold up`",
    "specfold init": "writes a project; tests/scaffold/test_init.py",
    "specfold upgrade": "changes a project; tests/scaffold/test_upgrade.py",
    "specfold held": "needs a running stack; tests/operations/test_mending.py",
    "specfold repair": "needs a running stack; tests/operations/test_mending.py",
    "specfold skip": "needs a running stack; tests/operations/test_skipping.py",
    "specfold unpark": "needs a running stack; tests/operations/test_mending.py",
    "specfold audit": "needs a running stack; tests/operations/test_auditing.py",
    "specfold replay": "needs a running stack; tests/operations/test_replaying.py",
    "make verdicts": "judges what stands beside the project; tests/verdicts asks the same judges",
    "make suite": "prints a page from what stands beside the project; tests/json_schema/test_suite.py",
    "make mutants": "takes minutes of all processors, and finds what tests miss",
    "make lock": "asks the package index what is newest",
    "pulumi config set --path": "needs the Pulumi CLI; tests/deploy/test_settings.py reads the same settings",
}
# Commands that a test or CI runs elsewhere, and where.
ELSEWHERE = {
    "make demo": ".ci/run",
    "make test": ".ci/run",
    "make faults": ".ci/run",
    "make proof": ".ci/run",
    "make fuzz": ".ci/run",
    "make corpus": ".ci/run",
    "make bench": ".ci/run",
    "make check": ".ci/run",
    "make lint": ".ci/run",
    "make types": ".ci/run",
}


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{file.relative_to(ROOT)}", text)
        for file in DOCUMENTS
        for found, text in BLOCK.findall(file.read_text("utf-8"))
        if found == language
    ]


def commands() -> list[str]:
    """Every command that a document tells its reader to run, each once."""
    lines = [line.strip() for _, text in blocks("sh") for line in text.splitlines()]
    told = [word for file in DOCUMENTS for word in INLINE.findall(file.read_text("utf-8"))]
    spread = [one for line in told if line.startswith("make ") for one in targets(line)]
    rest = [line for line in told if not line.startswith("make ")]
    return sorted({line for line in [*lines, *spread, *rest] if line and not line.startswith("#")})


def targets(line: str) -> list[str]:
    """A command for each target that a call of make names, with what is set for it."""
    words = line.split()[1:]
    settings = [word for word in words if "=" in word]
    return [" ".join(["make", word, *settings]) for word in words if "=" not in word]


def here(command: str) -> bool:
    return not any(command.startswith(known) for known in [*NOT_HERE, *ELSEWHERE])


@pytest.mark.parametrize("command", [command for command in commands() if here(command)])
def test_a_command_does_what_the_document_says(command: str, project: Path) -> None:
    if command.startswith("make "):
        # With the parts that this test runs on, instead of a .venv of its own.
        with_these = [f"BIN={Path(sys.executable).parent}", "--assume-old=.venv/.ready"]
        words, cwd = ["make", *with_these, *command.split()[1:]], ROOT
    else:
        words, cwd = [sys.executable, "-m", "specfold_generator", *command.split()[1:]], project
    ran = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(("command", "place"), sorted(ELSEWHERE.items()))
def test_a_command_that_runs_elsewhere_is_run_there(command: str, place: str) -> None:
    make, target = command.split()
    assert re.search(rf"{make}\b[^\n]*\b{target}\b", (ROOT / place).read_text("utf-8"))


def test_the_example_of_the_vocabulary_generates(tmp_path: Path) -> None:
    for _, text in [block for block in blocks("yaml") if block[0] == "docs/vocabulary.md"]:
        kind = text.split(":")[0]
        file = tmp_path / "specs" / kind / "lending.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    command = [sys.executable, "-m", "specfold_generator", "generate", "--project", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "class BookLent(Event" in (tmp_path / "generated/lending/events.py").read_text("utf-8")
    assert (tmp_path / "handwritten/lending/loan.py").is_file()


@pytest.mark.parametrize(("file", "text"), blocks("python"))
def test_python_in_a_document_is_python(file: str, text: str) -> None:
    assert ast.parse(text).body, file


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_link_leads_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(document.read_text("utf-8")) if "://" not in link]
    assert [link for link in targets if not (document.parent / link).exists()] == []


def test_reference_pages_are_what_their_tables_say() -> None:
    stale = [file.name for file, text in pages(ROOT / "docs") if file.read_text("utf-8") != text]
    assert stale == [], "run `make docs`"


def test_every_path_that_the_readme_names_is_there() -> None:
    named = re.findall(
        r"`((?:tests|docs|runtime|generator|bench)/[\w/.-]*)`", (ROOT / "README.md").read_text("utf-8")
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
