"""Where the documents stand, and how each is put into a project of its own."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LARGEST = 200_000  # bytes of a document of the sample, all its files together
FRESH = 2  # features that no document before had: more of them bring a document into the sample
ODD = Path(__file__).resolve().parent / "odd"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document of the corpus with the files it refers to, and what its manifest says of it."""

    number: int
    folder: Path
    path: str
    files: tuple[str, ...]
    spec: str
    version: str
    expect: str
    facts: dict[str, Any] = field(repr=False)

    @property
    def row(self) -> str:
        """The row of the table it counts in."""
        return f"{self.spec} {self.version}"

    @property
    def refusable(self) -> str:
        """Why it may be refused; empty if its authors meant it to be read."""
        if self.expect.startswith("invalid"):
            return self.expect
        verdict = str(self.facts["verdict"])
        if verdict == "valid":
            return ""
        if self.facts["unresolved_refs"]:
            return "refers to nothing"
        if self.facts["http_refs"]:
            return "refers to the network"
        return verdict if verdict.startswith("invalid") else ""

    @property
    def objection(self) -> str:
        """What the first validator that held it invalid said first; empty if none did."""
        said = self.facts.get("validation", {}).values()
        found = [one.get("first_error") or one.get("error") or "" for one in said if not one["ok"]]
        words = next(filter(None, found), "")
        return words if isinstance(words, str) else " ".join(map(str, words))


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A project that holds a document: what a job needs to know of it."""

    root: Path
    specs: str = "specs"
    allow: tuple[str, ...] = ()

    def asked(self) -> dict[str, Any]:
        """As a job has it."""
        return {"root": str(self.root), "specs": self.specs, "allow": list(self.allow)}


def papers(corpus: Path) -> list[Paper]:
    """Every document of `dev`, in the order of the manifest."""
    folder = corpus / "dev"
    listed = json.loads((folder / "MANIFEST.json").read_text("utf-8"))["documents"]
    return [
        Paper(
            number=number,
            folder=folder,
            path=one["path"],
            files=tuple(one["files"]),
            spec=one["spec"],
            version=one["version"],
            expect=one["expect"],
            facts=one,
        )
        for number, one in enumerate(listed)
    ]


def own() -> list[Paper]:
    """Documents of our own: legal or nearly so, and odd. All of them must generate."""
    files = sorted(path.relative_to(ODD).as_posix() for path in ODD.glob("*/*.yaml"))
    return [
        Paper(
            number=900 + number,
            folder=ODD,
            path=file,
            files=(file,),
            spec=file.partition("/")[0],
            version="of our own",
            expect="valid",
            facts={"unresolved_refs": [], "http_refs": [], "verdict": "valid"},
        )
        for number, file in enumerate(files)
    ]


def sample(all_papers: list[Paper], size: int) -> list[Paper]:
    """Always the same few: every feature once, then of each kind and version, by a digest of the path."""
    small = [paper for paper in all_papers if paper.facts["bytes_all"] <= LARGEST]
    ordered = sorted(small, key=lambda paper: hashlib.sha256(paper.path.encode()).digest())
    chosen: dict[str, Paper] = {}
    quoted: set[str] = set()
    for paper in ordered:
        features = {f"{paper.spec} {feature}" for feature in paper.facts["features"]}
        if not paper.refusable and len(features - quoted) > FRESH:
            chosen[paper.path] = paper
            quoted |= features
    rows: dict[str, list[Paper]] = defaultdict(list)
    for paper in ordered:
        rows[paper.row].append(paper)
    for turn in range(len(ordered)):
        for found in rows.values():
            if turn < len(found) and len(chosen) < size:
                chosen.setdefault(found[turn].path, found[turn])
    return sorted(chosen.values(), key=lambda paper: paper.number)


def place(paper: Paper, root: Path) -> Placed:
    """Put a document where a team would: `specs/asyncapi/` or `specs/openapi/`; its references keep working.

    The stem gets a number before it, so that many packages can be type-checked together.
    """
    base = posixpath.dirname(paper.path)
    paths = {file: posixpath.relpath(file, base or ".") for file in paper.files}
    up = max(path.count("../") for path in paths.values())
    specs = "/".join(["specs", *(f"level{n}" for n in range(1, up))])
    entry = f"{specs}/{paper.spec}"
    allow = set()
    for file, path in paths.items():
        target = posixpath.normpath(posixpath.join(entry, _renamed(paper, file, path)))
        if not target.startswith(specs + "/"):
            allow.add(target)
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paper.folder / file, root / target)
    return Placed(root=root, specs=specs, allow=tuple(sorted(allow)))


def _renamed(paper: Paper, file: str, path: str) -> str:
    name = posixpath.basename(path)
    if file != paper.path or any(_mentions(paper.folder / other, name) for other in paper.files[1:]):
        return path
    return posixpath.join(posixpath.dirname(path), f"d{paper.number:03}_{name}")


def _mentions(file: Path, name: str) -> bool:
    return os.fsencode(name) in file.read_bytes()
