"""View -> text. Templates come from one directory of ours; text of a spec is never one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from specfold_generator.python.code import Code

TEMPLATES = Path(__file__).parents[3] / "templates"


class NotCode(TypeError):
    """A template was given text that nobody quoted. A fault of a view, never of a spec."""


def render(template: str, view: object) -> str:
    """The text that a template makes of a view.

    Raises:
        NotCode: the view holds a string that is no `Code`.
        jinja2.UndefinedError: the template asks for something the view does not have.
    """
    return _environment().get_template(template).render(view=view)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The text is Python, not HTML; what keeps it safe is `_only_code`.
        autoescape=False,
        finalize=_only_code,
    )


def _only_code(value: object) -> Code:
    if isinstance(value, Code):
        return value
    raise NotCode(f"a template was given {type(value).__name__} {value!r}, which nobody quoted")
