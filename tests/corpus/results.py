"""What became of a document, step by step, and why it stopped where it did."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.corpus.documents import Paper
from tests.verdicts import reasons

STEPS = ("generated", "imported", "typed", "ruff", "tested", "same again")
SECONDS, MEGABYTES = 20, 512


@dataclass(kw_only=True)
class Result:
    """One document. `reasons` holds a line for every step that failed, by step."""

    paper: Paper
    steps: set[str] = field(default_factory=set)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    codes: tuple[str, ...] = ()  # of errors, when it was refused
    warned: tuple[str, ...] = ()  # codes of warnings
    packages: tuple[str, ...] = ()
    skips: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether it ended in diagnostics, as a document may that is not right."""
        return bool(self.codes)

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if "generated" in self.steps:
            silent = self.paper.refusable and not self.warned
            return "silent" if silent else "generated"
        if not self.refused:
            return "broken"
        return "refused as expected" if self.paper.refusable else "refused"

    @property
    def rightly(self) -> str:
        """Why a document that somebody holds invalid generates in silence; empty if nobody knows."""
        return reasons.laxer(self.paper.objection) if self.verdict == "silent" else ""

    def failed(self, step: str, *why: str) -> None:
        """Note why a step was not passed."""
        self.reasons.setdefault(step, []).extend(why)

    def generation(self, answer: dict[str, Any]) -> None:
        """Note what a first generation gave."""
        self.cost["generate"] = answer["cpu"]
        self.cost["rss_mb"] = answer["rss_mb"]
        found = answer.get("findings", [])
        self.warned = tuple(sorted({code for severity, code, *_ in found if severity == "WARNING"}))
        stopped = stopper(answer)
        if stopped:
            self.failed("generated", stopped)
        elif answer["failed"]:
            errors = [one for one in found if one[0] == "ERROR"]
            self.codes = tuple(sorted({code for _, code, *_ in errors}))
            self.failed(
                "generated", *(f"{code} {file}:{line} {text}" for _, code, file, line, text in errors)
            )
        else:
            self.steps.add("generated")
            made = [path.split("/") for path in answer["added"]]
            self.packages = tuple(sorted({p[1] for p in made if p[0] == "generated" and len(p) > 2}))

    def again(self, answer: dict[str, Any]) -> None:
        """Note what a second generation gave."""
        self.cost["again"] = answer["cpu"]
        stopped = stopper(answer)
        if stopped or answer["differs"]:
            self.failed("same again", stopped or f"differs: {', '.join(answer['differs'][:5])}")
        else:
            self.steps.add("same again")

    def use(self, answer: dict[str, Any]) -> None:
        """Note what importing and testing gave."""
        self.cost["use"] = answer["cpu"]
        stopped = stopper(answer)
        if stopped and "import" not in answer:
            self.failed("imported", stopped)
        elif answer.get("import"):
            self.failed("imported", answer["import"])
        else:
            self.steps.add("imported")
            self.skips, self.outcomes = answer.get("skips", {}), answer.get("outcomes", {})
            if answer.get("exit", 0) is None:
                return
            if answer["exit"] in (0, 5):
                self.steps.add("tested")
            else:
                self.failed("tested", *(answer["failures"] or [answer["said"][-600:]]))


def stopper(answer: dict[str, Any]) -> str:
    """What ended a job that gave no answer of its own; empty if it gave one."""
    if answer.get("seen"):
        return f"did what it may not: {answer['seen'][:3]}"
    if "limit" in answer:
        return f"limit: {answer['limit']}"
    if "crash" in answer:
        lines: list[str] = answer["crash"].strip().splitlines()
        places = [line.strip() for line in lines if line.strip().startswith("File ")]
        return f"traceback: {lines[-1][:200]} at {re.sub(r'.*/', '', places[-1]) if places else '?'}"
    return ""


_KEPT = ("reasons", "codes", "warned", "packages", "skips", "outcomes", "cost")


def remember(file: Path, results: Iterable[Result]) -> None:
    """Leave results for a later run or another program, over those of the same documents."""
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    for result in results:
        told = {name: getattr(result, name) for name in _KEPT}
        known[result.paper.path] = {**told, "steps": sorted(result.steps), "verdict": result.verdict}
    file.write_text(json.dumps(known, indent=1, sort_keys=True), "utf-8")


def recalled(file: Path, papers: Iterable[Paper]) -> list[Result]:
    """The results that were left, of those documents that there are."""
    known = json.loads(file.read_text("utf-8"))
    found = []
    for paper in papers:
        if paper.path in known:
            told = known[paper.path]
            result = Result(paper=paper, steps=set(told["steps"]), **{name: told[name] for name in _KEPT})
            result.codes, result.warned = tuple(result.codes), tuple(result.warned)
            found.append(result)
    return found
