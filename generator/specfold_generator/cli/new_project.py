"""`specfold init` and `specfold upgrade`: options, questions, and what is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError

if TYPE_CHECKING:
    from specfold_generator.scaffold.answers import Answers

NEXT = (
    ("specfold generate", "specs/ -> generated/"),
    ("python -m pytest", "the contract tests"),
    ("specfold up", "the whole service on this machine"),
)
OK, FOUND, DRIFT = 0, 1, 3


def init(
    directory: Annotated[Path, typer.Argument(help="The folder of the project.")] = Path(),
    *,
    name: Annotated[
        str | None,
        typer.Option(help="The project: lower-case words joined by hyphens. By default the folder's."),
    ] = None,
    aggregate: Annotated[str | None, typer.Option(help="The first aggregate, for instance Claim.")] = None,
    stack: Annotated[str | None, typer.Option(help="The first Pulumi stack. By default dev.")] = None,
    keep_existing: Annotated[
        bool, typer.Option("--keep-existing", help="Keep files that exist, and write the others.")
    ] = False,
) -> None:
    """Write a new project.

    It has specs with one aggregate, its handlers, and what surrounds them. On a terminal, asks for what
    no option gives. Overwrites nothing.
    """
    from specfold_generator.scaffold import create  # noqa: PLC0415 - heavy, and most commands do without
    from specfold_generator.scaffold.files import project_files  # noqa: PLC0415 - heavy as well
    from specfold_generator.scaffold.record import Record  # noqa: PLC0415 - heavy as well

    try:
        given = _answers(directory, name, aggregate, stack)
        files = project_files(given)
        record = Record.of(given, files.managed).text()
        made = create.create(directory, files, record, keep_existing=keep_existing)
    except SpecError as error:
        _print(directory, error.diagnostics)
        typer.echo("nothing was written")
        raise typer.Exit(FOUND) from None
    for path in made.written:
        typer.echo(f"+ {path}")
    for path in made.kept:
        typer.echo(f"  {path} exists, and is kept")
    _next_commands(directory)


def upgrade(
    project: Annotated[Path, typer.Option("--project", help="The directory that holds specs/.")] = Path(),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 3 if something would be written.")
    ] = False,
) -> None:
    """Bring a project to this version.

    Updates the files of `specfold init`, and generated code. A file that you changed is left as it is, and
    its difference is printed.
    """
    from specfold_generator.cli.run import run  # noqa: PLC0415 - heavy, and most commands do without
    from specfold_generator.scaffold import upgrade as scaffold  # noqa: PLC0415 - heavy as well
    from specfold_generator.source.project import read_project  # noqa: PLC0415 - heavy as well

    root = project.resolve()
    try:
        planned = scaffold.plan(root)
        if not check:
            scaffold.apply(root, planned)
        outcome = run(read_project(root), check=check)
    except SpecError as error:
        _print(root, error.diagnostics)
        typer.echo("nothing was written")
        raise typer.Exit(FOUND) from None
    changed = [path for path in planned.writes if path not in planned.added]
    _summarise(
        {
            "+": (*planned.added, *outcome.added),
            "~": (*changed, *outcome.changed),
            "-": (*planned.removals, *outcome.removed),
        }
    )
    for difference in planned.diffs.values():
        typer.echo(f"\n{difference}", nl=False)
    _print(root, (*planned.diagnostics, *outcome.diagnostics))
    drift = bool(planned.writes or planned.removals or outcome.touched)
    raise typer.Exit(FOUND if outcome.failed else DRIFT if check and drift else OK)


def _answers(directory: Path, name: str | None, aggregate: str | None, stack: str | None) -> Answers:
    """The answers from the options; on a terminal, those that are missing are asked for.

    Raises:
        SpecError: an answer cannot be used.
    """
    from specfold_generator.scaffold import answers  # noqa: PLC0415 - heavy, and most commands do without

    name = name or _ask("Name of the project", answers.suggested_name(directory.resolve().name))
    aggregate = aggregate or _ask("First aggregate", answers.suggested_aggregate(name))
    stack = stack or _ask("First stack", "dev")
    given = answers.Answers(name=name, aggregate=aggregate, stack=stack)
    if wrong := list(answers.check(given)):
        raise SpecError(wrong)
    return given


def _ask(question: str, suggestion: str) -> str:
    """The answer of somebody at a terminal; the suggestion where nobody is there."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return suggestion
    return str(typer.prompt(question, default=suggestion))


def _next_commands(directory: Path) -> None:
    typer.echo("\nNext:\n")
    if directory != Path():
        typer.echo(f"  cd {directory}")
    width = max(len(command) for command, _ in NEXT)
    for command, purpose in NEXT:
        typer.echo(f"  {command:<{width}}  # {purpose}")


def _summarise(paths: Mapping[str, Iterable[str]]) -> None:
    lines = [f"{sign} {path}" for sign, found in paths.items() for path in sorted(found)]
    for line in lines or ["the project is up to date"]:
        typer.echo(line)


def _print(root: Path, found: Iterable[Diagnostic]) -> None:
    from specfold_generator.cli import reporters  # noqa: PLC0415 - needs the readers of specs

    text = reporters.render(tuple(found), lines=reporters.FileLines(root), colour=sys.stderr.isatty())
    sys.stderr.write(text)
