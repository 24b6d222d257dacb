"""What every contract test has: a promise with its arguments, a table of members, and tests about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specfold_generator.python.code import Code, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.module_names import module_names
from specfold_generator.python.names import constant_name, function_name
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.contract_tests.member_facts import Fact

PROMISES = "specfold.testing.contract"
FOLDER = "contract"
LONGEST = 44  # characters of the part of a test's name that says what it is about

Arguments = tuple[tuple[Code, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestView:
    """One test: its name is a sentence, its body one call."""

    name: Code
    call: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedView:
    """A promise that no test can drive, and why."""

    name: Code
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """A test module."""

    head: Head
    constant: Code
    kind: Code
    arguments: Arguments
    members: tuple[Fact, ...]
    broken: Code
    title: Code
    tests: tuple[TestView, ...]
    skipped: tuple[SkippedView, ...] = ()

    @property
    def template(self) -> str:
        """Without members there is nothing to refuse."""
        return "contract/message.py.j2" if self.members else "contract/promise.py.j2"


def test_imports(mine: str, fixed: Mapping[str, Iterable[str]]) -> Imports:
    """The imports of a test module whose promise is this constant."""
    imports = _TestImports(local=[mine, "MEMBERS"], fixed=fixed)
    imports.merge(["import pytest"])
    return imports


class _TestImports(Imports):
    """Imports of a test module, in which a message called TestResult is not to be taken for a test."""

    def use(self, module: str, imported: str, local: str = "") -> Code:
        if imported.startswith("Test") and not local:
            local = f"Published{imported}"
        return super().use(module, imported, local)


def arguments(**given: Code | None) -> Arguments:
    """Keyword arguments; what is None stands at its default."""
    return tuple((Code(key), value) for key, value in given.items() if value is not None)


def title(text: str) -> str:
    """How a test calls what it is about, in a name of bounded length."""
    made = function_name(text).strip("_")
    if len(made) <= LONGEST:
        return made
    return made[:LONGEST].rpartition("_")[0] or made[:LONGEST]


def about(kind: str, text: str) -> str:
    """The module of the tests about something: "event", "OrderPlaced" -> test_event_order_placed."""
    return f"test_{kind}_{function_name(text).strip('_')}"


def constant(text: str) -> str:
    """The constant that holds a promise."""
    made = constant_name(text)
    return f"{made}_" if made in module_names() else made


def tests(constant: str, *sentences: tuple[str, Code]) -> tuple[TestView, ...]:
    """Tests whose body calls the promise: a sentence, and the call."""
    return tuple(
        TestView(name=name(f"test_{sentence}"), call=Code(f"{name(constant)}.{made}"))
        for sentence, made in sentences
    )


def does(method: str, /, *positional: Code) -> Code:
    """A call of a promise's method."""
    return Code(f"{name(method)}({', '.join(positional)})")


def shared(context: Context, imports: Imports, what: str) -> Code:
    """SCHEMAS or BODIES of the contract package."""
    return imports.use(f"{context.package}.{FOLDER}", what)


def promise_of(context: Context, imports: Imports, module: str, made: str) -> Code:
    """A promise of another test module of the service, imported."""
    return imports.use(f"{context.package}.{FOLDER}.{module}", made)
