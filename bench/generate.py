"""What generating costs: whole processes, beside datamodel-code-generator on the very same schemas.

Its command line with its own defaults is the peer: like `specfold generate` it starts, reads, makes classes,
formats and writes them. Of the two Specfold does more: it validates, and writes handlers, tables, routes,
topology and contract tests besides. `engine` is the bare library, which formats nothing.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.documents import write_schemas, write_service
from bench.largest import largest
from bench.measuring import Cost, in_turn, middle, run, table, times

BIN = Path(sys.executable).parent
MADE = (".specfold", "generated", "handwritten")
ENGINE = Path(__file__).with_name("engine.py")


@dataclass(frozen=True, slots=True)
class Form:
    """How much is measured."""

    sizes: tuple[int, ...]  # messages, and as many operations
    rounds: int
    services: int  # of the project in which one file changes
    corpus: Path | None  # where real documents are


def report(form: Form) -> Iterator[str]:
    """The tables, as Markdown."""
    with tempfile.TemporaryDirectory(prefix="specfold-bench-") as name:
        scratch = Path(name)
        yield from _cold(scratch, form)
        yield from _again(scratch, form)
        yield from _real(scratch, form)


def _cold(scratch: Path, form: Form) -> Iterator[str]:
    rows, per_message = [], []
    for size in form.sizes:
        project = scratch / f"cold-{size}"
        write_service(project, "trade", size)
        schemas = project / "schemas.json"
        write_schemas(schemas, size)
        ours, peer, engine = in_turn(form.rounds, _specfold(project), *_peers(project, schemas))
        per_message.append(ours.cpu / size)
        costs = [_seconds(ours), _seconds(peer), times(ours, peer), _seconds(engine), times(ours, engine)]
        rows.append([f"{size:,}", *costs, f"{ours.memory:.0f}", f"{peer.memory:.0f}"])
    yield "## Cold: nothing there but the documents\n"
    head = ["messages and operations", "specfold, s", "peer, s", "x peer", "engine, s", "x engine"]
    yield table([*head, "specfold, MiB", "peer, MiB"], rows)
    last, growth = form.sizes[-1], per_message[-1] / per_message[0]
    yield f"\nA message costs {growth:.2f} times as much among {last:,} as among {form.sizes[0]:,}."


def _peers(project: Path, schemas: Path) -> tuple[Callable[[], Cost], Callable[[], Cost]]:
    out = project / "models.py"
    arguments: list[str | Path] = ["--input", schemas, "--input-file-type", "jsonschema", "--output", out]
    peer: list[str | Path] = [
        BIN / "datamodel-codegen",
        *arguments,
        "--output-model-type",
        "pydantic_v2.BaseModel",
    ]
    return lambda: run(peer, project), lambda: run([sys.executable, ENGINE, schemas, out], project)


def _specfold(project: Path, *, cold: bool = True) -> Callable[[], Cost]:
    def work() -> Cost:
        if cold:
            for folder in MADE:
                shutil.rmtree(project / folder, ignore_errors=True)
        return run([BIN / "specfold", "generate"], project)

    return work


def _again(scratch: Path, form: Form) -> Iterator[str]:
    project = scratch / "again"
    for number in range(form.services):
        write_service(project, f"trade{number}", form.sizes[0])
    cold = middle([_specfold(project)() for _ in range(form.rounds)])
    nothing = middle([_specfold(project, cold=False)() for _ in range(form.rounds)])
    changed = middle([_change(project, f"now in round {number}") for number in range(form.rounds)])
    yield f"\n## Again: {form.services} services of {form.sizes[0]} messages and operations each\n"
    rows = [
        ["everything, cold", _seconds(cold), "1.00", f"{cold.memory:.0f}"],
        ["nothing changed", _seconds(nothing), times(nothing, cold), f"{nothing.memory:.0f}"],
        ["one file changed", _seconds(changed), times(changed, cold), f"{changed.memory:.0f}"],
    ]
    yield table(["run", "CPU s", "x cold", "MiB"], rows)


def _change(project: Path, words: str) -> Cost:
    """Reword one document; nothing but its own service, and the root's manifest, may be written."""
    file = project / "specs/asyncapi/trade0.yaml"
    lines = file.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "summary:" in line)
    lines[at] = f"{lines[at].partition('summary:')[0]}summary: A fact, {words}."
    file.write_text("\n".join(lines) + "\n", "utf-8")
    before = {path: path.stat().st_mtime_ns for path in (project / "generated").rglob("*.*")}
    cost = _specfold(project, cold=False)()
    written = {p for p in (project / "generated").rglob("*.*") if before.get(p) != p.stat().st_mtime_ns}
    folders = {path.relative_to(project / "generated").parts[0] for path in written}
    if folders != {"trade0"}:
        raise RuntimeError(f"one document of trade0 changed, and this was written: {sorted(folders)}")
    return cost


def _real(scratch: Path, form: Form) -> Iterator[str]:
    if form.corpus is None:
        return
    project = scratch / "real"
    document = largest(form.corpus)
    kept = project / "specs/openapi/largest.yaml"
    kept.parent.mkdir(parents=True)
    shutil.copy(document.file, kept)
    shutil.copy(document.file, project / "document.yaml")
    out = ["--output", "models.py", "--output-model-type", "pydantic_v2.BaseModel"]
    command: list[str | Path] = [
        BIN / "datamodel-codegen",
        "--input",
        "document.yaml",
        "--input-file-type",
        "openapi",
        *out,
    ]
    ours, peer = in_turn(form.rounds, _specfold(project), lambda: run(command, project))
    yield "\n## The largest real document\n"
    head = ["document", "KiB", "operations", "specfold, s", "peer, s", "x peer", "specfold, MiB"]
    about = [document.title, f"{document.size / 1024:,.0f}", f"{document.operations:,}"]
    found = [_seconds(ours), _seconds(peer), times(ours, peer), f"{ours.memory:.0f}"]
    yield table(head, [[*about, *found]])


def _seconds(cost: Cost) -> str:
    return f"{cost.cpu:.2f}"
