"""Handwritten modules: stubs once, then notes that can be pasted; nothing is ever edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from specfold_generator.cli.run import run
from specfold_generator.diagnostics.diagnostic import Diagnostic, Severity
from specfold_generator.source.project import Project

SPECS = Path(__file__).parents[1] / "cases/one-aggregate/specs"
OPENAPI = "specs/openapi/library.yaml"
ASYNCAPI = "specs/asyncapi/library.yaml"


@pytest.fixture
def library(tmp_path: Path) -> Project:
    shutil.copytree(SPECS, tmp_path / "specs")
    run(Project(root=tmp_path))
    return Project(root=tmp_path)


def edit(project: Project, file: str, old: str, new: str) -> None:
    text = (project.root / file).read_text("utf-8")
    assert old in text
    (project.root / file).write_text(text.replace(old, new), "utf-8")


def notes(project: Project) -> list[Diagnostic]:
    return [found for found in run(project).diagnostics if found.code.startswith("SPF72")]


def test_fresh_stubs_leave_nothing_to_say(library: Project) -> None:
    assert notes(library) == []
    assert "def lend_book(" in (library.root / "handwritten/library/book.py").read_text("utf-8")


def test_a_new_event_is_told_with_a_stub_to_paste_and_the_module_stays_as_it_is(library: Project) -> None:
    edit(library, OPENAPI, "from: [BookLent, BookReturned]", "from: [BookAdded, BookLent, BookReturned]")
    module = library.root / "handwritten/library/loan.py"
    before = module.read_bytes()
    [note] = notes(library)
    assert (note.code, note.severity) == ("SPF720", Severity.NOTE)
    assert note.message == "to be written by hand: handwritten/library/loan.py: def on_book_added"
    assert note.related[0].span.file == OPENAPI
    pasted = note.help.split("\n\n", 1)[1]
    assert "from generated.library.events import BookAdded\n" in pasted
    assert "def on_book_added(row: Loan | None, event: BookAdded, /) -> Loan | None:" in pasted
    assert "BookLent" not in pasted
    assert module.read_bytes() == before
    module.write_text(module.read_text("utf-8") + "\n\n" + pasted, "utf-8")
    compile(module.read_text("utf-8").replace("from __future__ import annotations", ""), "loan.py", "exec")
    assert notes(library) == []


def test_notes_are_repeated_until_they_are_done(library: Project) -> None:
    edit(library, OPENAPI, "from: [BookLent, BookReturned]", "from: [BookAdded, BookLent, BookReturned]")
    assert [note.code for note in notes(library)] == ["SPF720"]
    assert [note.code for note in notes(library)] == ["SPF720"]


def test_a_renamed_operation_names_both_sides(library: Project) -> None:
    edit(library, OPENAPI, "operationId: lendBook", "operationId: loanBook")
    book = [note for note in notes(library) if note.span.file == "handwritten/library/book.py"]
    missing, spare = sorted(book, key=lambda note: note.code)
    assert missing.message == "to be written by hand: handwritten/library/book.py: def loan_book"
    assert spare.message == "`lend_book` is no longer called; `loan_book` is asked for"
    line = (library.root / "handwritten/library/book.py").read_text("utf-8").splitlines()[spare.span.line - 1]
    assert line[spare.span.column - 1 : spare.span.end_column - 1] == "lend_book"


def test_helpers_and_imported_handlers_are_nobody_s_business(library: Project) -> None:
    module = library.root / "handwritten/library/loan.py"
    text = module.read_text("utf-8").replace("def on_book_lent(", "def _lent(")
    module.write_text(
        f"{text}\n\non_book_lent = _lent\n\n\ndef helper(row: object) -> object:\n    return row\n"
    )
    (library.root / "handwritten/library/tools.py").write_text(
        "def add(a: int, b: int) -> int:\n    return a + b\n"
    )
    assert notes(library) == []


def test_the_handlers_of_a_policy_that_is_gone_are_named(library: Project) -> None:
    (library.root / "handwritten/library/on_fire.py").write_text(
        "def on_fire(event: object, /) -> None:\n    pass\n"
    )
    [note] = notes(library)
    assert note.message == "`on_fire` is no longer called"
    assert note.span.file == "handwritten/library/on_fire.py"


def test_a_module_that_is_no_python_is_told_and_does_not_stop_anything(library: Project) -> None:
    (library.root / "handwritten/library/book.py").write_text("def (:\n")
    [note] = notes(library)
    assert (note.code, note.severity, note.span.line) == ("SPF722", Severity.WARNING, 1)


def test_modules_are_read_and_never_run(library: Project) -> None:
    module = library.root / "handwritten/library/book.py"
    module.write_text(f"open({str(library.root / 'ran')!r}, 'w')\n" + module.read_text("utf-8"))
    run(library)
    assert not (library.root / "ran").exists()


def test_an_old_version_wants_its_upcaster(library: Project) -> None:
    module = library.root / "handwritten/library/upcasters.py"
    text = module.read_text("utf-8")
    module.write_text(text[: text.index("def book_added_v2")], "utf-8")
    [note] = notes(library)
    assert "def book_added_v2(event: BookAddedV2, /) -> BookAdded:" in note.help
