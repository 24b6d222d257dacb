"""The command line: arguments, exit codes, printing. What is done stands in `run` and `pipeline`."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from specfold_generator.cli.exit import leave
from specfold_generator.cli.new_project import init, upgrade
from specfold_generator.cli.run import Outcome, run
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.source.project import Project, read_project
from specfold_generator.version import VERSION

OK, FOUND, USAGE, DRIFT, INTERNAL = 0, 1, 2, 3, 4
EXITS = """Exit codes: 0 all is well; 1 errors were found, or warnings with --strict, and nothing was written;
2 the command line is wrong; 3 with --check, generated code is not what the specs say;
4 Specfold itself failed."""


class Form(StrEnum):
    """How diagnostics are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


Directory = Annotated[Path, typer.Option("--project", help="The directory that holds specs/.")]
Printed = Annotated[Form, typer.Option("--format", help="How diagnostics are printed; text goes to stderr.")]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]

app = typer.Typer(
    name="specfold",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.command(epilog=EXITS)(init)


@app.command(epilog=EXITS)
def generate(
    *,
    project: Directory = Path(),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 3 if something differs.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Generate again whenever a spec changes.")] = False,
    overwrite: Annotated[
        list[Path] | None, typer.Option(help="A generated file, or folder, whose hand edits may be lost.")
    ] = None,
    form: Printed = Form.TEXT,
    strict: Strict = False,
) -> None:
    """Bring generated/ to what specs/ say. Makes stubs in handwritten/ for what is new."""
    known = _project(project, form, strict=strict)
    paths = [_from_root(known, path) for path in overwrite or ()]
    if watch:
        from specfold_generator.cli.watch import generate_on_change  # noqa: PLC0415 - for --watch alone

        generate_on_change(known, lambda outcome: _tell(known, outcome, form))
        raise typer.Exit(OK)
    outcome = run(known, check=check, overwrite=paths)
    _tell(known, outcome, form, check=check)
    raise typer.Exit(FOUND if outcome.failed else DRIFT if check and outcome.touched else OK)


@app.command(epilog=EXITS)
def lint(project: Directory = Path(), form: Printed = Form.TEXT, strict: Strict = False) -> None:
    """Say what is wrong with the specs, or could be better. Writes nothing."""
    from specfold_generator import pipeline  # noqa: PLC0415 - heavy, and `generate` mostly does without

    known = _project(project, form, strict=strict)
    try:
        made = pipeline.generate(known)
        found = (*made.diagnostics, *made.notes)
    except SpecError as error:
        found = error.diagnostics
    _print(known, found, form)
    if not found and form is Form.TEXT:
        typer.echo("nothing was found")
    raise typer.Exit(FOUND if pipeline.failed(found, strict=known.strict) else OK)


@app.command(epilog=EXITS)
def release(project: Directory = Path(), form: Printed = Form.TEXT, strict: Strict = False) -> None:
    """Note every event schema as released. From then on it must not change; see specs/published/."""
    from specfold_generator.cli.release import release as note  # noqa: PLC0415 - heavy as well

    known = _project(project, form, strict=strict)
    outcome = note(known)
    _tell(known, outcome, form, nothing="every event schema is released already")
    raise typer.Exit(FOUND if outcome.failed else OK)


@app.command()
def explain(
    service: Annotated[str | None, typer.Argument(help="One service; all of them if left out.")] = None,
    project: Directory = Path(),
) -> None:
    """Show what the specs were understood to say, as JSON."""
    from specfold_generator import pipeline  # noqa: PLC0415 - heavy as well
    from specfold_generator.cli import explain as model  # noqa: PLC0415 - heavy as well

    known = _project(project, Form.TEXT)
    try:
        services = {found.name: model.explain(found) for found in pipeline.read(known).services}
    except SpecError as error:
        _print(known, error.diagnostics, Form.TEXT)
        raise typer.Exit(FOUND) from None
    if service is not None and service not in services:
        raise typer.BadParameter(f"there is no service {service!r}; there are {', '.join(services)}")
    quoted = services if service is None else services[service]
    text = json.dumps(quoted, indent=2, ensure_ascii=False)
    # what a terminal would obey, or not show, is escaped: it may come of anybody
    typer.echo("".join(s if s.isprintable() or s == "\n" else json.dumps(s)[1:-1] for s in text))


app.command(epilog=EXITS)(upgrade)

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command(context_settings=PASS_ON)
def up(context: typer.Context) -> None:
    """Run it all on this machine, until Ctrl-C. AWS is embedded; `up --help` tells its options."""
    _local("specfold.local", context.args)


@app.command(context_settings=PASS_ON)
def demo(context: typer.Context) -> None:
    """Play the project's own journey, demo/. `demo --help` tells its options."""
    if not Path("demo", "__main__.py").is_file():
        raise typer.BadParameter("there is no demo/__main__.py here: a journey is the project's own to tell")
    _local("demo", context.args)


OPERATIONS = {
    "held": "Show which keys stand still in a stack, and why. `held --help` tells its options.",
    "repair": "Fold a key again from the log, at every reader. `repair --help` tells its options.",
    "unpark": "Let a key go on at one reader, once it is repaired. `unpark --help` tells its options.",
    "skip": "Have every reader pass over a record that will never read. `skip --help` lists its options.",
    "replay": "Fold a view again from the log, as of any time. `replay --help` tells its options.",
    "audit": "Compare the streams with the archive, and repair it. `audit --help` tells its options.",
}


def _operation(name: str) -> Callable[[typer.Context], None]:
    def run(context: typer.Context) -> None:
        _local("specfold.operations", [name, *context.args])

    return run


for _name, _text in OPERATIONS.items():
    app.command(_name, help=_text, context_settings=PASS_ON)(_operation(_name))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(VERSION)


def _version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit(OK)


@app.callback(help=f"AsyncAPI and OpenAPI in; a typed, event-sourced service out.\n\n{EXITS}")
def specfold(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What all commands have in common."""


def main() -> None:
    """The program `specfold`."""
    gc.disable()  # a run makes little that refers to itself, and is soon over: looking for it costs a tenth
    try:
        app()
    except SystemExit as end:
        leave(end)
    except Exception as error:
        from specfold_generator.cli.crash_report import tell  # noqa: PLC0415 - mostly not needed

        tell(error, sys.argv[1:])
        sys.exit(INTERNAL)


def _project(directory: Path, form: Form, *, strict: bool = False) -> Project:
    if not directory.is_dir():
        raise typer.BadParameter(f"{directory} is no directory", param_hint="--project")
    try:
        found = read_project(directory.resolve())
    except SpecError as error:
        _print(Project(root=directory), error.diagnostics, form)
        raise typer.Exit(FOUND) from None
    return replace(found, strict=found.strict or strict)


def _from_root(project: Project, path: Path) -> str:
    """A path that the user gave, from the working directory or from the project, as seen from the project."""
    for base in (Path.cwd(), project.root):
        full = (base / path).absolute()
        if full.exists() and full.is_relative_to(project.root):
            return full.relative_to(project.root).as_posix()
    raise typer.BadParameter(f"{path} is no file or folder of the project", param_hint="--overwrite")


def _print(project: Project, found: Iterable[Diagnostic], form: Form) -> None:
    """Diagnostics for people go to stderr; what a program reads is all that stdout holds."""
    found = tuple(found)
    if not found and form is Form.TEXT:
        return
    from specfold_generator.cli.reporters import FileLines, render  # noqa: PLC0415 - needs the readers of specs

    stream = sys.stderr if form is Form.TEXT else sys.stdout
    text = render(found, form.value, lines=FileLines(project.root), colour=stream.isatty())
    stream.write(text)


def _tell(
    project: Project,
    outcome: Outcome,
    form: Form,
    *,
    check: bool = False,
    nothing: str = "generated code is up to date",
) -> None:
    """What is left to do stands last: what was found; or, where that stopped everything, that it did."""
    if not outcome.failed:
        _summarise(outcome, form, check, nothing)
    _print(project, outcome.diagnostics, form)
    if outcome.failed:
        _summarise(outcome, form, check, nothing)


def _summarise(outcome: Outcome, form: Form, check: bool, nothing: str) -> None:
    """What was done, or is to be done, file by file."""
    stream = sys.stdout if form is Form.TEXT else sys.stderr
    lines = [
        f"{sign} {path}"
        for sign, paths in (("+", outcome.added), ("~", outcome.changed), ("-", outcome.removed))
        for path in sorted(paths)
    ]
    if outcome.failed:
        lines = ["nothing was written"]
    elif not lines:
        lines = [nothing]
    elif check:
        lines.append("generated code is not up to date: run `specfold generate`")
    if stream.isatty():
        from rich.console import Console  # noqa: PLC0415 - for people alone

        styles = {"+": "green", "~": "yellow", "-": "red"}
        console = Console(file=stream, highlight=False)
        for line in lines:
            console.print(line, style=styles.get(line[0]), markup=False)
    else:
        stream.write("".join(f"{line}\n" for line in lines))


def _local(module: str, arguments: list[str]) -> NoReturn:
    """Become another program: the generator never imports what it has generated, nor what that stands on.

    Where a process can become another one, it does: so anyone who ends it, by whatever signal, ends that.
    """
    command = [sys.executable, "-m", module, *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606 - the user's own words, and no shell
    try:
        raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - as above
    except KeyboardInterrupt:
        raise typer.Exit(OK) from None
