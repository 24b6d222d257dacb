"""Python text -> the same text as ruff writes it, whatever the project around it configures."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from specfold_generator.python.line_wrapping import breakable
from specfold_generator.python.literals import WIDTH

_SETTINGS = (
    "--isolated",
    "--no-cache",
    "--config",
    f"line-length={WIDTH}",
    "--config",
    'target-version="py311"',
    "--config",
    'lint.isort.known-first-party=["generated","handwritten"]',
)


class FormatError(Exception):
    """ruff refused the text: it is no Python. The message is ruff's."""


def format_python(texts: Mapping[str, str]) -> dict[str, str]:
    """Sort imports, drop unused ones, format: every text whose path ends in .py. Others pass unchanged.

    Raises:
        FormatError: a text is no Python.
        FileNotFoundError: ruff is not installed.
    """
    python = sorted(path for path in texts if path.endswith(".py"))
    formatted = dict(texts)
    if not python:
        return formatted
    with tempfile.TemporaryDirectory(prefix="specfold-") as directory:
        # Paths come from specs in the end: files get numbers, so that none of them can leave the directory.
        files = {path: Path(directory, f"m{number}.py") for number, path in enumerate(python)}
        for path, file in files.items():
            file.write_text(texts[path], encoding="utf-8", newline="\n")
        _ruff("check", "--fix-only", "--select", "I,F401,UP", directory)
        _ruff("format", directory)
        formatted.update((path, file.read_text(encoding="utf-8")) for path, file in files.items())
        if _break(formatted, files):
            _ruff("format", directory)
            formatted.update((path, file.read_text(encoding="utf-8")) for path, file in files.items())
    return formatted


def _break(formatted: Mapping[str, str], files: Mapping[str, Path]) -> bool:
    """Write those again that have lines which no formatter breaks; whether there are any."""
    again = {
        file: made for path, file in files.items() if (made := breakable(formatted[path])) != formatted[path]
    }
    for file, made in again.items():
        file.write_text(made, encoding="utf-8", newline="\n")
    return bool(again)


def _ruff(command: str, *arguments: str) -> None:
    command_line = [_program(), command, *_SETTINGS, *arguments]
    # The program is ruff, found beside Python; the arguments are settings and a directory of our own.
    done = subprocess.run(command_line, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode != 0:
        raise FormatError(done.stderr.strip() or done.stdout.strip())


def _program() -> str:
    """ruff beside this Python first: a virtual environment need not be active."""
    found = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if found is None:
        raise FileNotFoundError("ruff is not installed beside this Python nor on the PATH")
    return found
