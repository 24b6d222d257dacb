"""Jobs that generate. Every one watches what the process opens, writes, runs and calls."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from datamodel_code_generator import generate as _engine
from datamodel_code_generator.config import GenerateConfig
from specfold_generator import pipeline
from specfold_generator.cli import main as cli
from specfold_generator.cli.run import run
from specfold_generator.diagnostics.diagnostic import Severity
from specfold_generator.source.project import Project

_engine(
    '{"type": "object", "title": "Warm"}', config=GenerateConfig(input_file_type="jsonschema", formatters=[])
)

Answer = dict[str, Any]


class Watch:
    """Notes what no generation may do: write outside the project, call out, start a strange program."""

    def __init__(self, project: Path) -> None:
        self.seen: list[str] = []
        self._own = tuple(os.path.realpath(place) + os.sep for place in (project, tempfile.gettempdir()))
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            path, flags = os.path.realpath(os.fsdecode(arguments[0])), arguments[2] or 0
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if (writes and path != os.devnull and not path.startswith(self._own)) or path == "/etc/passwd":
                self.seen.append(f"{event} {path}")
        elif event in {"socket.connect", "socket.getaddrinfo", "os.system", "os.exec", "urllib.Request"} or (
            event == "subprocess.Popen" and os.path.basename(str(arguments[0])) != "ruff"
        ):
            self.seen.append(f"{event} {arguments!r:.100}")


def project_of(asked: Answer) -> Project:
    """The project that a job is about."""
    return Project(root=Path(asked["root"]), specs=asked["specs"], allow=tuple(asked["allow"]))


def generate(asked: Answer) -> Answer:
    """As a library: diagnostics as they are, and what was written."""
    project = project_of(asked)
    watch = Watch(project.root)
    made = run(project)
    return {
        "failed": made.failed,
        "findings": [
            (found.severity.name, found.code, found.span.file, found.span.line, found.message)
            for found in made.diagnostics
            if found.severity > Severity.NOTE
        ],
        "added": made.added,
        "seen": watch.seen,
    }


def again(asked: Answer) -> Answer:
    """The same documents in another process, without its cache: how what comes out differs."""
    project = project_of(asked)
    shutil.rmtree(project.root / ".specfold", ignore_errors=True)
    difference = pipeline.difference(project, pipeline.generate(project))
    return {"differs": [*difference.writes, *difference.removals], "failed": difference.refused}


def command(asked: Answer) -> Answer:
    """As people call it: exit code, and what is printed."""
    project = project_of(asked)
    watch = Watch(project.root)
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.app(["generate", "--project", str(project.root)])
        except SystemExit as end:
            code = end.code
    return {"exit": code, "out": out.getvalue(), "err": err.getvalue(), "seen": watch.seen}


JOBS = {"generate": generate, "again": again, "command": command}
