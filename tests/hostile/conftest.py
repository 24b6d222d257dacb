"""Attacks run as fuzzed documents do: in a forked child with limits, watched, with a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.hall import Lane
from tests.fuzz.oracle import problems
from tests.fuzz.samples import Files


@dataclass(frozen=True)
class End:
    """How an attack ended: what is `wrong` with that, whether code was `generated`, and every file's text."""

    wrong: list[str]
    generated: bool
    said: str
    root: Path

    def texts(self) -> dict[str, str]:
        """What was written, by path from the project root."""
        return {
            path.relative_to(self.root).as_posix(): path.read_text("utf-8")
            for room in ("generated", "handwritten")
            for path in sorted((self.root / room).rglob("*"))
            if path.is_file()
        }


Attack = Callable[[dict[str, str]], End]


@pytest.fixture(scope="session")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lane, Path]]:
    """A warm server, and the home directory of what it forks."""
    home = tmp_path_factory.mktemp("home")
    opened = Lane(home)
    yield opened, home
    opened.close()


@pytest.fixture
def attack(lane: tuple[Lane, Path], tmp_path: Path) -> Attack:
    """Generate from documents, by their paths below specs/; judge and import what came of it."""
    opened, home = lane

    def run(documents: dict[str, Any]) -> End:
        files: Files = {path: text.encode("utf-8", "surrogatepass") for path, text in documents.items()}
        root = tmp_path / "project"
        wrong, answer = problems(opened, files, root, home)
        return End(wrong, answer.get("exit") == 0, answer.get("said", ""), root)

    return run
