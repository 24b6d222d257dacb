"""The files of a new project: which template makes which file, and who keeps it up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from specfold_generator.python.format import format_python
from specfold_generator.rendering.jinja import TEMPLATES
from specfold_generator.scaffold.answers import Answers
from specfold_generator.scaffold.editor_schemas import editor_schemas
from specfold_generator.version import RUNTIME

_PRINTABLE = re.compile(
    r"[A-Za-z0-9 _.,<>=-]*", re.ASCII
)  # means nothing in YAML, TOML, JSON, Python or Markdown

_BRACES = ("{", "}")  # constants of a template, around the parameter of a path

# Files that `specfold upgrade` keeps up to date for as long as nobody changes them.
MANAGED = {
    "__main__.py": "main.py",
    "Pulumi.yaml": "pulumi.yaml",
    "pyproject.toml": "pyproject.toml",
    "README.md": "readme.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".github/workflows/ci.yaml": "workflow.yaml",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
}
# Files that are the user's from the first day. Their paths hold names of the project.
OWN = {
    "Pulumi.{stack}.yaml": "stack.yaml",
}
EXAMPLE = {
    "specs/asyncapi/{name}.yaml": "asyncapi.yaml",
    "specs/openapi/{name}.yaml": "openapi.yaml",
    "handwritten/{package}/{module}.py": "aggregate.py",
    "handwritten/{package}/{summary}.py": "summary.py",
    "handwritten/{package}/scenarios.py": "scenarios.py",
}
PACKAGES = {
    "handwritten/__init__.py": '"""Code that the specs cannot express: decisions, folds, reactions."""\n',
    "handwritten/{package}/__init__.py": '"""Pure functions; time and new ids are arguments."""\n',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFiles:
    """Texts by path: those that `upgrade` keeps up to date, and those that are written once."""

    managed: Mapping[str, str]
    own: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        """Both."""
        return {**self.managed, **self.own}


def project_files(answers: Answers, *, example: bool = True) -> ProjectFiles:
    """The files of a project; without `example`, of one whose specs are already there."""
    values = {**answers.values, "bounds": RUNTIME}
    managed = {path: _render(template, values) for path, template in MANAGED.items()}
    once = {**OWN, **(EXAMPLE if example else {})}
    own = {path.format(**values): _render(template, values) for path, template in once.items()}
    if example:
        own |= {path.format(**values): text for path, text in PACKAGES.items()}
    return ProjectFiles(managed=format_python({**managed, **editor_schemas()}), own=format_python(own))


def _render(template: str, values: Mapping[str, str]) -> str:
    return _environment().get_template(f"{template}.j2").render(values)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "project"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_checked,
    )


def _checked(value: object) -> str:
    """A value, if it means nothing in any of the languages of the templates.

    Raises:
        ValueError: it may; a fault of `Answers`, which has checked it.
    """
    text = str(value)
    if not _PRINTABLE.fullmatch(text) and text not in _BRACES:
        raise ValueError(f"a template was given {text!r}")
    return text
