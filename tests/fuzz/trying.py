"""The job of a forked child: generate from a sample as people do, judge what came out, and import it."""

from __future__ import annotations

import ast
import importlib
import json
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import specfold.testing.contract  # noqa: F401 - imported to be warm

from tests.corpus.generating import Watch, command
from tests.fuzz.nasty import ESCAPES, EVALUATED

Answer = dict[str, Any]

_MODULES = frozenset(
    ("__future__", "collections", "dataclasses", "datetime", "decimal", "enum", "functools", "ipaddress")
) | {"generated", "handwritten", "pathlib", "pydantic", "pytest", "specfold", "typing", "uuid"}
_CALLS = frozenset(
    ("__import__", "breakpoint", "compile", "eval", "exec", "getattr", "globals", "open", "setattr")
)


def attempt(asked: Answer) -> Answer:
    """One sample. `wrong` lists what may not be; `exit` is that of the command line."""
    root = Path(asked["root"])
    before = _files(root)
    answer = command(asked)
    made = sorted(_files(root) - before)
    wrong = [*_said(answer), *(f"did what it may not: {event}" for event in answer["seen"][:3])]
    if answer["exit"] == 0:
        wrong += [problem for path in made for problem in _judged(root / path, path)]
        wrong += _imported(root, made) if not wrong else []
    elif made:
        wrong.append(f"wrote {made[:3]} although it failed")
    return {"exit": answer["exit"], "wrong": wrong[:5], "said": (answer["out"] + answer["err"])[-2000:]}


def _said(answer: Answer) -> Iterator[str]:
    said = answer["out"] + answer["err"]
    if answer["exit"] not in (0, 1):
        yield f"exit code {answer['exit']}"
    if "Traceback (most recent call last)" in said or "SPF890" in said:
        yield "a failure of Specfold itself"
    if answer["exit"] == 1 and "error[SPF" not in said:
        yield "failed without an error"
    yield from (f"printed {sign!r}" for sign in ESCAPES if sign in said.replace("\r\n", "\n"))


def _judged(file: Path, path: str) -> Iterator[str]:
    """What a generated file may not hold."""
    text = file.read_text("utf-8")  # raises if it is not UTF-8
    if EVALUATED in text:
        yield f"{path}: a template in the document was run"
    if file.suffix == ".json":
        json.loads(text)
    elif file.suffix == ".py":
        yield from (f"{path}: holds {sign!r}" for sign in ESCAPES if sign in text)
        yield from (f"{path}: {problem}" for problem in _code(text, path))


def _code(text: str, path: str) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(text, path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"imports {one.name}" for one in node.names if one.name.split(".")[0] not in _MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in _MODULES:
            yield f"imports from {node.module}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield f"calls {node.func.id} on line {node.lineno}"


def _imported(root: Path, made: list[str]) -> Iterator[str]:
    """Import every module, warnings being errors; whatever they do is watched."""
    os.chdir(root)
    sys.path.insert(0, str(root))
    watch = Watch(root)
    modules = [path for path in made if path.endswith(".py") and "/test_" not in path]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for path in modules:
            name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            try:
                importlib.import_module(name)
            except Exception as error:  # whatever it is, it is the answer
                yield f"importing {name}: {type(error).__name__}: {str(error)[:200]}"
    yield from (f"importing did what it may not: {event}" for event in watch.seen[:3])


def _files(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if not path.is_dir() and ".specfold" not in path.parts
    }


JOBS = {"attempt": attempt}
