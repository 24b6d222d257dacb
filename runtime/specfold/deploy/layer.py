"""Builds the layer of the functions' dependencies: what the deployed code imports, as the lock pins it.

    python -m specfold.deploy.layer [--project FOLDER] [--python 3.13] [--lock FILE]

Wheels are for Lambda's platform, whatever machine builds them: nothing is compiled, everything is checked
against the lock's hashes.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import files, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from specfold.deploy.errors import DeployError
from specfold.deploy.package import code_files

PYTHONS = ("3.12", "3.13", "3.14")
_OURS = frozenset({"generated", "handwritten", "specfold"})
# Amazon Linux 2023, under Lambda's Python 3.12 and later, has glibc 2.34. Its 3.11 stands on Amazon Linux 2
# with 2.26, for which jsonschema-rs has no wheels any more: so 3.11 is not offered.
_PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")
_PIN = re.compile(r"(?m)^(?=[A-Za-z0-9])")


def imported(files: Iterable[Path]) -> frozenset[str]:
    """The top-level packages, other than our own and the standard library's, that these modules import.

    Of a package that several distributions share, the part that is imported: `opentelemetry.trace`. What is
    imported for a type checker alone does not count.
    """
    names = {name for file in files if file.suffix == ".py" for name in imports(file)}
    known, own = packages_distributions(), _OURS | set(sys.stdlib_module_names)
    foreign = {name: name.split(".")[0] for name in names if name.split(".")[0] not in own}
    return frozenset(
        ".".join(name.split(".")[:2]) if len(set(known.get(top, ()))) > 1 else top
        for name, top in foreign.items()
    )


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports when it runs; relative imports left out."""
    pending: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"), str(file))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
        pending.extend(ast.iter_child_nodes(node))


def closure(packages: Iterable[str], python: str) -> frozenset[str]:
    """The distributions behind these packages and everything they require on Lambda, by canonical name.

    Raises:
        DeployError: a package is not installed here, so nobody knows which distribution it is of.
    """
    owners = {package: _owner(package) for package in packages}
    missing = sorted(package for package, owner in owners.items() if owner is None)
    if missing:
        raise DeployError(f"the deployed code imports {', '.join(missing)}, which is not installed")
    pending = [canonicalize_name(owner) for owner in owners.values() if owner]
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(_required(name, python))
    return frozenset(found)


def _owner(package: str) -> str | None:
    """The distribution that a package is of; of a part of a shared one, the one that has its files."""
    top, _, part = package.partition(".")
    found = list(dict.fromkeys(packages_distributions().get(top, ())))
    if not part or len(found) < 2:
        return found[0] if found else None
    places = {f"{top}/{part}.py", f"{top}/{part}/__init__.py"}
    return next((name for name in found if places & {str(file) for file in files(name) or ()}), None)


def _required(name: str, python: str) -> Iterator[NormalizedName]:
    environment = {
        "extra": "",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "aarch64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for text in requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield canonicalize_name(requirement.name)


def selected(lock: str, names: Iterable[str]) -> str:
    """The lock's lines for these distributions alone, hashes included.

    Raises:
        DeployError: the lock does not pin one of them.
    """
    pins: Mapping[str, str] = {
        canonicalize_name(block.split("==")[0].split("[")[0]): block
        for block in _PIN.split(lock)
        if "==" in block
    }
    missing = sorted(set(names) - set(pins))
    if missing:
        raise DeployError(f"the lock does not pin {', '.join(missing)}")
    return "".join(pins[name].rstrip() + "\n" for name in sorted(names))


def command(requirements: Path, target: Path, python: str) -> list[str]:
    """The pip call that fills the layer."""
    return [
        *(
            sys.executable,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ),
        *("--only-binary=:all:", "--implementation=cp", f"--python-version={python}"),
        *(f"--platform={platform}" for platform in _PLATFORMS),
        *("--target", str(target), "--requirement", str(requirements)),
    ]


def build(project: Path, lock: Path, layer: Path, python: str) -> Path:
    """Make the layer's folder anew and return it.

    Raises:
        DeployError: the lock lacks something that the code imports.
        subprocess.CalledProcessError: pip failed; it has said why.
    """
    names = closure(imported(code_files(project).values()), python)
    chosen = selected(lock.read_text(encoding="utf-8"), names)
    shutil.rmtree(layer, ignore_errors=True)
    layer.mkdir(parents=True)
    requirements = layer.with_name(f"{layer.name}.txt")  # beside it: not part of the layer
    requirements.write_text(chosen, encoding="utf-8")
    subprocess.run(command(requirements, layer / "python", python), check=True)  # noqa: S603  # our own words
    shutil.rmtree(layer / "python" / "bin", ignore_errors=True)
    return layer


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the layer; see the module's text for the arguments."""
    parser = argparse.ArgumentParser(prog="python -m specfold.deploy.layer", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path())
    parser.add_argument("--lock", type=Path, default=Path("requirements.lock"))
    parser.add_argument("--layer", type=Path, default=Path("build/layer"))
    parser.add_argument("--python", choices=PYTHONS, default="3.13")
    options = parser.parse_args(arguments)
    try:
        print(build(options.project, options.lock, options.layer, options.python))
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
