"""Each member of both standards is used as docs/standards.md says: without it, something differs.

`documents/` holds, for each version, a document with every member of every object.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from specfold_generator.diagnostics.diagnostic import Location, SpecError
from specfold_generator.documents.validation.member_table import ASYNCAPI, OPENAPI, SCHEMA, Use, use_of
from specfold_generator.documents.validation.validator import placed_objects, standard_members
from specfold_generator.json_schema.keywords import KNOWN
from specfold_generator.services.build import build_services
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import object_at
from specfold_generator.source.references import Workspace

DOCUMENTS = Path(__file__).with_name("documents")
VERSIONS = {
    "asyncapi": ("asyncapi 2", "asyncapi 3"),
    "openapi": ("openapi 3.1", "openapi 3.2"),
}
PLACES = frozenset(("origin", "pointer", "documents"))  # of a node: where it was written
PERSONAL = "x-personal-data"  # an extension: test_build_schemas has it

Member = tuple[str, str]  # the kind of an object, and a member


def model_of(node: Any) -> Any:
    """A model as plain values, without places in files."""
    if isinstance(node, Location):
        return None
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        fields = [f.name for f in dataclasses.fields(node) if f.name not in PLACES]
        return type(node).__name__, [(name, model_of(getattr(node, name))) for name in fields]
    if isinstance(node, Mapping):
        return [(key, model_of(value)) for key, value in node.items()]
    return [model_of(item) for item in node] if isinstance(node, list | tuple) else node


def built(kind: str, document: Any) -> tuple[str | None, list[tuple[str, str]]]:
    """The model of a document, None where it has errors, and its diagnostics."""
    root = Path(tempfile.mkdtemp())
    try:
        file = root / "specs" / kind / "library.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
        found = build_services(Workspace(root))
        return repr(model_of(found.services)), sorted((d.code, d.message) for d in found.diagnostics)
    except SpecError as error:
        return None, sorted((d.code, d.message) for d in error.diagnostics)
    finally:
        shutil.rmtree(root)


def without(document: Any, pointer: tuple[str | int, ...], member: str) -> Any:
    """A copy of a document without one member."""
    changed = copy.deepcopy(document)
    holder = changed
    for step in pointer:
        holder = holder[step]
    del holder[member]
    return changed


def occurrences(version: str, root: Path) -> Iterator[tuple[Member, tuple[str | int, ...], str]]:
    """Every member of the tables that a document has, the place of its object, and its name there."""
    kind = version.split(maxsplit=1)[0]
    tables = {**standard_members(version), "Schema": tuple(KNOWN)}
    shutil.copytree(DOCUMENTS, root / "specs" / kind)
    document = Workspace(root).document(f"specs/{kind}/{version.replace(' ', '-')}.yaml")
    for at, what in placed_objects(DocumentNode(document, ()), version):
        for name in object_at(at):
            if name in tables[what] or "*" in tables[what]:
                yield (what, name if name in tables[what] else "*"), at.pointer, name


@functools.cache
def experiment(version: str) -> Mapping[Member, Use]:
    """What removing each member changes; the most that any of its occurrences does."""
    kind = version.split(maxsplit=1)[0]
    document = yaml.safe_load((DOCUMENTS / f"{version.replace(' ', '-')}.yaml").read_text("utf-8"))
    model, diagnostics = built(kind, document)
    assert model is not None, diagnostics
    order = [Use.UNREAD, Use.CHECKED, Use.GENERATED]
    found: dict[Member, Use] = {}
    with tempfile.TemporaryDirectory() as folder:
        for member, pointer, name in occurrences(version, Path(folder)):
            changed, noted = built(kind, without(document, pointer, name))
            use = Use.GENERATED if changed not in (None, model) else Use.UNREAD
            use = Use.CHECKED if use is Use.UNREAD and noted != diagnostics else use
            found[member] = max(found.get(member, use), use, key=order.index)
    return found


@functools.cache
def both(standard: str) -> Mapping[Member, Use]:
    """What the versions of a standard show together: some members belong to one of them."""
    order = [Use.UNREAD, Use.CHECKED, Use.GENERATED]
    found: dict[Member, Use] = {}
    for version in VERSIONS[standard]:
        for member, use in experiment(version).items():
            found[member] = max(found.get(member, use), use, key=order.index)
    return found


@pytest.mark.parametrize("standard", VERSIONS)
def test_the_documents_have_every_member_of_the_standard(standard: str) -> None:
    known = {
        (kind, member)
        for version in VERSIONS[standard]
        for kind, members in standard_members(version).items()
        for member in members
    }
    assert known - both(standard).keys() == set()


def test_the_documents_have_every_keyword_of_a_schema() -> None:
    assert {name for kind, name in both("openapi") if kind == "Schema"} == KNOWN - {PERSONAL}


@pytest.mark.parametrize("standard", VERSIONS)
def test_each_member_is_used_as_the_table_says(standard: str) -> None:
    uses = {"asyncapi": ASYNCAPI, "openapi": OPENAPI}[standard]
    wrong = {}
    for (kind, member), quoted in both(standard).items():
        if kind == "Schema" and standard == "asyncapi":
            continue  # the documents of OpenAPI have every keyword; these have a few
        stated, _ = use_of(SCHEMA if kind == "Schema" else uses, kind, member)
        if stated is not quoted:
            wrong[f"{kind}.{member}"] = f"{stated.value}, and is {quoted.value}"
    assert wrong == {}


def test_the_documents_have_no_errors_and_few_warnings() -> None:
    for version in (version for versions in VERSIONS.values() for version in versions):
        kind = version.split()[0]
        document = yaml.safe_load((DOCUMENTS / f"{version.replace(' ', '-')}.yaml").read_text("utf-8"))
        assert {code for code, _ in built(kind, document)[1]} <= {
            *(
                "SPF318",
                "SPF361",
                "SPF375",
                "SPF602",
            ),  # Avro, a dialect, a notation and a name: they are meant
            "SPF381",  # a style with `explode`, which the table of members is about
            "SPF393",
        }
