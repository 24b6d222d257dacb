"""allOf, anyOf, oneOf and discriminators: unions and inheritance that lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from specfold import Event
from specfold_generator.classes.requests import ClassRequest

from tests.generator.building import STRING, build, event, load, obj, one, ref


def test_all_of_a_shared_part_is_inheritance() -> None:
    schema = {"allOf": [ref("Meta"), obj(orderId_=STRING)]}
    command = ClassRequest(module="commands", name="Place", schema=schema, base="specfold.Command")
    space = load(build([event("Placed", schema), command], {"Meta": obj(traceId_=STRING)}))
    assert issubclass(space.Placed, space.Meta)
    assert issubclass(space.Placed, Event)
    wire = {"traceId": "t", "orderId": "o"}
    assert space.Placed.from_wire({**wire, "new": 1}).to_wire() == wire
    with pytest.raises(ValidationError):
        space.Place.from_wire({**wire, "new": 1})


BASE = {**obj(kind_=STRING, town=STRING), "discriminator": {"propertyName": "kind"}}
SUBTYPES = {
    "Cat": {"allOf": [ref("Pet"), obj(lives={"type": "integer"})]},
    "Dog": {"allOf": [ref("Pet"), obj(bark=STRING)]},
}


@pytest.mark.parametrize(
    "pet",
    [
        BASE,
        {
            **BASE,
            "discriminator": {"propertyName": "kind", "mapping": {"cat": ref("Cat")["$ref"], "dog": "Dog"}},
        },
        {**BASE, "oneOf": [ref("Cat"), ref("Dog")]},
    ],
    ids=["no mapping", "mapping", "lists its subtypes"],
)
def test_a_reference_to_a_base_means_its_subtypes(pet: dict[str, Any]) -> None:
    happened = one(
        "Happened",
        obj(pet_=ref("Pet"), pets={"type": "array", "items": ref("Pet")}),
        {**SUBTYPES, "Pet": pet},
    )
    wire = {"pet": {"kind": "dog", "town": "x", "bark": "loud"}, "pets": [{"kind": "cat", "lives": 9}]}
    assert happened.from_wire(wire).to_wire() == wire


def test_members_beside_alternatives_belong_to_each_of_them() -> None:
    schema = {**obj(id_=STRING), "oneOf": [ref("Card"), ref("Cash")]}
    text = build(
        [event("Paid", schema)], {"Card": obj(number_=STRING), "Cash": obj(notes_={"type": "integer"})}
    )
    assert {"PaidBase", "PaidCard", "PaidCash"} <= set(text.classes)
    paid = load(text).Paid
    for wire in ({"id": "1", "number": "4"}, {"id": "1", "notes": 4}):
        assert paid.from_wire(wire).to_wire() == wire


def test_alternative_requirements_leave_one_class_with_optional_members() -> None:
    schema = {**obj(mail=STRING, phone=STRING), "anyOf": [{"required": ["mail"]}, {"required": ["phone"]}]}
    assert one("Asked", schema).from_wire({"phone": "1"}).to_wire() == {"phone": "1"}


def test_documented_constants_are_an_enum() -> None:
    rank = {
        "type": "integer",
        "oneOf": [{"const": -1, "description": "scalar"}, {"const": 0, "title": "any"}],
    }
    space = load(build([event("Ranked", obj(rank_=rank))]))
    assert space.Ranked.from_wire({"rank": -1}).rank is space.RankedRank.MINUS_1


def test_a_constraint_moves_to_the_alternative_that_can_carry_it() -> None:
    schema = obj(
        x={"type": ["string", "integer", "object"], "maxLength": 2, "minimum": 5, "properties": {"a": STRING}}
    )
    happened = one("Happened", schema)
    for value in ("ab", 5, {"a": "long enough"}):
        assert happened.from_wire({"x": value}).to_wire() == {"x": value}
    for value in ("abc", 4):
        with pytest.raises(ValidationError):
            happened.from_wire({"x": value})


def test_members_that_contradict_a_base_are_copied_not_inherited() -> None:
    defs = {"Base": obj(size=STRING, town=STRING)}
    schema = {"allOf": [ref("Base"), obj(size={"type": "integer"})]}
    assert one("Happened", schema, defs).from_wire({"town": "x"}).to_wire() == {"town": "x"}


@pytest.mark.parametrize(
    "branch",
    [
        pytest.param({"type": "array", "items": STRING}, id="array"),
        pytest.param({"enum": ["x", "y"]}, id="enum"),
        pytest.param({"oneOf": [ref("Dog"), ref("Bird")]}, id="union"),
    ],
)
def test_a_discriminated_union_may_have_a_branch_that_is_no_object(branch: dict[str, Any]) -> None:
    defs = {
        "Cat": obj(kind_={"const": "cat"}, lives={"type": "integer"}),
        "Dog": obj(kind_={"const": "dog"}, bark=STRING),
        "Bird": obj(kind_={"const": "bird"}, sings={"type": "boolean"}),
        "Other": branch,
        "Pet": {"oneOf": [ref("Cat"), ref("Other")], "discriminator": {"propertyName": "kind"}},
    }
    space = load(build([event("Adopted", obj(pet_=ref("Pet")))], defs))
    wire = {"pet": {"kind": "cat", "lives": 9}}
    assert isinstance(space.Adopted.from_wire(wire).pet, space.Cat)
    assert space.Adopted.from_wire(wire).to_wire() == wire
