"""Broken and hostile documents: each must end as its manifest says, within its limits."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.corpus import hall
from tests.corpus.documents import Placed
from tests.corpus.hall import Lane
from tests.corpus.results import stopper

SECRETS = ("TOP-SECRET-9f3", "root:x:0")
# Text that stands in a document and must stand in the output as it is.
KEPT = {"text/jinja.yaml": ("{# gone #}", "{{ 7*7 }}", "{%- raw -%}")}
_VALID = """asyncapi: 3.0.0
info: {title: Odd, version: 1.0.0}
channels:
  pings: {address: pings, messages: {Ping: {payload: {type: object, properties: {at: {type: string}}}}}}
operations:
  onPing: {action: receive, channel: {$ref: '#/channels/pings'}}
"""


@dataclass(kw_only=True)
class Verdict:
    """One case: `how` it ended, and what is wrong with that."""

    path: str
    how: str = ""
    problems: list[str] = field(default_factory=list)


def judge(corpus: Path, work: Path, home: Path, only: str = "") -> list[Verdict]:
    """Try every case."""
    shutil.rmtree(work, ignore_errors=True)
    manifest = json.loads((corpus / "bad/MANIFEST.json").read_text("utf-8"))
    cases = [*manifest["cases"], *_odd_names(manifest["filenames"])]
    cases = [case for case in cases if only in case["path"]]
    verdicts = [Verdict(path=case["path"]) for case in cases]

    def one(lane: Lane, pair: tuple[int, dict[str, Any]]) -> None:
        number, case = pair
        placed = _placed(corpus / "bad", case, work / f"{number:03}")
        _Trial(lane, case, placed, verdicts[number], home).run()

    hall.spread(list(enumerate(cases)), one, home)
    return verdicts


def _odd_names(filenames: dict[str, Any]) -> list[dict[str, Any]]:
    common = {"expect": "generate", "error_must_mention": [], "must_not": [], "limits": {}}
    alone = [{**common, "path": f"filenames/{name}", "made": [name]} for name in filenames["names"]]
    return [*alone, {**common, "path": "filenames, together", "made": filenames["names"]}]


def _placed(bad: Path, case: dict[str, Any], root: Path) -> Placed:
    """Put a case where its kind belongs; a folder that it names as its root of specs is taken whole."""
    if "made" in case:
        for name in case["made"]:
            _write(root / "specs/asyncapi" / name, _VALID)
        return Placed(root=root)
    files = case.get("files", [case["path"]])
    kind = "openapi" if _is_openapi((bad / files[0]).read_bytes()) else "asyncapi"
    base = case.get("specs_root") or os.path.dirname(files[0])
    for file in files:
        target = root / "specs" / kind / os.path.relpath(file, base)
        target.parent.mkdir(parents=True, exist_ok=True)
        if (bad / file).is_file():
            shutil.copyfile(bad / file, target)
        else:
            target.symlink_to("../../secret-outside.yaml")
    if case.get("specs_root"):
        # What stands beside the root of specs in the corpus stands where such references would find it.
        secret = (bad / "refs/secret-outside.yaml").read_bytes()
        for place in (root, root / "specs"):
            (place / "secret-outside.yaml").write_bytes(secret) if place == root else None
    return Placed(root=root)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _is_openapi(data: bytes) -> bool:
    head = data[:2000].replace(b"\x00", b"")
    return b"asyncapi" not in head and (b"openapi" in head or b"swagger" in head)


class _Trial:
    def __init__(
        self, lane: Lane, case: dict[str, Any], placed: Placed, verdict: Verdict, home: Path
    ) -> None:
        self._lane, self._case, self._placed, self._verdict = lane, case, placed, verdict
        self._marks = (home / ".specfold-pwned", Path("~/.specfold-pwned").expanduser())

    def run(self) -> None:
        limits = self._case["limits"]
        seconds, megabytes = limits.get("seconds", 20), limits.get("rss_mb", 512)
        before = self._files()
        answer = self._lane.ask("command", self._placed.asked(), seconds=seconds, megabytes=megabytes)
        stopped = stopper(answer)
        if stopped:
            self._verdict.how = "stopped"
            self._wrong(stopped)
            return
        made = sorted(self._files() - before)
        said = answer["out"] + answer["err"]
        self._said(said)
        if answer["exit"]:
            self._refused(said, made)
        else:
            self._generated(said, made)
        if any(mark.exists() for mark in self._marks):
            self._wrong("code of the document ran")

    def _refused(self, said: str, made: list[str]) -> None:
        self._verdict.how = "refused"
        if self._case["expect"] == "generate":
            self._wrong(f"refused: {said[:600]}")
        lacking = [word for word in self._case["error_must_mention"] if word not in said]
        if lacking:
            self._wrong(f"does not mention {lacking}: {said[:600]}")
        if made:
            self._wrong(f"wrote {made[:3]}")

    def _generated(self, said: str, made: list[str]) -> None:
        self._verdict.how = "generated"
        if self._case["expect"] == "error":
            self._wrong(f"generated; {self._case['must']}; {said[:300]}")
        texts = {path: (self._placed.root / path).read_bytes() for path in made}
        whole = b"".join(texts.values())
        if any(secret.encode() in whole for secret in SECRETS):
            self._wrong("holds text of a file that it may not read")
        if any(b"\r" in text for text in texts.values()):
            self._wrong("holds a bare carriage return")
        lost = [text for text in KEPT.get(self._case["path"], ()) if text.encode() not in whole]
        if lost:
            self._wrong(f"lost {lost}")
        used = self._lane.ask("use", self._placed.asked(), room="use", seconds=300, megabytes=2048)
        if stopper(used) or used.get("import"):
            self._wrong(f"import: {stopper(used)} {used.get('import', '')}")
        elif used["exit"] not in (0, 5):
            self._wrong(f"contract tests: {(used['failures'] or [used['said'][-300:]])[:3]}")

    def _said(self, said: str) -> None:
        if "Traceback (most recent call last)" in said:
            self._wrong("printed a traceback")
        if any(secret in said for secret in SECRETS):
            self._wrong("printed text of a file that it may not read")

    def _files(self) -> set[str]:
        root = self._placed.root
        return {
            path.relative_to(root).as_posix()
            for path in root.rglob("*")
            if not path.is_dir() and ".specfold" not in path.parts
        }

    def _wrong(self, problem: str) -> None:
        self._verdict.problems.append(problem)
