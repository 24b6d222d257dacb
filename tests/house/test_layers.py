"""Which way imports run. The table is the architecture; each ban has its reason beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# (who, whom, why not)
BANS = [
    (
        "generator",
        "runtime",
        "they meet in files: broken generated code can never stop the generator that would mend it",
    ),
    ("generator", "generated", "the generator knows no service"),
    ("generator", "handwritten", "the generator knows no service"),
    ("generator", "boto3", "generation needs no cloud"),
    ("generator", "pulumi", "generation needs no cloud"),
    ("runtime", "generator", "they meet in files"),
    ("runtime", "generated", "the runtime knows no service; entry points are found by name"),
    ("runtime", "handwritten", "the runtime knows no service"),
    ("generated", "generator", "they meet in files"),
    ("generated", "boto3", "generated code stands on the runtime's ports"),
    ("generated", "pulumi", "the topology is plain data"),
    ("handwritten", "boto3", "handlers are pure"),
    ("handwritten", "os", "handlers are pure"),
    ("handwritten", "time", "handlers are pure: the time is an argument"),
    ("handwritten", "random", "handlers are pure: the same event folds the same way for ever"),
    ("handwritten", "secrets", "handlers are pure"),
    ("handwritten", "socket", "handlers are pure"),
    ("handwritten", "requests", "handlers are pure"),
    ("handwritten", "specfold.aws", "handlers are pure"),
    ("handwritten", "specfold.eventlog.ports", "handlers are pure"),
]

# (whom, the only ones who may import it, why)
RESERVED = [
    (
        "boto3",
        ("specfold.aws", "specfold.local", "specfold.deploy"),
        "one room speaks to AWS, so that the rest runs anywhere",
    ),
    ("botocore", ("specfold.aws", "specfold.local", "specfold.deploy"), "one room speaks to AWS"),
    ("pulumi", ("specfold.deploy", "__main__"), "importing it costs seconds"),
    ("pulumi_aws", ("specfold.deploy", "__main__"), "importing it costs seconds"),
    (
        "datamodel_code_generator",
        ("generator.engine", "specfold_generator.classes.build"),
        "the model engine is wrapped in one place",
    ),
    ("starlette", ("specfold.http", "specfold.local", "specfold.testing"), "the core knows no web framework"),
    ("specfold_generator.model.ir", ("generator",), "the model is the generator's own"),
]


def modules(room: str) -> Iterator[tuple[str, Path]]:
    top = ROOT / room
    for file in [top] if top.is_file() else sorted(top.rglob("*.py")):
        dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        yield dotted.removesuffix(".__init__"), file


@cache
def imports(file: Path) -> list[tuple[str, int]]:
    """Every module that a file imports, with the names it takes from it, type-checking imports left out."""
    tree = ast.parse(file.read_text("utf-8"))
    unchecked = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for node in ast.walk(branch)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in unchecked:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.module, node.lineno))
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def below(name: str, package: str) -> bool:
    """Whether a module is that package, is in it, or is its sibling by prefix (`runtime.http_body`)."""
    return name == package or name.startswith((f"{package}.", f"{package}_"))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def found(room: str, banned: str) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for _, file in modules(room)
        for name, line in imports(file)
        if within(name, banned)
    ]


@pytest.mark.parametrize(("who", "whom", "why"), BANS, ids=lambda part: part.replace(" ", "-")[:24])
def test_a_room_does_not_import_what_is_banned(who: str, whom: str, why: str) -> None:
    assert not found(who, whom), why


@pytest.mark.parametrize(
    ("whom", "allowed", "why"), RESERVED, ids=lambda part: part if isinstance(part, str) else ""
)
def test_only_its_own_room_imports_what_is_reserved(whom: str, allowed: tuple[str, ...], why: str) -> None:
    strangers = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for room in ("generator", "runtime", "generated", "handwritten", "__main__.py")
        for dotted, file in modules(room)
        for name, line in imports(file)
        if within(name, whom) and not any(below(dotted, owner) for owner in allowed)
    ]
    assert not strangers, why


def test_the_checks_see_imports_at_all() -> None:
    assert "boto3" in {name for _, file in modules("runtime/specfold/aws") for name, _ in imports(file)}
    assert found("runtime", "pydantic")
