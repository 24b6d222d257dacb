"""Whatever stands in a document, building ends with a model or with diagnostics, never with a traceback."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.services.build import build_services
from specfold_generator.source.references import Workspace

ROOT = Path(__file__).resolve().parents[2]
FILES = ("asyncapi/ordering.yaml", "asyncapi/payments.yaml", "openapi/ordering.yaml", "common/shop.yaml")
JUNK: tuple[Any, ...] = (
    *(None, 0, -1, 1.5, "", "x", True, [], {}, [None], [{}], {"a": None}, {"$ref": 5}, {"$ref": "#"}),
    *({"$ref": "#/components"}, {"x-event-sourcing": []}, {"allOf": []}, {"properties": []}, {"items": 5}),
)


def documents() -> dict[str, Any]:
    workspace = Workspace(ROOT)
    return {file: workspace.document(f"specs/{file}").root for file in FILES}


DOCUMENTS = documents()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place below a value."""
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    here = [(*path, step) for step in steps]
    return here + [deeper for step in steps for deeper in places(value[step], (*path, step))]


def outcome(root: Path) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """The names of the services of a project, and what was found."""
    try:
        built = build_services(Workspace(root))
    except SpecError as error:
        return [], error.diagnostics
    return [service.name for service in built.services], built.diagnostics


PLACES = [(file, place) for file, document in DOCUMENTS.items() for place in places(document)]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
def test_a_node_replaced_by_anything_is_a_model_or_diagnostics(
    where: tuple[str, tuple[Any, ...]], junk: Any
) -> None:
    file, place = where
    broken = copy.deepcopy(DOCUMENTS)
    holder = broken[file]
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = junk
    with tempfile.TemporaryDirectory() as root:
        for name, document in broken.items():
            target = Path(root, "specs", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(document), encoding="utf-8")
        names, diagnostics = outcome(Path(root))
    assert names == ["ordering", "payments"] or diagnostics
    assert all(found.span.file.startswith("specs/") for found in diagnostics)
