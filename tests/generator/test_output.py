"""Texts <-> disk: what is written, what is refused, and what a crash leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from specfold_generator.output import atomic_write as staging
from specfold_generator.output.diff import Wanted, compare, write
from specfold_generator.output.manifest import digest

ONE = {"a.py": "A = 1\n", "b/c.json": "{}\n"}


def bring(root: Path, folders: dict[str, dict[str, str]], *overwrite: str) -> list[str]:
    """Write if nothing stands in the way; the codes of what was found."""
    difference = compare(root, Wanted(folders=folders), overwrite)
    if not difference.refused:
        write(root, difference)
    return [found.code for found in difference.diagnostics]


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted((root / "generated").rglob("*"))
        if path.is_file()
    }


def test_files_and_a_manifest_are_written_and_a_second_time_nothing_is(tmp_path: Path) -> None:
    assert bring(tmp_path, {"shop": ONE}) == []
    assert set(tree(tmp_path)) == {
        "generated/shop/a.py",
        "generated/shop/b/c.json",
        "generated/shop/manifest.json",
    }
    manifest = json.loads((tmp_path / "generated/shop/manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == set(ONE)
    assert compare(tmp_path, Wanted(folders={"shop": ONE})).clean


def test_a_hand_edit_is_refused_with_its_line_and_nothing_at_all_is_written(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/a.py").write_text("A = 1\nB = 2\n")
    difference = compare(tmp_path, Wanted(folders={"shop": {"a.py": "A = 3\n", "new.py": "N = 1\n"}}))
    [found] = [one for one in difference.diagnostics if one.code == "SPF701"]
    assert found.span.file == "generated/shop/a.py"
    assert found.span.line == 1
    assert "--overwrite generated/shop/a.py" in found.help
    with pytest.raises(ValueError, match="refused"):
        write(tmp_path, difference)
    assert not (tmp_path / "generated/shop/new.py").exists()


@pytest.mark.parametrize("given", ["generated/shop/a.py", "generated/shop", "generated"])
def test_an_edit_may_be_given_up_by_file_or_by_folder(tmp_path: Path, given: str) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/a.py").write_text("B = 2\n")
    assert bring(tmp_path, {"shop": ONE}) == ["SPF701"]
    assert bring(tmp_path, {"shop": ONE}, given) == []
    assert (tmp_path / "generated/shop/a.py").read_text() == "A = 1\n"


def test_overwriting_one_file_does_not_give_up_its_neighbour(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": {"a.py": "A = 1\n", "a.py.txt": "x\n"}})
    (tmp_path / "generated/shop/a.py.txt").write_text("edited\n")
    assert bring(tmp_path, {"shop": {"a.py": "A = 1\n", "a.py.txt": "y\n"}}, "generated/shop/a.py") == [
        "SPF701"
    ]


def test_line_ends_of_a_checkout_are_no_edit(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/a.py").write_bytes(b"A = 1\r\n")
    assert bring(tmp_path, {"shop": {"a.py": "A = 2\n"}}) == []
    assert (tmp_path / "generated/shop/a.py").read_bytes() == b"A = 2\n"


def test_files_that_are_no_longer_generated_are_removed_with_their_empty_folders(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    cache = tmp_path / "generated/shop/b/__pycache__"
    cache.mkdir()
    (cache / "c.pyc").write_bytes(b"")
    assert bring(tmp_path, {"shop": {"a.py": "A = 1\n"}}) == []
    assert set(tree(tmp_path)) == {"generated/shop/a.py", "generated/shop/manifest.json"}
    assert not (tmp_path / "generated/shop/b").exists()


def test_an_edited_file_that_is_no_longer_generated_is_kept_until_it_is_given_up(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/b/c.json").write_text("[1]\n")
    assert bring(tmp_path, {"shop": {"a.py": "A = 1\n"}}) == ["SPF704"]
    assert (tmp_path / "generated/shop/b/c.json").read_text() == "[1]\n"
    assert bring(tmp_path, {"shop": {"a.py": "A = 1\n"}}, "generated/shop/b/c.json") == []
    assert not (tmp_path / "generated/shop/b").exists()


def test_a_service_that_is_gone_goes_with_its_folder(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE, "other": {"x.py": "X = 1\n"}})
    assert bring(tmp_path, {"other": {"x.py": "X = 1\n"}}) == []
    assert not (tmp_path / "generated/shop").exists()
    assert (tmp_path / "generated/other/x.py").exists()


def test_files_of_others_are_left_alone_and_named(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/notes.py").write_text("mine\n")
    (tmp_path / "generated/shop/.DS_Store").write_text("")
    assert bring(tmp_path, {"shop": {"a.py": "A = 2\n"}}) == ["SPF705"]
    assert (tmp_path / "generated/shop/notes.py").read_text() == "mine\n"
    assert bring(tmp_path, {}) == ["SPF705"]
    assert set(tree(tmp_path)) == {"generated/shop/notes.py", "generated/shop/.DS_Store"}


def test_a_file_of_somebody_else_where_one_shall_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "generated/shop").mkdir(parents=True)
    (tmp_path / "generated/shop/a.py").write_text("mine\n")
    assert bring(tmp_path, {"shop": ONE}) == ["SPF702"]
    assert tree(tmp_path) == {"generated/shop/a.py": "mine\n"}


def test_a_manifest_after_a_bad_merge_is_refused_and_can_be_given_up(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    (tmp_path / "generated/shop/manifest.json").write_text("<<<<<<< HEAD\n{}\n")
    assert bring(tmp_path, {"shop": {"a.py": "A = 2\n"}}) == ["SPF703"]
    assert bring(tmp_path, {"shop": {"a.py": "A = 2\n"}}, "generated/shop") == ["SPF705"]
    assert (tmp_path / "generated/shop/a.py").read_text() == "A = 2\n"


@pytest.mark.parametrize("link", ["generated", "generated/shop", "generated/shop/a.py"])
def test_nothing_is_written_through_a_link_out_of_the_project(tmp_path: Path, link: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "a.py").write_text("theirs\n")
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(outside / "a.py" if link.endswith(".py") else outside)
    assert "SPF706" in bring(root, {"shop": ONE})
    assert [path.name for path in outside.rglob("*")] == ["a.py"]
    assert (outside / "a.py").read_text() == "theirs\n"


def test_a_folder_where_a_file_shall_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "generated/shop/a.py").mkdir(parents=True)
    assert bring(tmp_path, {"shop": ONE}) == ["SPF707"]


def test_a_stub_is_written_once_and_never_again(tmp_path: Path) -> None:
    wanted = Wanted(folders={}, stubs={"handwritten/shop/order.py": "stub\n"})
    write(tmp_path, compare(tmp_path, wanted))
    (tmp_path / "handwritten/shop/order.py").write_text("mine\n")
    assert compare(tmp_path, wanted).clean
    assert (tmp_path / "handwritten/shop/order.py").read_text() == "mine\n"


CRASH = """
import os, sys
from pathlib import Path
from specfold_generator.output import atomic_write as staging
from specfold_generator.output.manifest import digest
from specfold_generator.output.diff import Wanted, compare, write

