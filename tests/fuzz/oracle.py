"""What every document must come to: working code or diagnostics, within limits, with nothing else touched."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.corpus.hall import Lane
from tests.corpus.results import stopper
from tests.fuzz.nasty import MARK
from tests.fuzz.samples import Files, write

SECONDS, MEGABYTES = 20, 512


def problems(lane: Lane, files: Files, root: Path, home: Path) -> tuple[list[str], dict[str, Any]]:
    """What is wrong with how a sample ended, and the answer; `root` is made anew for it."""
    shutil.rmtree(root, ignore_errors=True)
    write(files, root / "specs")
    asked = {"root": str(root), "specs": "specs", "allow": []}
    answer = lane.ask("attempt", asked, room="fuzz", seconds=SECONDS, megabytes=MEGABYTES)
    stopped = stopper(answer)
    wrong = [stopped] if stopped else list(answer["wrong"])
    mark = home / MARK
    if mark.exists():
        mark.unlink()
        wrong.append("code of the document ran")
    return wrong, answer
