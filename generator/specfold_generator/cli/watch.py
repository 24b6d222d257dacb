"""`generate --watch`: generate now, and after every change of what people write."""

from __future__ import annotations

import gc
import itertools
import signal
import threading
from collections.abc import Callable

from watchfiles import watch

from specfold_generator.cli.run import Outcome, run
from specfold_generator.output import up_to_date as freshness
from specfold_generator.source.project import Project


def generate_on_change(project: Project, tell: Callable[[Outcome], None]) -> None:
    """Generate until the user interrupts; tell of each run that wrote, or found, something new.

    Files are looked at once a second as well, lest the operating system misses a change.
    """
    gc.enable()  # this process stays
    places = [
        place for place in (project.root / project.specs, project.root / "handwritten") if place.is_dir()
    ]
    changes = watch(*places, yield_on_timeout=True, rust_timeout=1000, stop_event=_interrupted())
    seen, told = "", None
    for _ in itertools.chain([()], changes):
        now = freshness.written(project)
        if now == seen:
            continue
        outcome, seen = run(project), now
        if outcome.touched or outcome.diagnostics != told:
            tell(outcome)
        told = outcome.diagnostics


def _interrupted() -> threading.Event:
    """Set by the first Ctrl-C, so that a run at work comes to its end; the second one interrupts it."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, ask)
    return asked
