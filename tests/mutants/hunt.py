"""The hunt: each mutant in a process of its own, forked from one that has collected the tests.

A mutant in the body of a function is code that a running process can exchange, so nothing is imported again:
that makes a thousand of them a matter of minutes. Only the tests that come to the changed line are run, the
quick ones first, up to the first that fails.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Final

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.edits import Edit, edits

ROOT: Final = Path(__file__).resolve().parents[2]
PROCESSES: Final = min(2, os.cpu_count() or 1)
MEMORY: Final = 4 << 30  # bytes; a mutant may not end
BROKEN: Final = 3


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one file."""

    file: str  # from the root of the repository
    number: int  # of the edits of that file
    edit: Edit

    @property
    def name(self) -> str:
        """What it is, however the lines move."""
        return f"{self.file} {self.edit.where}: {self.edit.before} => {self.edit.after}"

    def tree(self) -> ast.Module:
        """The file with this change."""
        tree = ast.parse((ROOT / self.file).read_text("utf-8"))
        edits(tree)[self.number].make()
        return ast.fix_missing_locations(tree)


def mutants(files: Sequence[str]) -> list[Mutant]:
    """All of these files."""
    return [
        Mutant(file, number, edit)
        for file in files
        for number, edit in enumerate(edits(ast.parse((ROOT / file).read_text("utf-8"))))
    ]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Which tests come to which lines, and how long each takes, in seconds of CPU."""

    lines: dict[str, list[int]]  # "file:line" -> tests by number
    seconds: list[float]

    def tests(self, mutant: Mutant) -> list[int]:
        """The tests that come to a mutant, the quick ones first."""
        found = self.lines.get(f"{mutant.file}:{mutant.edit.line}", [])
        return sorted(found, key=self.seconds.__getitem__)


class Hunt:
    """A plugin of pytest: instead of running the tests once, it runs them against each mutant."""

    def __init__(self, hunted: Sequence[Mutant]) -> None:
        self._hunted = hunted
        self._failed = False
        self._functions: dict[str, list[FunctionType]] = defaultdict(list)
        self.survivors: list[Mutant] = []
        self.unfit: list[
            Mutant
        ] = []  # code that cannot be exchanged: a closure over other names, for example
        self.tried = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remembers a failure."""
        self._failed = self._failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Runs the hunt."""
        with tempfile.NamedTemporaryFile("r") as told:
            measuring = _forked(lambda: self._measured(session.items, Path(told.name)))
            if os.waitpid(measuring, 0)[1] != 0:
                raise pytest.UsageError("the tests do not pass without a mutant")
            baseline = Baseline(**json.load(told))
        for function in (found for found in gc.get_objects() if isinstance(found, FunctionType)):
            self._functions[function.__code__.co_filename].append(function)
        gc.freeze()  # what stands now is not looked through again, in any of the processes
        running: dict[int, Mutant] = {}
        for mutant in self._hunted:
            if len(running) == PROCESSES:
                self._gathered(running)
            work = [session.items[number] for number in baseline.tests(mutant)]
            limit = 5 + 4 * sum(baseline.seconds[number] for number in baseline.tests(mutant))
            running[_forked(lambda mutant=mutant, work=work: self._tried(mutant, work), limit)] = mutant
        while running:
            self._gathered(running)
        gc.unfreeze()
        self.survivors.sort(key=lambda mutant: (mutant.file, mutant.edit.line))
        return True

    def _gathered(self, running: dict[int, Mutant]) -> None:
        process, status = os.waitpid(-1, 0)
        mutant, code = running.pop(process), os.waitstatus_to_exitcode(status)
        self.tried += 1
        if code == BROKEN:
            self.unfit.append(mutant)
        elif code == 0:
            self.survivors.append(mutant)
            sys.stderr.write(f"{self.tried} of {len(self._hunted)} tried: {mutant.name}\n")

    def _tried(self, mutant: Mutant, work: Sequence[pytest.Item]) -> bool:
        """Whether every test passes with it."""
        self._quiet(work)
        file = str(ROOT / mutant.file)
        code = {(c.co_qualname, c.co_firstlineno): c for c in _codes(compile(mutant.tree(), file, "exec"))}
        for function in self._functions[file]:
            found = code.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if found:
                function.__code__ = found
        return all(self._passes(*pair) for pair in zip_longest(work, work[1:]))

    def _quiet(self, work: Sequence[pytest.Item]) -> None:
        """Nobody reads what a test says of a mutant."""
        for item in work[:1]:
            item.config.pluginmanager.unregister(name="terminalreporter")

    def _passes(self, item: pytest.Item, after: pytest.Item | None) -> bool:
        runtestprotocol(item, nextitem=after)
        return not self._failed

    def _measured(self, items: Sequence[pytest.Item], told: Path) -> bool:
        lines: dict[str, set[int]] = defaultdict(set)
        self._quiet(items)
        seconds: list[float] = []
        files = {str(ROOT / mutant.file): mutant.file for mutant in self._hunted}
        traced = _traced(files, lambda line: lines[line].add(len(seconds)))
        for item, after in zip_longest(items, items[1:]):
            began = time.process_time()
            with traced:
                if not self._passes(item, after):
                    return False
            seconds.append(time.process_time() - began)
        told.write_text(json.dumps({"lines": {k: sorted(v) for k, v in lines.items()}, "seconds": seconds}))
        return True


class _traced:
    """Tells each line of these files that runs, in whichever thread."""

    def __init__(self, files: dict[str, str], tell: Callable[[str], None]) -> None:
        self._files, self._tell = files, tell

    def _calls(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        return self._lines if frame.f_code.co_filename in self._files else None

    def _lines(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        self._tell(f"{self._files[frame.f_code.co_filename]}:{frame.f_lineno}")
        return self._lines

    def __enter__(self) -> None:
        threading.settrace(self._calls)
        sys.settrace(self._calls)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _forked(work: Callable[[], bool], seconds: float = 600) -> int:
    """A process that does the work and ends: 0 if it says so, 1 if not, BROKEN if it cannot be done."""
    child = os.fork()
    if child:
        return child
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(0 if work() else 1)
    except BaseException:
        os._exit(BROKEN)
