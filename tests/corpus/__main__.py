"""`make corpus`: try every document, and print what became of all of them.

Ends with 1 if anything is unexplained: a traceback, a limit passed, output that does not import, type-check
or keep its promises, or a hostile document that did not end as it must.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.corpus import bad, hall, report, typing_batches
from tests.corpus.documents import Paper, papers, place, sample
from tests.corpus.hall import Lane
from tests.corpus.results import Result

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/corpus"


def main() -> int:
    """Run; 0 if everything is as it should be."""
    asked = _arguments()
    if not (asked.corpus / "dev/MANIFEST.json").is_file():
        print(f"there is no corpus at {asked.corpus}: say where with make corpus CORPUS=<folder>")
        return 0 if asked.absent_is_fine else 2
    with tempfile.TemporaryDirectory(prefix="specfold-corpus-") as folder:
        work = asked.keep or Path(folder)
        return _try(asked, work)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make corpus")
    parser.add_argument("--corpus", type=Path, default=DEFAULT)
    parser.add_argument("--sample", type=int, default=0, help="so many of the real documents; all of bad/")
    parser.add_argument("--only", default="", help="documents whose path, or number, has this in it")
    parser.add_argument("--skip", default="", help="steps that are left out: typed, again, use, dev, bad")
    parser.add_argument("--keep", type=Path, help="where to leave what is made")
    parser.add_argument("--json", type=Path, help="where to leave every result")
    parser.add_argument("--absent-is-fine", action="store_true", help="end with 0 where there is no corpus")
    return parser.parse_args()


def _try(asked: argparse.Namespace, work: Path) -> int:
    chosen = papers(asked.corpus)
    if asked.only:
        chosen = [p for p in chosen if asked.only in p.path or asked.only == str(p.number)]
    if asked.sample:
        chosen = sample(chosen, asked.sample)
    skip = set(asked.skip.split(","))
    home = work / "home"
    home.mkdir(parents=True, exist_ok=True)
    results = [Result(paper=paper) for paper in ([] if "dev" in skip else chosen)]
    began = time.monotonic()
    _generate_and_use(results, work, home, skip)
    _type_check(results, work, skip)
    verdicts = [] if "bad" in skip else bad.judge(asked.corpus, work / "bad", home, asked.only)
    if asked.json:
        asked.json.write_text(json.dumps(report.dumped(results, verdicts), indent=1, default=str), "utf-8")
    print(report.text(results, verdicts))
    print(f"{time.monotonic() - began:.0f} s")
    return int(bool(report.unexplained(results)) or any(one.problems for one in verdicts))


def _generate_and_use(results: list[Result], work: Path, home: Path, skip: set[str]) -> None:
    def one(lane: Lane, result: Result) -> None:
        root = _root(work, result.paper)
        shutil.rmtree(root, ignore_errors=True)
        asked = place(result.paper, root).asked()
        result.generation(lane.ask("generate", asked))
        if "generated" not in result.steps:
            return
        if "use" not in skip:
            # Contract tests try thousands of payloads; their limits are those of a test run, not of a generation.  # noqa: E501 - one line of a table
            result.use(lane.ask("use", asked, room="use", seconds=300, megabytes=2048))
        if "again" not in skip:
            result.again(lane.ask("again", asked, seed="2"))
        _progress(result)

    hall.spread(results, one, home)


def _progress(result: Result) -> None:
    if sys.stderr.isatty():
        print(f"{result.paper.number:4} {result.paper.path}", file=sys.stderr)


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
