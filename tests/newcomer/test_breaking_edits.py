"""Edits that would break what is stored already: refused, with the place in the spec and the way out."""

from __future__ import annotations

import json

import pytest

from tests.newcomer.conftest import Desk, Said

ASYNCAPI, COMMON = "specs/asyncapi/ordering.yaml", "specs/common/shop.yaml"
PUBLISHED = "specs/published/ordering"


def refused(desk: Desk, code: str) -> Said:
    """Generate: nothing is written, for this reason alone."""
    before = desk.read("generated/ordering/manifest.json")
    said = desk.specfold("generate")
    assert (said.code, said.out) == (1, "nothing was written\n")
    assert said.err.count("error[") == said.err.count(f"error[{code}]") > 0, said.err
    assert desk.read("generated/ordering/manifest.json") == before
    return said


def test_a_released_event_may_not_ask_for_more(desk: Desk) -> None:
    desk.edit(ASYNCAPI, "lines, total, placedAt]", "lines, total, placedAt, coupon]")
    said = refused(desk, "SPF901")
    assert "version 2 of `OrderPlaced` was released; `/coupon`: it is required now" in said.err
    assert f"--> {ASYNCAPI}:" in said.err
    assert "    OrderPlaced:\n" in said.err
    assert f"::: {PUBLISHED}/OrderPlaced.v2.json: as it was released" in said.err
    assert "`x-event-sourcing: {event: OrderPlaced, version: 3}`, with an upcaster from version 2" in said.err


def test_a_shared_definition_names_every_released_event_that_holds_it(desk: Desk) -> None:
    desk.edit(COMMON, "enum: [EUR, GBP, USD]", "enum: [EUR, GBP]")
    said = refused(desk, "SPF901")
    assert said.err.count(f"--> {COMMON}:") == said.err.count("error[SPF901]")
    assert 'version 1 of `PaymentCaptured` was released; `/captured/currency`: `enum` was ["EUR"' in said.err
    assert "`/lines/*/unitPrice/currency`" in said.err


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("maxLength: 12", "maxLength: 20", "`maxLength` was 12 and is 20"),
        ("        coupon: {", "        voucher: {", "`/coupon`: it is gone: stored events hold it"),
        ("lines, total, placedAt]", "lines, total]", "`/placedAt`: it is not required any more"),
    ],
)
def test_what_else_a_released_schema_may_not_do(desk: Desk, old: str, new: str, what: str) -> None:
    desk.edit(ASYNCAPI, old, new)
    assert what in refused(desk, "SPF901").err


def test_words_and_members_that_nobody_must_give_are_no_break(desk: Desk) -> None:
    desk.edit(ASYNCAPI, "Where the confirmation goes.", "Where we write to.")
    desk.edit(ASYNCAPI, "        coupon: {", "        note: { type: string }\n        coupon: {")
    said = desk.specfold("lint")
    assert (said.code, said.out, said.err) == (0, "nothing was found\n", "")


def test_a_released_event_may_not_go(desk: Desk) -> None:
    text = desk.read(ASYNCAPI)
    cut = text[
        text.index("    OrderPlacedV1:\n      title") : text.index("    OrderConfirmed:\n      summary")
    ]
    text = text.replace(cut, "")
    listed = "      OrderPlacedV1: { $ref: '#/components/messages/OrderPlacedV1' }\n"
    text = text.replace(listed, "").replace("aggregate: Order, version: 2 }", "aggregate: Order }")
    desk.write(ASYNCAPI, text)
    said = desk.specfold("lint")
    assert said.code == 1
    assert "version 2 of `OrderPlaced` was released and is no longer in the specs of ordering" in said.err
    assert f"--> {PUBLISHED}/OrderPlaced.v2.json" in said.err
    assert "put the message back into specs/asyncapi/ordering.yaml" in said.err


def test_a_gap_in_the_versions_is_told(desk: Desk) -> None:
    desk.edit(ASYNCAPI, "aggregate: Order, version: 2 }", "aggregate: Order, version: 4 }")
    said = desk.specfold("lint")
    assert said.code == 1
    assert "error[SPF412]: `OrderPlaced` has version 4 and no version 2, 3" in said.err


def test_a_release_notes_what_is_new_and_nothing_else(desk: Desk) -> None:
    assert desk.specfold("release").out == "every event schema is released already\n"
    before = desk.read(f"{PUBLISHED}/OrderConfirmed.v1.json")
    (desk.root / f"{PUBLISHED}/OrderPlaced.v2.json").unlink()
    desk.edit(ASYNCAPI, "lines, total, placedAt]", "lines, total, placedAt, coupon]")
    said = desk.specfold("release")
    assert (said.code, said.out) == (0, f"+ {PUBLISHED}/OrderPlaced.v2.json\n")
    schema = json.loads(desk.read(f"{PUBLISHED}/OrderPlaced.v2.json"))
    assert schema["$id"] == "//shop.example/ordering/schemas/OrderPlaced/2"  # the `dataschema` of its events
    assert "coupon" in schema["required"]
    assert {"Money", "OrderLine"} <= schema["$defs"].keys()
    assert desk.read(f"{PUBLISHED}/OrderConfirmed.v1.json") == before


def test_nothing_is_released_of_specs_with_errors(desk: Desk) -> None:
    (desk.root / f"{PUBLISHED}/OrderPlaced.v2.json").unlink()
    desk.edit(ASYNCAPI, "source: //shop.example/ordering", "sauce: //shop.example/ordering")
    said = desk.specfold("release")
    assert (said.code, said.out) == (1, "nothing was written\n")
    assert not (desk.root / f"{PUBLISHED}/OrderPlaced.v2.json").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"x-released": {"event": "OrderPlaced"}}'])
def test_a_released_schema_that_does_not_read_is_an_error(desk: Desk, text: str) -> None:
    desk.write(f"{PUBLISHED}/OrderPlaced.v2.json", text)
    assert f"--> {PUBLISHED}/OrderPlaced.v2.json" in refused(desk, "SPF903").err


def test_a_released_name_leads_nowhere_else(desk: Desk) -> None:
    spec = """asyncapi: 3.0.0
info: { title: Odd, version: 1.0.0 }
channels:
  odd: { address: odd, messages: { Up: { $ref: '#/components/messages/Up' } } }
operations:
  sendOdd: { action: send, channel: { $ref: '#/channels/odd' } }
components:
  messages:
    Up: { name: ../../../up, payload: { type: object } }
"""
    desk.write("specs/asyncapi/odd.yaml", spec)
    assert desk.specfold("release").code == 0
    [made] = (desk.root / "specs/published/odd").iterdir()
    assert made.name == "..%2F..%2F..%2Fup.v1.json"
    assert list(desk.root.parent.rglob("up*.json")) == []
