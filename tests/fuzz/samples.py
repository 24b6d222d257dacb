"""A mutated set of documents as files: always the same for the same choices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.fuzz.mutations import mutate
from tests.fuzz.nasty import TEXTS
from tests.fuzz.seeds import Seed

Files = dict[str, bytes]
_NUMBERS = (1, 1, 1, 2, 2, 3, 5)  # of mutations of one sample
_SIGNS = (
    b"\x00",
    b"\t",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\r",
    b"#",
    b"- ",
    b": ",
    b"{",
)
_SIGNS += (
    b"&a ",
    b"*a ",
    b"!!python/object/apply:os.system ",
    b"!x ",
    b"---\n",
    b"...\n",
    b"<<: *a\n",
    b"? ",
    b"%YAML 9\n",
)


def sample(seeds: Sequence[Seed], random: Random) -> Files:
    """A few changes to one seed, in one of a few forms."""
    seed = random.choice(seeds)
    trees = dict(seed.files)
    others = [root for other in random.sample(seeds, min(3, len(seeds))) for root in other.files.values()]
    others = [root for root in others if root is not None] or [{}]
    for _ in range(random.choice(_NUMBERS)):
        path = random.choice(sorted(trees))
        trees[path] = mutate(trees[path], random, others)
    return written(trees, random)


def written(trees: dict[str, Any], random: Random) -> Files:
    """Trees as JSON or YAML; now and then the text itself is damaged, or a file has an odd name."""
    files = {path: _text(root, random).encode("utf-8", "surrogatepass") for path, root in trees.items()}
    odd = random.randrange(20)
    path = random.choice(sorted(files))
    if odd == 0:
        files[path] = _damaged(files[path], random)
    elif odd == 1:
        name = (
            random.choice(TEXTS)
            .replace("/", "_")
            .replace("\x00", "")[:60]
            .encode("utf-8", "replace")
            .decode()
        )
        files[f"{path.rpartition('/')[0]}/{name}.yaml"] = files.pop(path)
    elif odd == 2:
        files[f"{path.rpartition('/')[0]}/twin.json"] = files[path]
    return files


def _text(root: Any, random: Random) -> str:
    try:
        if random.random() < 0.5:
            return yaml.dump(root, Dumper=_Dumper, sort_keys=False, allow_unicode=random.random() < 0.5)
        return json.dumps(root, indent=random.choice([None, 1]), ensure_ascii=random.random() < 0.5)
    except (yaml.YAMLError, RecursionError, ValueError):
        return "asyncapi: 3.0.0\n"


class _Dumper(yaml.CSafeDumper):
    """Copies what is shared: aliases are an attack of their own."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _damaged(data: bytes, random: Random) -> bytes:
    where = random.randrange(len(data) + 1)
    kind = random.randrange(5)
    if kind == 0:
        return data[:where]
    if kind == 1:
        return data[:where] + random.choice(_SIGNS) + data[where:]
    if kind == 2:
        return data.decode("utf-8", "replace").encode("utf-16")
    if kind == 3:
        lines = data.splitlines(keepends=True)
        return b"".join(random.sample(lines, len(lines)))
    return data[:where] + data[min(len(data), where + 7) :]


def write(files: Files, specs: Path) -> None:
    """Put the files of a sample below a directory."""
    for path, data in files.items():
        file = specs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
