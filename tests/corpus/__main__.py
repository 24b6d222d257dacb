"""`make corpus`: try every document, and print what became of all of them.

Ends with 1 if anything is unexplained: a traceback, a limit passed, output that does not import, type-check
or keep its promises, or a hostile document that did not end as it must; with 2 if there is no corpus.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.corpus import bad, hall, page, report, typing_batches
from tests.corpus.documents import Paper, own, papers, place, sample
from tests.corpus.hall import Lane
from tests.corpus.results import STEPS, Result, recalled, remember

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/corpus"
SAMPLE = 60  # real documents of the short form


def main() -> int:
    """Run; 0 if everything is as it should be."""
    asked = _arguments()
    there = (asked.corpus / "dev/MANIFEST.json").is_file()
    if not there:
        print(f"there is no corpus at {asked.corpus}: say where with make corpus CORPUS=<folder>")
        if asked.form != "ci":
            return 2
        print("only the odd documents of our own are tried")
    with tempfile.TemporaryDirectory(prefix="specfold-corpus-") as folder:
        return _try(asked, asked.keep or Path(folder), there=there)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make corpus")
    parser.add_argument("--corpus", type=Path, default=DEFAULT)
    parser.add_argument("--form", choices=("full", "ci"), default="full", help="ci: a sample")
    parser.add_argument("--only", default="", help="documents whose path, or number, has this in it")
    parser.add_argument("--numbers", default="", help="documents from one number to another: 0-99")
    parser.add_argument("--skip", default="", help="what is left out: tested, typed, again, use, dev, bad")
    parser.add_argument("--keep", type=Path, help="where to leave what is made")
    parser.add_argument("--results", type=Path, help="where to leave results, beside those that stand there")
    parser.add_argument("--page", type=Path, help="where to print the table as a page, from all results")
    return parser.parse_args()


def _chosen(asked: argparse.Namespace, *, there: bool) -> list[Paper]:
    chosen = papers(asked.corpus) if there else []
    if asked.form == "ci":
        chosen = sample(chosen, SAMPLE)
    chosen += own()
    if asked.only:
        chosen = [p for p in chosen if asked.only in p.path or asked.only == str(p.number)]
    if asked.numbers:
        first, _, last = asked.numbers.partition("-")
        chosen = [p for p in chosen if int(first) <= p.number <= int(last or first)]
    return chosen


def _try(asked: argparse.Namespace, work: Path, *, there: bool) -> int:
    chosen = _chosen(asked, there=there)
    skip = set(asked.skip.split(","))
    home = work / "home"
    home.mkdir(parents=True, exist_ok=True)
    results = [Result(paper=paper) for paper in ([] if "dev" in skip else chosen)]
    began = time.monotonic()
    _generate_and_use(results, work, home, skip)
    _type_check(results, work, skip)
    verdicts = []
    if there and "bad" not in skip:
        verdicts = bad.judge(asked.corpus, work / "bad", home, asked.only)
    if asked.results:
        remember(asked.results, results)
        known = [*papers(asked.corpus), *own()] if there else own()
        results = recalled(asked.results, known)
    print(report.text(results, verdicts))
    print(f"{time.monotonic() - began:.0f} s")
    if asked.page:
        asked.page.write_text(page.text(results), "utf-8")
    return int(bool(report.unexplained(results)) or any(one.problems for one in verdicts))


def _generate_and_use(results: list[Result], work: Path, home: Path, skip: set[str]) -> None:
    def one(lane: Lane, result: Result) -> None:
        root = _root(work, result.paper)
        shutil.rmtree(root, ignore_errors=True)
        asked = place(result.paper, root).asked()
        result.generation(lane.ask("generate", asked))
        if "generated" in result.steps:
            if "use" not in skip:
                # Contract tests try thousands of payloads: their limits are those of a test run.
                job = {**asked, "untested": "tested" in skip}
                result.use(lane.ask("use", job, room="use", seconds=300, megabytes=2048))
            if "again" not in skip:
                result.again(lane.ask("again", asked, seed="2"))
        _progress(result)

    hall.spread(results, one, home)


def _progress(result: Result) -> None:
    if sys.stderr.isatty():
        steps = " ".join(step for step in STEPS if step in result.steps) or result.verdict
        print(f"{result.paper.number:4} {result.paper.path}: {steps} {result.cost}", file=sys.stderr)


def _type_check(results: list[Result], work: Path, skip: set[str]) -> None:
    made = [result for result in results if "generated" in result.steps and "typed" not in skip]
    roots = {result.paper.number: _root(work, result.paper) for result in made}
    for number, batch in enumerate(typing_batches.batches(made)):
        folder = work / f"batch{number}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        typing_batches.check(batch, roots, folder)


def _root(work: Path, paper: Paper) -> Path:
    return work / f"{paper.number:03}"


if __name__ == "__main__":
    sys.exit(main())
