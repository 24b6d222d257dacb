"""The command line as somebody meets it who has read nothing: every mistake is told in a line or two."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from specfold_generator.cli.main import app
from typer.testing import CliRunner

from tests.newcomer.conftest import ROOT, Desk

BROKEN = "asyncapi: 3.0.0\ninfo: [\n"


def specfold(
    cwd: Path, *arguments: str, patch: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own; `patch` is Python that runs before it."""
    text = (
        f"import sys\nfrom specfold_generator.cli.main import main\nsys.argv[0] = 'specfold'\n{patch}\nmain()"
    )
    return subprocess.run(
        [sys.executable, "-c", text, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_word_it_says_what_there_is(tmp_path: Path) -> None:
    said = specfold(tmp_path)
    quoted = said.stdout + said.stderr
    for command in ("generate", "lint", "release", "explain", "up", "demo", "held", "repair", "unpark"):
        assert f"\n  {command} " in quoted
    assert "..." not in quoted.partition("Commands:")[2]  # no sentence is cut
    assert specfold(tmp_path, "--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["generate", "--nope"], "No such option: --nope"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["generate", "--format", "xml"], "'text', 'json', 'github', 'sarif'"),
        (["generate", "--project", "nowhere"], "nowhere is no directory"),
        (["generate", "--overwrite", "nowhere"], "nowhere is no file or folder of the project"),
    ],
)
def test_a_wrong_word_is_told_and_ends_with_2(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(app, arguments, prog_name="specfold")
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_project_without_a_journey_is_told(tmp_path: Path) -> None:
    said = specfold(tmp_path, "demo")
    assert said.returncode == 2
    assert "there is no demo/__main__.py here" in said.stderr


def test_no_specs_says_what_to_write(tmp_path: Path) -> None:
    said = specfold(tmp_path, "generate")
    assert (said.returncode, said.stdout) == (1, "nothing was written\n")
    assert "write specs/asyncapi/<service>.yaml or specs/openapi/<service>.yaml" in said.stderr
    (tmp_path / "specs/asyncapi").mkdir(parents=True)
    assert "error[SPF801]" in specfold(tmp_path, "generate").stderr


def test_diagnostics_go_where_their_reader_looks(tmp_path: Path) -> None:
    (tmp_path / "specs/asyncapi").mkdir(parents=True)
    (tmp_path / "specs/asyncapi/shop.yaml").write_text(BROKEN)
    told = {
        form: specfold(tmp_path, "lint", "--format", form) for form in ("text", "json", "github", "sarif")
    }
    assert {said.returncode for said in told.values()} == {1}
    assert "--> specs/asyncapi/shop.yaml:" in told["text"].stderr
    assert "\x1b" not in told["text"].stderr  # no colours in a pipe
    assert [one["code"] for one in json.loads(told["json"].stdout)] == ["SPF106"]
    assert told["github"].stdout.startswith("::error file=specs/asyncapi/shop.yaml,line=")
    assert json.loads(told["sarif"].stdout)["version"] == "2.1.0"
    assert [said.stderr for form, said in told.items() if form != "text"] == ["", "", ""]


def test_specs_that_cannot_be_opened_are_named(tmp_path: Path) -> None:
    (tmp_path / "specs/asyncapi").mkdir(parents=True)
    (tmp_path / "specs/asyncapi/shop.yaml").symlink_to(tmp_path / "gone.yaml")
    said = specfold(tmp_path, "generate")
    assert said.returncode == 1
    assert "--> specs/asyncapi/shop.yaml" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("place", ["generated", "handwritten", ".specfold"])
def test_where_nothing_can_be_written_that_is_said(desk: Desk, place: str) -> None:
    for folder in {place, "generated"}:
        shutil.rmtree(desk.root / folder)
    (desk.root / place).write_text("a file where a folder should be")
    said = specfold(desk.root, "generate")
    assert said.returncode == 1, said.stderr
    assert "error[SPF" in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == "nothing was written\n"


FAIL = "import specfold_generator.cli.run\ndef run(*_, **__): raise KeyError('a fault of ours')\n"
FAIL += "import specfold_generator.cli.main\nspecfold_generator.cli.main.run = run\n"


def test_a_fault_of_ours_is_a_finding_and_no_traceback(desk: Desk) -> None:
    said = specfold(desk.root, "generate", patch=FAIL)
    assert said.returncode == 4
    assert "error[SPF890]: Specfold 0.1.0 failed: KeyError: 'a fault of ours'" in said.stderr
    assert "please report this" in said.stderr
    assert "Traceback" not in said.stderr
    [found] = json.loads(specfold(desk.root, "generate", "--format=json", patch=FAIL).stdout)
    assert found["code"] == "SPF890"
    assert "Traceback" in specfold(desk.root, "generate", patch=FAIL, SPECFOLD_DEBUG="1").stderr


def test_a_disk_that_refuses_is_no_fault_of_ours(desk: Desk) -> None:
    refuse = FAIL.replace("KeyError('a fault of ours')", "PermissionError(13, 'Permission denied', 'specs')")
    said = specfold(desk.root, "generate", patch=refuse)
    assert said.returncode == 4
    assert "error[SPF804]: the operating system refuses: Permission denied\n --> specs" in said.stderr


def test_up_says_which_port_is_taken(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = specfold(desk.root, "up", "--api-port", str(port))
    assert said.returncode == 1
    assert f"port {port} on 127.0.0.1 is taken" in said.stderr
    assert "Traceback" not in said.stderr


def test_up_prints_its_addresses_and_leaves_nothing_when_it_is_ended(desk: Desk) -> None:
    for file in ("__main__.py", "Pulumi.yaml"):
        shutil.copy(ROOT / file, desk.root)
    process = subprocess.Popen(
        [sys.executable, "-c", "from specfold_generator.cli.main import main; main()", "up", "--quiet"],
        cwd=desk.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    told: dict[str, str] = {}
    for line in process.stdout:
        told.update([line.split(maxsplit=1)])
        if "token" in told:
            break
    assert told["API"].startswith("http://127.0.0.1:")
    assert told["AWS"].startswith("http://127.0.0.1:")
    logs = Path(told["logs"].strip())
    assert logs.is_dir()
    process.terminate()  # it alone, as `kill` does; Ctrl-C ends its children with it
    assert process.wait(60) == 0
    process.stdout.close()
    assert not logs.exists()
    for address in (told["API"], told["AWS"]):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(address.strip().rpartition(":")[2]))) != 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
