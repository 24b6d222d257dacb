"""What the user is asked about a new project, checked, and the names that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location
from specfold_generator.python.names import attribute_name, class_name, function_name, module_name, words

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
AGGREGATE = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
LONGEST_AGGREGATE = 22  # a scenario is `close_<aggregate>_emits_<aggregate>_closed`, which may have 64
LONGEST_TOGETHER = 46  # AWS allows 64 for the name of a delivery role, which has the project twice
SHOWN = 60  # characters of an answer that a message repeats
DISTRIBUTIONS = frozenset({"specfold", "specfold-runtime"})  # a project cannot depend on its own name
MODULES = frozenset({"operations", "scenarios", "upcasters"})  # of handwritten/, with a meaning of their own
_AFFIXES = ("Open{}", "Close{}", "{}Opened", "{}Closed", "{}Event", "{}State", "{}Status", "{}Summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The choices that a new project is made from."""

    name: str
    aggregate: str
    stack: str = "dev"

    @property
    def values(self) -> dict[str, str]:
        """Every value that a template may print. All are ASCII letters, digits, hyphens and spaces."""
        parts = [word.lower() for word in words(self.aggregate)]
        camel = parts[0] + "".join(word.capitalize() for word in parts[1:])
        return {
            "name": self.name,
            "title": self.name.replace("-", " ").capitalize(),
            "package": module_name(self.name),
            "stack": self.stack,
            "aggregate": self.aggregate,
            "aggregates": plural(self.aggregate),
            "noun": " ".join(parts),
            "path": "-".join([*parts[:-1], plural(parts[-1])]),
            "identity": f"{camel}Id",
            "attribute": attribute_name(f"{camel}Id"),
            "snake": "_".join(parts),
            "module": module_name(self.aggregate),
            "summary": module_name(f"{self.aggregate}Summary"),
        }


def check(answers: Answers) -> Iterator[Diagnostic]:
    """Whether a project can be made from these answers; a diagnostic for each that has to change."""
    yield from _lower("--name", answers.name, "claims-desk")
    yield from _lower("--stack", answers.stack, "dev")
    yield from _aggregate(answers.aggregate)
    if answers.name in DISTRIBUTIONS:
        message = f"{quoted(answers.name)} is the name of a package that the project depends on"
        yield _refused("--name", message, f"choose another name: --name my-{answers.name}")
    length = 2 * len(answers.name) + len(answers.stack)
    if length > LONGEST_TOGETHER:
        message = (
            f"resources on AWS would have names that are {length - LONGEST_TOGETHER} characters too long: "
            f"they begin with the project, the stack and the service"
        )
        yield _refused("--name", message, f"twice the name and the stack have {LONGEST_TOGETHER} characters")


def suggested_name(text: str) -> str:
    """The name of a project that is most like a text: "My Claims!" -> my-claims."""
    parts = [part for word in words(text) for part in re.findall(r"[a-z0-9]+", word.lower())]
    name = "-".join(parts).lstrip("-0123456789")[:18].strip("-")
    return name if NAME.fullmatch(name) and name not in DISTRIBUTIONS else "my-service"


def suggested_aggregate(text: str) -> str:
    """The aggregate that is most like a text: "claims" -> Claim."""
    made = class_name(singular(suggested_name(text).rpartition("-")[2]))
    return made if not list(_aggregate(made)) else "Item"


def plural(noun: str) -> str:
    """The plural of an English noun, for paths; only regular ones."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else f"{noun}s"


def singular(noun: str) -> str:
    """The singular of an English noun; only regular ones."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if re.search(r"(?:s|x|z|ch|sh)es$", noun):
        return noun[:-2]
    return noun[:-1] if re.search(r"[^su]s$", noun) else noun


def _lower(option: str, value: str, example: str) -> Iterator[Diagnostic]:
    if not NAME.fullmatch(value):
        near = suggested_name(value) if option == "--name" else example
        message = f"{quoted(value[:SHOWN])} is not lower-case words joined by hyphens"
        yield _refused(option, message, f"{option} {near}")


def _aggregate(value: str) -> Iterator[Diagnostic]:
    made = class_name(value[:SHOWN])
    help = f"--aggregate {made if made != value and not list(_aggregate(made)) else 'Claim'}"
    if not AGGREGATE.fullmatch(value):
        yield _refused("--aggregate", f"{quoted(value[:SHOWN])} is not a class name in ASCII letters", help)
    elif made != value[:SHOWN]:
        yield _refused(
            "--aggregate", f"the classes of {quoted(value[:SHOWN])} would be called `{made}`", help
        )
    elif len(_snake(value)) > LONGEST_AGGREGATE:
        message = f"`{_snake(value)[:SHOWN]}` has more than {LONGEST_AGGREGATE} characters"
        yield _refused("--aggregate", message, "--aggregate Claim")
    elif not _keeps_its_names(value):
        message = f"something that is named after {quoted(value)} would have the name of something else"
        yield _refused("--aggregate", message, "--aggregate Claim")


def _keeps_its_names(aggregate: str) -> bool:
    """Whether the handlers of the project, which are written from templates, find the generated names."""
    parts = _snake(aggregate)
    functions = [(f"open{aggregate}", f"open_{parts}"), (f"close{aggregate}", f"close_{parts}")]
    return (
        all(class_name(affix.format(aggregate)) == affix.format(aggregate) for affix in _AFFIXES)
        and all(function_name(wanted) == made for wanted, made in functions)
        and module_name(aggregate) not in MODULES
        and aggregate != "Already"  # its event would be the rejection AlreadyClosed
    )


def _snake(aggregate: str) -> str:
    return "_".join(words(aggregate)).lower()


def _refused(option: str, message: str, help: str) -> Diagnostic:
    return diagnose("SPF820", Location(option), message, help=help)
