"""What mutations begin with: our own specs and cases, and where there is a corpus, short real documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared/corpus/dev"
LONGEST = 30_000  # bytes of a real document: longer ones cost more than they find


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A set of documents by their path below `specs/`."""

    name: str
    files: dict[str, Any]


def own_seeds() -> list[Seed]:
    """Ours: each of the golden cases, the specs of the repository, and what was found before."""
    folders = sorted((ROOT / "tests/cases").glob("*/specs"))
    return [_seed(folder) for folder in [ROOT / "specs", *folders]]


def corpus_seeds(folder: Path = CORPUS) -> list[Seed]:
    """Short documents of a corpus that stand alone; none where there is no corpus."""
    if not (folder / "MANIFEST.json").is_file():
        return []
    found = []
    for one in json.loads((folder / "MANIFEST.json").read_text("utf-8"))["documents"]:
        file = folder / one["path"]
        if len(one["files"]) == 1 and file.stat().st_size <= LONGEST:
            root = read_plainly(file)
            if isinstance(root, dict):
                found.append(Seed(name=one["path"], files={f"{one['spec']}/real.yaml": root}))
    return found


def _seed(folder: Path) -> Seed:
    files = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".yaml", ".yml", ".json") and "published" not in file.parts:
            files[file.relative_to(folder).as_posix()] = read_plainly(file)
    return Seed(name=folder.relative_to(ROOT).as_posix(), files=files)


def read_plainly(file: Path) -> Any:
    """A document as plain values; None if YAML cannot read it."""
    try:
        root = yaml.load(file.read_text("utf-8"), Loader=_Plain)
        return json.loads(json.dumps(root))  # nothing shared, as a mutation is of one place
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError):
        return None


class _Plain(yaml.CSafeLoader):
    """YAML's core types, without dates: they are text to a specification."""


_Plain.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for sign, rows in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
