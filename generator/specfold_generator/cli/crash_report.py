"""When Specfold itself fails: a diagnostic like others, and no traceback unless it is asked for."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location
from specfold_generator.version import VERSION

DEBUG = "SPECFOLD_DEBUG"
HOME = Path(__file__).parents[1]


def finding(error: Exception) -> Diagnostic:
    """What to tell of an exception that nobody expected."""
    if isinstance(error, OSError) and error.filename:
        message = f"the operating system refuses: {error.strerror or type(error).__name__}"
        return diagnose("SPF804", Location(_from_here(os.fsdecode(error.filename))), message)
    message = f"Specfold {VERSION} failed: {_said(error)}"
    help = (
        f"please report this, with {_place(error)} and the document that it happens with; "
        f"{DEBUG}=1 prints the traceback"
    )
    return diagnose("SPF890", Location("specfold"), message, help=help)


def tell(error: Exception, arguments: Iterable[str]) -> None:
    """Print it in the form that these arguments ask for, to where diagnostics go."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    form = _form([*arguments])
    found = finding(error)
    try:
        from specfold_generator.cli.reporters import render  # noqa: PLC0415 - it may be what fails

        text = render([found], form)  # type: ignore[arg-type]  # one of its formats, see _form
    except Exception:
        text = f"error[{found.code}]: {found.message}\n{found.help}\n"
    (sys.stderr if form == "text" else sys.stdout).write(text)


def _form(arguments: list[str]) -> str:
    """The value of --format, which may not have been parsed yet."""
    joined = [part for argument in arguments for part in argument.split("=", 1)]
    follows = dict(pairwise(joined)).get("--format", "text")
    return follows if follows in ("json", "github", "sarif") else "text"


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' + text if text else ''}"[:300]


def _place(error: Exception) -> str:
    """The innermost line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HOME)]
    if not ours:
        return type(error).__name__
    return f"{Path(ours[-1].filename).relative_to(HOME.parent).as_posix()}:{ours[-1].lineno}"


def _from_here(path: str) -> str:
    """A path as the user would write it."""
    return os.path.relpath(path) if os.path.isabs(path) else path
