"""Which way imports run. The tables are the architecture; a ban has its reason beside it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import specfold

from tests.architecture.sources import ROOT, Source, every_source, sources

# The components of each package by floor: a module imports from its own component and from lower floors.
FLOORS = {
    "specfold_generator": (
        {"diagnostics", "version"},
        {"json_schema", "python", "source"},
        {"model"},
        {"documents"},
        {"classes", "lint", "services"},
        {"rendering"},
        {"output"},
        {"pipeline", "scaffold"},
        {"cli"},
    ),
    "specfold": (
        {"model"},
        {"eventlog", "messaging", "deploy"},
        {"telemetry"},
        {"commands", "storage"},
        {"projections"},
        {"http", "recovery"},
        {"aws", "testing"},
        {"local"},
        {"operations"},
    ),
}
MOST_NAMES = 14
MOST_FLOORS = 9

# (who, whom, why not)
BANS = [
    (
        "specfold_generator",
        "specfold",
        "what is generated can be wrong; the tool reads only what is in `SHARED`",
    ),
    ("specfold_generator", "generated", "the generator knows no service"),
    ("specfold_generator", "handwritten", "the generator knows no service"),
    ("specfold_generator.lint.rules", "specfold_generator.documents", "rules see the model only"),
    ("specfold_generator.lint.rules", "specfold_generator.source", "rules see the model only"),
    ("specfold_generator.lint.rules", "specfold_generator.python", "rules see the model only"),
    ("specfold_generator.model", "specfold_generator.python", "the model holds no Python name"),
    ("specfold", "specfold_generator", "they meet in generated code"),
    ("specfold", "generated", "the runtime knows no service; entry points are found by name"),
    ("specfold", "handwritten", "the runtime knows no service"),
    ("generated", "specfold_generator", "they meet in generated code"),
    ("handwritten", "os", "handlers are pure"),
    ("handwritten", "time", "handlers are pure: the time is an argument"),
    ("handwritten", "random", "handlers are pure: the same event is always folded the same way"),
    ("handwritten", "secrets", "handlers are pure"),
    ("handwritten", "socket", "handlers are pure"),
]

# What the generator may import of the runtime: facts that both must agree on, without any dependency.
SHARED = ("specfold.model.shared", "specfold.model.topology")

# (whom, the only ones who may import it, why)
RESERVED = [
    ("boto3", ("specfold.aws", "specfold.local", "specfold.deploy"), "the rest runs without AWS"),
    ("botocore", ("specfold.aws", "specfold.local", "specfold.deploy"), "the rest runs without AWS"),
    ("pulumi", ("specfold.deploy",), "importing it takes seconds"),
    ("pulumi_aws", ("specfold.deploy",), "importing it takes seconds"),
    ("datamodel_code_generator", ("specfold_generator.classes",), "one component knows the library"),
    ("starlette", ("specfold.http", "specfold.local", "specfold.testing"), "the core knows no web framework"),
]

# What generated and handwritten code imports of the library; the modules inside may move.
PUBLIC = ("specfold", "specfold.aws", "specfold.testing", "specfold.testing.contract")


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def component(name: str) -> str:
    """The first name inside a package; "" for the package itself."""
    return name.split(".")[1] if "." in name else ""


def found(who: str, whom: str) -> list[str]:
    return [
        f"{source.where}:{line} imports {name}"
        for source in sources(who.split(".", maxsplit=1)[0])
        if within(source.name, who)
        for name, line in source.imports
        if within(name, whom) and not (within(who, "specfold_generator") and shared(name))
    ]


def shared(name: str) -> bool:
    return any(within(name, module) for module in SHARED)


@pytest.mark.parametrize("package", FLOORS)
def test_the_table_names_every_component(package: str) -> None:
    names = {component(source.name) for source in sources(package)} - {"", "__main__"}
    listed = [name for floor in FLOORS[package] for name in floor]
    assert sorted(listed) == sorted(names)
    assert len(names) <= MOST_NAMES + ("version" in names)
    assert len(FLOORS[package]) <= MOST_FLOORS


@pytest.mark.parametrize("package", FLOORS)
def test_imports_run_downwards(package: str) -> None:
    floor_of = {name: number for number, floor in enumerate(FLOORS[package]) for name in floor}
    upward = [
        f"{source.where}:{line} imports {name}"
        for source, name, line in _crossing(package)
        if floor_of[component(name)] >= floor_of[component(source.name)]
    ]
    assert upward == []


def _crossing(package: str) -> Iterator[tuple[Source, str, int]]:
    """Imports of one component from another."""
    known = {component(source.name) for source in sources(package)} - {"", "__main__"}
    for source in sources(package):
        own = component(source.name)
        for name, line in source.imports:
            if own in known and within(name, package) and component(name) in known - {own}:
                yield source, name, line


@pytest.mark.parametrize(("who", "whom", "why"), BANS, ids=lambda part: part.replace(" ", "-")[:32])
def test_a_component_does_not_import_what_is_banned(who: str, whom: str, why: str) -> None:
    assert not found(who, whom), why


@pytest.mark.parametrize(
    ("whom", "allowed", "why"), RESERVED, ids=lambda part: part if isinstance(part, str) else ""
)
def test_only_its_owners_import_what_is_reserved(whom: str, allowed: tuple[str, ...], why: str) -> None:
    others = [
        f"{source.where}:{line} imports {name}"
        for source in every_source()
        for name, line in source.imports
        if within(name, whom) and not any(within(source.name, owner) for owner in allowed)
    ]
    assert not others, why


def test_shared_facts_import_the_standard_library_alone() -> None:
    modules = [source for source in sources("specfold") if shared(source.name)]
    others = [
        f"{source.where}:{line} imports {name}"
        for source in modules
        for name, line in source.imports
        if name.split(".")[0] not in sys.stdlib_module_names and not shared(name)
    ]
    assert others == []
    assert len(modules) > 2


def test_reading_shared_facts_loads_nothing_else() -> None:
    names = [source.name for source in sources("specfold") if shared(source.name)]
    text = f"import sys, {', '.join(names)}\nprint(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", text],
        env={**os.environ, "PYTHONPATH": str(ROOT / "runtime")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {*done.stdout.split()} - sys.stdlib_module_names <= {"__main__", "specfold"}


def test_every_public_name_is_imported_from_where_the_type_checker_reads_it() -> None:
    public = next(source for source in sources("specfold") if source.name == "specfold")
    typed = {
        alias.name: node.module
        for node in ast.walk(public.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("specfold.")
        for alias in node.names
    }
    assert typed == specfold._MODULE_OF
    assert sorted(typed) == sorted(specfold.__all__)
    assert all(getattr(specfold, name) is not None for name in typed)


@pytest.mark.parametrize("package", ["generated", "handwritten"])
def test_a_project_imports_only_what_is_public(package: str) -> None:
    modules = {source.name for source in sources("specfold")}
    inside = [
        f"{source.where}:{line} imports {name}"
        for source in sources(package)
        for name, line in source.imports
        if name in modules and name not in PUBLIC and name != "specfold.aws.functions"
    ]
    assert inside == []


def test_the_checks_see_imports_at_all() -> None:
    assert found("specfold.aws", "boto3")
    assert found("specfold", "pydantic")
    assert found("generated", "specfold.testing.contract")
    assert list(_crossing("specfold_generator"))