root, at = Path(sys.argv[1]), int(sys.argv[2])
real, calls = os.replace, []

def replace(*arguments):
    calls.append(arguments)
    if len(calls) == at:
        os._exit(9)
    real(*arguments)

staging.os.replace = replace
wanted = Wanted(folders={"shop": {"a.py": "A = 2\\n", "d.py": "D = 1\\n"}})
write(root, compare(root, wanted))
"""


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_run_killed_at_any_rename_leaves_the_old_state_or_is_finished_by_the_next(
    tmp_path: Path, at: int
) -> None:
    bring(tmp_path, {"shop": ONE})
    old = tree(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path), str(at)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert done.returncode == 9
    stood = staging.pending(tmp_path)
    staging.finish(tmp_path)
    found = tree(tmp_path)
    if stood:
        assert set(found) == {f"generated/shop/{name}" for name in ("a.py", "d.py", "manifest.json")}
        assert compare(tmp_path, Wanted(folders={"shop": {"a.py": "A = 2\n", "d.py": "D = 1\n"}})).clean
    else:
        assert found == old
    assert stood == (at > 1)


def test_a_file_that_somebody_changed_after_a_crash_is_not_overwritten(tmp_path: Path) -> None:
    bring(tmp_path, {"shop": ONE})
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", CRASH, str(tmp_path), "2"], env=environment, check=False)
    (tmp_path / "generated/shop/a.py").write_text("edited\n")
    staging.finish(tmp_path)
    assert (tmp_path / "generated/shop/a.py").read_text() == "edited\n"
    assert (tmp_path / "generated/shop/d.py").read_text() == "D = 1\n"


@pytest.mark.parametrize("path", ["../out.py", "/etc/passwd", "a/../../out.py"])
def test_a_journal_cannot_lead_out_of_the_project(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / staging.STAGE).mkdir(parents=True)
    (root / staging.STAGE / "0").write_text("bad\n")
    steps = [["0", path, digest(b"bad\n"), ""]]
    (root / staging.JOURNAL).write_text(json.dumps(steps))
    staging.finish(root)
    assert not (tmp_path / "out.py").exists()
    assert not (root / staging.STAGE).exists()
