"""The schemas for editors say what the generator reads: both are made from one vocabulary."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from specfold_generator.documents.extensions import vocabulary
from specfold_generator.scaffold.editor_schemas import asyncapi_schema, openapi_schema

from tests.scaffold.conftest import ROOT

ASYNCAPI, OPENAPI = asyncapi_schema(), openapi_schema()
SCHEMAS = {"asyncapi": ASYNCAPI, "openapi": OPENAPI}


def errors(kind: str, document: Any) -> list[str]:
    found = jsonschema_rs.Draft7Validator(SCHEMAS[kind]).iter_errors(document)
    return ["/".join(map(str, error.instance_path)) for error in found]


def document(kind: str, service: str = "ordering") -> Any:
    return yaml.safe_load((ROOT / f"specs/{kind}/{service}.yaml").read_text("utf-8"))


def put(document: Any, path: str, value: Any) -> Any:
    """A copy with one more member; `~` in a path is a slash."""
    copied = copy.deepcopy(document)
    *parents, last = (part.replace("~", "/") for part in path.split("/"))
    node = copied
    for part in parents:
        node = node[part]
    node[last] = value
    return copied


@pytest.mark.parametrize("kind", SCHEMAS)
def test_they_are_draft_07_and_hold_all_kinds_of_the_vocabulary(kind: str) -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMAS[kind])
    text = json.dumps(SCHEMAS[kind])
    assert "$defs/" not in text
    assert SCHEMAS[kind]["definitions"].keys() >= vocabulary()["$defs"].keys()


def test_every_kind_of_extension_has_a_place() -> None:
    text = json.dumps([ASYNCAPI, OPENAPI])
    kinds = {
        name
        for name, schema in vocabulary()["$defs"].items()
        if schema["description"].startswith(("At ", "Any"))
    }
    assert len(kinds) > 8
    assert [kind for kind in sorted(kinds) if f'"#/definitions/{kind}"' not in text] == []


@pytest.mark.parametrize("file", sorted(ROOT.glob("specs/*api/*.yaml")), ids=lambda file: file.stem)
def test_documents_that_generate_have_no_errors(file: Path) -> None:
    assert errors(file.parent.name, document(file.parent.name, file.stem)) == []


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("asyncapi", "x-event-sourcing"),
        ("asyncapi", "channels/orders/x-kinesis"),
        ("asyncapi", "operations/onPaymentCaptured/x-event-sourcing"),
        ("asyncapi", "components/messages/OrderPlaced/x-event-sourcing"),
        ("asyncapi", "components/schemas/OrderPlaced/properties/email/x-personal-data"),
        ("openapi", "paths/~orders/post/x-event-sourcing"),
        ("openapi", "paths/~orders~{orderId}/get/x-event-sourcing"),
        ("openapi", "paths/~orders/post/responses/409/x-event-sourcing"),
        ("openapi", "components/schemas/OrderSummary/x-event-sourcing"),
        ("openapi", "components/schemas/NewOrder/properties/email/x-personal-data"),
    ],
)
def test_a_wrong_member_is_found_at_its_place(kind: str, path: str) -> None:
    [found] = errors(kind, put(document(kind), path, {"agregate": "Order"}))[:1]
    assert found == path.replace("~", "/")
