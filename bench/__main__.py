"""`make bench`: measure, print, and with the full form write the figures into bench/README.md."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from bench import generate, runtime
from bench.measuring import machine

README = Path(__file__).with_name("README.md")
FIGURES = "<!-- from here on printed by `make bench` -->\n"


def main(form: str, rounds: int, corpus: Path | None) -> None:
    """Measure in a form: "ci" shows in half a minute that it all works, "full" gives the figures."""
    if corpus is not None and not (corpus / "dev/MANIFEST.json").is_file():
        corpus = None
    if form == "ci":
        generating = generate.Form(sizes=(10, 20), rounds=1, services=2, corpus=None)
        running = runtime.Form(events=1_000, records=100, rounds=1)
    else:
        generating = generate.Form(sizes=(20, 200, 1_000), rounds=rounds, services=10, corpus=corpus)
        running = runtime.Form(events=100_000, records=1_000, rounds=rounds)
    taken = f"medians of {generating.rounds}" if generating.rounds > 1 else "one"
    text = _printed([f"Machine: {machine()}. Rounds: {taken}.\n"])
    text += _printed(generate.report(generating))
    text += _printed([""]) + _printed(runtime.report(running))
    if form == "full":
        head, _, _ = README.read_text("utf-8").partition(FIGURES)
        README.write_text(f"{head}{FIGURES}\n{text}", "utf-8")


def _printed(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        print(part, flush=True)
        text += f"{part}\n"
    return text


if __name__ == "__main__":
    asked = dict(enumerate(sys.argv))
    main(asked.get(1, "full"), int(asked.get(2, 3)), Path(asked[3]) if 3 in asked else None)
