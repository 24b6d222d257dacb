"""One run: what it costs when nothing changed, what it writes when something did, how the program ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from specfold_generator.cli.main import app
from specfold_generator.cli.run import run
from specfold_generator.output import up_to_date as freshness
from specfold_generator.output.manifest import digest
from specfold_generator.source.project import Project, read_project
from typer.testing import CliRunner, Result

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "tests/cases/plain-http/specs"
HEAVY = {
    "black", "boto3", "datamodel_code_generator", "fastavro", "jinja2", "jsonschema", "jsonschema_rs",
    "openapi_spec_validator", "rich", "runtime", "watchfiles",
}  # fmt: skip
STAGES = {
    "specfold_generator.services.build",
    "specfold_generator.classes.build",
    "specfold_generator.pipeline",
    "specfold_generator.rendering.file_plan",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    shutil.copytree(SPECS, root / "specs")
    assert run(Project(root=root)).added
    return root


@pytest.fixture
def petstore(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "shop", symlinks=True)
    run(Project(root=tmp_path / "shop"))
    return tmp_path / "shop"


def specfold(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--project", str(root)])


def test_a_run_after_which_nothing_changed_imports_nothing_heavy(petstore: Path) -> None:
    text = (
        "import sys\nbefore = {*sys.modules}\nfrom specfold_generator.cli.main import app\n"
        f"app(['generate', '--project', {str(petstore)!r}], standalone_mode=False)\n"
        "print(*sorted({*sys.modules} - before))\n"
    )
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=False)
    said, names = done.stdout.splitlines()
    assert said == "generated code is up to date", done.stderr
    imported = {*names.split(), *(name.partition(".")[0] for name in names.split())}
    assert imported & (HEAVY | STAGES) == set()


def every_input(root: Path) -> Iterator[Path]:
    yield root / "specs/openapi/petstore.yaml"
    yield root / "generated/petstore/api.py"
    yield root / "generated/petstore/manifest.json"
    yield root / "handwritten/petstore/operations.py"


def test_any_change_is_seen_even_one_of_the_same_size_at_the_same_time(petstore: Path) -> None:
    for file in every_input(petstore):
        before, times = file.read_bytes(), file.stat()
        file.write_bytes(before.replace(b"e", b"E", 1))
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert freshness.recall(Project(root=petstore)) is None, file
        file.write_bytes(before)


def test_check_writes_nothing_and_says_by_its_code_that_something_differs(petstore: Path) -> None:
    assert specfold(petstore, "generate", "--check").exit_code == 0
    spec = petstore / "specs/openapi/petstore.yaml"
    spec.write_text(spec.read_text().replace("List all pets", "List every pet"))
    before = {path: path.read_bytes() for path in petstore.rglob("*") if path.is_file()}
    done = specfold(petstore, "generate", "--check")
    assert done.exit_code == 3
    assert "~ generated/petstore/queries.py" in done.stdout
    after = {path: path.read_bytes() for path in petstore.rglob("*") if path.is_file()}
    assert {k: v for k, v in after.items() if ".specfold" not in k.parts} == {
        k: v for k, v in before.items() if ".specfold" not in k.parts
    }
    assert specfold(petstore, "generate").exit_code == 0
    assert specfold(petstore, "generate", "--check").exit_code == 0


def test_errors_go_to_stderr_and_leave_the_disk_as_it_was(petstore: Path) -> None:
    spec = petstore / "specs/openapi/petstore.yaml"
    spec.write_text(spec.read_text().replace("#/components/schemas/Pets", "#/components/schemas/Nope"))
    before = (petstore / "generated/petstore/queries.py").read_bytes()
    done = specfold(petstore, "generate")
    assert done.exit_code == 1
    assert "error[SPF206]" in done.stderr
    assert done.stdout == "nothing was written\n"
    assert (petstore / "generated/petstore/queries.py").read_bytes() == before


def test_what_a_program_reads_is_all_that_stdout_holds(petstore: Path) -> None:
    (petstore / "generated/petstore/stray.py").write_text("")
    found = json.loads(specfold(petstore, "generate", "--format", "json").stdout)
    warnings = [(one["code"], one["file"]) for one in found if one["severity"] == "warning"]
    assert warnings == [("SPF705", "generated/petstore/stray.py")]
    log = json.loads(specfold(petstore, "lint", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"


def test_strict_takes_warnings_for_errors(petstore: Path) -> None:
    (petstore / "generated/petstore/stray.py").write_text("")
    assert specfold(petstore, "generate").exit_code == 0
    assert specfold(petstore, "generate", "--strict").exit_code == 1
    (petstore / "pyproject.toml").write_text("[tool.specfold]\nstrict = true\n")
    assert specfold(petstore, "generate").exit_code == 1


def test_an_edit_is_refused_until_it_is_given_up(petstore: Path) -> None:
    file = petstore / "generated/petstore/api.py"
    before = file.read_bytes()
    file.write_bytes(before + b"# mine\n")
    done = specfold(petstore, "generate")
    assert done.exit_code == 1
    assert "error[SPF701]" in done.stderr
    assert specfold(petstore, "generate", "--overwrite", "generated/petstore/api.py").exit_code == 0
    assert file.read_bytes() == before


def test_a_killed_run_is_finished_by_the_next(petstore: Path) -> None:
    file = petstore / "generated/petstore/api.py"
    stage = petstore / ".specfold/stage"
    stage.mkdir(exist_ok=True)
    old, new = file.read_bytes(), file.read_bytes() + b"# newer\n"
    (stage / "0").write_bytes(new)
    steps = [["0", "generated/petstore/api.py", digest(new), digest(old)]]
    (stage / "journal.json").write_text(json.dumps(steps))
    assert "error[SPF709]" in specfold(petstore, "generate", "--check").stderr
    assert specfold(petstore, "generate").exit_code == 1  # finished, and then seen to be no text of ours
    assert file.read_bytes() == new
    assert not stage.exists()


def test_a_disk_that_refuses_is_told_and_nothing_is_changed(petstore: Path) -> None:
    before = (petstore / "generated/petstore/queries.py").read_bytes()
    spec = petstore / "specs/openapi/petstore.yaml"
    spec.write_text(spec.read_text().replace("List all pets", "List every pet"))
    shutil.rmtree(petstore / ".specfold")
    (petstore / ".specfold").write_text("no folder")
    done = specfold(petstore, "generate")
    assert done.exit_code == 1
    assert "error[SPF708]" in done.stderr
    assert (petstore / "generated/petstore/queries.py").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["generate", "--nope"], 2), (["generate", "--overwrite", "/nowhere"], 2), (["frobnicate"], 2)],
)
def test_a_wrong_command_line_ends_with_2(petstore: Path, arguments: list[str], code: int) -> None:
    assert specfold(petstore, *arguments).exit_code == code


def test_explain_tells_the_model_as_json(petstore: Path) -> None:
    told = json.loads(specfold(petstore, "explain", "petstore").stdout)
    assert told["name"] == "petstore"
    assert {operation["name"] for operation in told["operations"]} >= {"listPets", "createPets"}
    assert specfold(petstore, "explain", "nope").exit_code == 2


@pytest.mark.parametrize(
    ("settings", "code"),
    [("specs = 1", "SPF802"), ("nope = 1", "SPF802"), ("allow = [1]", "SPF802"), ("= [", "SPF802")],
)
def test_settings_that_are_none_are_told(petstore: Path, settings: str, code: str) -> None:
    (petstore / "pyproject.toml").write_text(f"[tool.specfold]\n{settings}\n")
    done = specfold(petstore, "generate")
    assert done.exit_code == 1
    assert f"error[{code}]" in done.stderr


def test_settings_say_where_specs_are(petstore: Path) -> None:
    (petstore / "specs").rename(petstore / "contracts")
    (petstore / "pyproject.toml").write_text('[tool.specfold]\nspecs = "contracts"\n')
    outcome = run(read_project(petstore))
    assert (outcome.failed, outcome.added, outcome.removed) == (False, (), ())
    first = (petstore / "generated/petstore/queries.py").read_text("utf-8").splitlines()[0]
    assert first.startswith("# Generated from contracts/openapi/petstore.yaml.")


def test_no_specs_at_all_is_an_error_not_an_empty_project(tmp_path: Path) -> None:
    done = specfold(tmp_path, "generate")
    assert done.exit_code == 1
    assert "error[SPF801]" in done.stderr


@pytest.mark.timeout(300)
def test_watching_generates_again_when_a_spec_changes_and_ends_when_asked(petstore: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "specfold_generator", "generate", "--watch", "--project", str(petstore)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert "generated code is up to date\n" in process.stdout
        spec = petstore / "specs/openapi/petstore.yaml"
        spec.write_text(spec.read_text().replace("List all pets", "List every pet"))
        assert next(line for line in process.stdout if "queries.py" in line).startswith("~ ")
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate()[0]
    assert process.returncode == 0, rest


def test_what_operations_answer_with_has_classes_too(petstore: Path) -> None:
    values = (petstore / "generated/petstore/values.py").read_text("utf-8")
    assert "class Error(Value):" in values
    assert "Pets: TypeAlias =" in values
    stub = (petstore / "handwritten/petstore/pets_operations.py").read_text("utf-8")
    assert "Documented answers: 200 (Pets), default (Error)." in stub


def test_a_document_with_a_long_name_leaves_no_long_lines(petstore: Path) -> None:
    document = petstore / "specs/openapi/petstore.yaml"
    document.rename(document.with_name("the-petstore-as-it-is-sold-in-every-country.yaml"))
    assert specfold(petstore, "generate").exit_code == 0
    modules = list((petstore / "generated").rglob("*.py"))
    assert modules
    assert [m for m in modules if len(m.read_text("utf-8").partition("\n")[0]) > 110] == []
