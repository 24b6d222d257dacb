"""The code that functions run: generated, handwritten and runtime, file by file and nothing else.

Naming each file keeps the archive the same on every machine: no caches, no tests, no deployment code.
Dependencies come in a layer, see `specfold.deploy.layer`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import specfold
from specfold.deploy.errors import DeployError

# Not for Lambda: what developers, operators and tests use, and what a rebuild ships by itself.
NOT_DEPLOYED = frozenset({"deploy", "local", "operations", "rebuild", "testing"})
_NOT_CODE = frozenset({"__pycache__", "contract", "tests", "scenarios.py"})  # scenarios serve contract tests
_SUFFIXES = frozenset({".json", ".py", ".typed"})


def code_files(project: Path) -> Mapping[str, Path]:
    """Each file of the archive: its path inside, with slashes, to its place on disk; sorted.

    Raises:
        DeployError: the project has no `generated` folder, or a file is a symbolic link.
    """
    if not (project / "generated").is_dir():
        raise DeployError(f"{project / 'generated'} is missing: generate the services first")
    library = Path(specfold.__file__).parent
    files = {
        **dict(_tree(project / "generated", "generated")),
        **dict(_tree(project / "handwritten", "handwritten")),
        **{name: path for name, path in _tree(library, "specfold") if name.split("/")[1] not in NOT_DEPLOYED},
    }
    return dict(sorted(files.items()))


def _tree(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        inside = path.relative_to(root)
        if path.suffix not in _SUFFIXES or _NOT_CODE.intersection(inside.parts):
            continue
        if path.is_symlink():
            raise DeployError(f"{path} is a symbolic link: it would ship a file from elsewhere")
        if path.is_file():
            yield f"{name}/{inside.as_posix()}", path
