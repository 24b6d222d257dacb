"""Many files written as one: staged, recorded in a journal, then renamed into place.

A run that is killed before the journal stands has changed nothing. One that is killed after it is finished by
the next run, before that looks at anything. The journal names digests, so a file that somebody changed in
between is left alone and judged like any other edit.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from specfold_generator.output.manifest import digest

FOLDER = ".specfold"
STAGE = f"{FOLDER}/stage"
JOURNAL = f"{STAGE}/journal.json"


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """One writer at a time; a second one waits. On systems without flock this does nothing."""
    (root / FOLDER).mkdir(exist_ok=True)
    with open(root / FOLDER / "lock", "a", encoding="utf-8") as file:
        with contextlib.suppress(ImportError):
            import fcntl  # noqa: PLC0415 - POSIX only

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_all(root: Path, writes: Mapping[str, bytes], removals: Mapping[str, str]) -> None:
    """Write and remove all of these files, or none. Removals name the digest that the file must still have.

    Raises:
        OSError: a file cannot be written; nothing was changed unless the journal stood already.
    """
    stage = root / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    steps = []
    for number, (path, data) in enumerate(sorted(writes.items())):
        (stage / str(number)).write_bytes(data)
        steps.append([str(number), path, digest(data), _digest(root / path)])
    for path, before in sorted(removals.items()):
        steps.append(["", path, "", before])
    (stage / "journal.new").write_text(json.dumps(steps), encoding="utf-8")
    os.replace(stage / "journal.new", root / JOURNAL)
    finish(root)


def pending(root: Path) -> bool:
    """Whether an earlier run was killed while it renamed."""
    return (root / JOURNAL).is_file()


def finish(root: Path) -> None:
    """Do what the journal says and drop it. Without a journal, drop what was staged."""
    if pending(root):
        for staged, path, after, before in _steps(root):
            _step(root, staged, path, after, before)
    shutil.rmtree(root / STAGE, ignore_errors=True)


def _steps(root: Path) -> list[list[str]]:
    try:
        steps = json.loads((root / JOURNAL).read_text(encoding="utf-8"))
    except ValueError:
        return []
    return [step for step in steps if isinstance(step, list) and len(step) == 4]


def _step(root: Path, staged: str, path: str, after: str, before: str) -> None:
    target = root / path
    now = _digest(target)
    if not inside(root, path) or now == after or now != before:
        return
    if not staged:
        target.unlink(missing_ok=True)
        _prune(root, target.parent)
    elif _digest(root / STAGE / staged) == after:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(root / STAGE / staged, target)


def _prune(root: Path, folder: Path) -> None:
    """Remove folders in which nothing is left but compiled Python."""
    while folder != root and {entry.name for entry in folder.iterdir()} <= {"__pycache__"}:
        shutil.rmtree(folder)
        folder = folder.parent


def _digest(file: Path) -> str:
    return digest(file.read_bytes()) if file.is_file() and not file.is_symlink() else ""


def inside(root: Path, path: str) -> bool:
    """Whether a path stays below the project, after every symbolic link on its way."""
    if os.path.isabs(path) or ".." in Path(path).parts:
        return False
    real = os.path.realpath(root)
    parent = os.path.realpath(root / Path(path).parent)
    return parent == real or parent.startswith(real + os.sep)
