"""From JSON Schemas to classes that keep what the schemas say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from ipaddress import IPv4Address
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from specfold import Event
from specfold_generator.classes.build import build_modules
from specfold_generator.classes.cycles import MOST
from specfold_generator.classes.requests import ClassRequest
from specfold_generator.diagnostics.diagnostic import SpecError

from tests.generator.building import MONEY, STRING, build, event, load, obj, one, ref


def test_an_event_reads_as_a_colleague_would_write_it() -> None:
    schema = obj(
        orderId_={"type": "string", "format": "uuid"},
        total_=ref("Money"),
        coupon={"type": "string", "maxLength": 12},
    )
    text = build_modules(
        "ordering",
        [
            event(
                "OrderPlaced",
                schema,
                doc="A customer placed an order.",
                pointer="specs/asyncapi/ordering.yaml#/components/messages/OrderPlaced",
            )
        ],
        {"Money": {**MONEY, "description": "An amount in minor units of a currency."}},
    )
    assert (
        text.modules["events"]
        == '''\
from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field
from specfold import Event

from generated.ordering.values import Money


class OrderPlaced(Event, type="OrderPlaced", version=1):
    """A customer placed an order.

    Spec: specs/asyncapi/ordering.yaml#/components/messages/OrderPlaced
    """

    order_id: Annotated[UUID, Field(alias="orderId")]
    total: Money
    coupon: Annotated[str | None, Field(max_length=12)] = None
'''
    )
    assert (
        text.modules["values"]
        == '''\
from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Value


class Money(Value):
    """An amount in minor units of a currency."""

    amount: Annotated[int, Field(ge=0)]
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
'''
    )


@pytest.mark.parametrize(
    "payload",
    [
        {"need": None},
        {"need": "x", "may": "y", "null": None},
        {"need": None, "null": "z", "n": 3},
        {"need": None, "n": 4, "any": None},
        {"need": None, "any": [1, {"a": None}], "inner": {"need": None}},
    ],
)
def test_absent_and_null_survive_a_round_trip(payload: dict[str, Any]) -> None:
    nullable = {"type": ["string", "null"]}
    schema = obj(
        need_=nullable,
        may=STRING,
        null=nullable,
        n={"type": "integer", "default": 3},
        any={},
        inner=ref("In"),
    )
    happened = one("Happened", schema, {"In": obj(need_=nullable, may=STRING)})
    assert happened.from_wire(payload).to_wire() == payload
    assert json.loads(happened.from_wire(payload).to_json()) == payload


def test_none_given_to_an_optional_member_is_its_absence() -> None:
    happened = one("Happened", obj(may=STRING, null={"type": ["string", "null"]}))
    assert happened(may=None, null=None).to_wire() == {"null": None}
    assert happened().to_wire() == {}


def test_constraints_formats_and_defaults_are_kept() -> None:
    schema = obj(
        at_={"type": "string", "format": "date-time"},
        on={"type": "string", "format": "date"},
        size={"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        lines_={"type": "array", "items": MONEY, "minItems": 1},
        tags={"type": "array", "items": STRING, "default": []},
        state={"enum": ["in transit", "done"], "default": "done"},
        kind_={"const": "x"},
        pair={"type": "array", "prefixItems": [STRING, {"type": "integer"}], "items": False},
    )
    space = load(build([event("Happened", schema)]))
    wire = {
        "at": "2026-01-31T09:30:00Z",
        "on": "2026-01-31",
        "size": 1.5,
        "lines": [{"amount": 1}],
        "kind": "x",
    }
    read = space.Happened.from_wire(wire)
    assert read.to_wire() == wire
    assert (read.at.tzinfo, read.on, read.tags) == (dt.UTC, dt.date(2026, 1, 31), [])
    assert read.state is space.HappenedState.DONE
    assert read.lines == [space.HappenedLine(amount=1)]
    wrongs: list[dict[str, Any]] = [
        {"lines": []},
        {"size": 0},
        {"size": 0.7},
        {"kind": "y"},
        {"state": "lost"},
        {"at": "2026-01-31T09:30:00"},
    ]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            space.Happened.from_wire(wire | wrong)


def test_a_payload_that_is_no_object_is_a_class_with_a_root() -> None:
    space = load(
        build(
            [
                event("Ticked", {"type": "array", "items": {"type": "integer"}, "minItems": 1}),
                event(
                    "Paid",
                    {"oneOf": [ref("Card"), ref("Cash")], "discriminator": {"propertyName": "payKind"}},
                ),
            ],
            {"Card": obj(payKind_={"const": "card"}), "Cash": obj(payKind_={"const": "cash"}, note=STRING)},
        )
    )
    assert space.Ticked.from_wire("[1,2]").root == [1, 2]
    assert issubclass(space.Ticked, Event)
    assert (space.Ticked.type, space.Ticked.version) == ("Ticked", 1)
    assert space.Paid.from_wire({"payKind": "cash", "note": "n"}).root == space.Cash(
        pay_kind="cash", note="n"
    )
    assert space.Paid.from_wire({"payKind": "card"}).to_wire() == {"payKind": "card"}


def test_a_root_copies_what_it_refers_to() -> None:
    text = build([event("OrderPlaced", ref("OrderPlaced")), event("Moved", ref("Place"))], {
        "OrderPlaced": obj(to=ref("Place"), lines={"type": "array", "items": obj(n={"type": "integer"})}),
        "Place": obj(town=STRING),
    })  # fmt: skip
    space = load(text)
    assert set(text.classes) == {"OrderPlaced", "Moved", "Place", "OrderPlacedLine"}
    assert space.OrderPlaced.from_wire({"to": {"town": "x"}, "lines": [{"n": 1}]}).to == space.Place(town="x")
    assert space.Moved.from_wire({"town": "x"}).town == "x"


def test_a_root_that_refers_to_itself_keeps_a_value_beside_it() -> None:
    space = load(
        build(
            [event("Comment", ref("Comment"))],
            {"Comment": obj(text=STRING, replies={"type": "array", "items": ref("Comment")})},
        )
    )
    wire = {"text": "a", "replies": [{"text": "b", "replies": []}]}
    read = space.Comment.from_wire(wire)
    assert isinstance(read.replies[0], space.CommentValue)
    assert read.to_wire() == wire


def test_members_that_are_not_named_are_kept_where_the_schema_wants_them() -> None:
    keeps = one("Kept", {**obj(a=STRING), "additionalProperties": {"type": "integer"}})
    assert keeps.from_wire({"a": "x", "more": 1}).to_wire() == {"a": "x", "more": 1}
    with pytest.raises(ValidationError):
        keeps.from_wire({"more": "text"})
    anything = one("Anything", {"type": "object"})
    assert anything.from_wire({"x": [None]}).to_wire() == {"x": [None]}
    tolerant = one("Tolerant", {**obj(a=STRING), "additionalProperties": False})
    assert tolerant.from_wire({"a": "x", "of a newer writer": 1}).to_wire() == {"a": "x"}


def test_read_only_members_are_not_demanded_of_a_client() -> None:
    schema = obj(id_={**STRING, "readOnly": True}, secret_={**STRING, "writeOnly": True})
    requests = [
        ClassRequest(module="commands", name="Save", schema=schema, base="specfold.Command"),
        ClassRequest(module="read_models", name="Saved", schema=schema, base="specfold.Row"),
    ]
    space = load(build(requests))
    assert space.Save.from_wire({"secret": "s"}).id is None
    assert space.Saved.from_wire({"id": "1"}).secret is None


def test_personal_data_stays_out_of_reprs() -> None:
    schema = obj(email_={**STRING, "x-personal-data": {"subject": "id"}}, phone=ref("Phone"), town=STRING)
    happened = one("Happened", schema, {"Phone": {**STRING, "minLength": 3, "x-personal-data": True}})
    quoted = repr(happened(email="ada@example.org", phone="12345", town="London"))
    assert "ada" not in quoted
    assert "12345" not in quoted
    assert "London" in quoted


def test_personal_data_in_lists_and_choices_stays_out_of_reprs_too() -> None:
    mail = {**STRING, "x-personal-data": True}
    schema = obj(
        mails={"type": "array", "items": mail},
        either={"anyOf": [{"type": "integer"}, ref("Mail")]},
        map={"type": "object", "additionalProperties": ref("Mail")},
    )
    happened = one("Happened", schema, {"Mail": mail})
    assert "ada" not in repr(happened(mails=["ada"], either="ada", map={"a": "ada"}))
    assert "ada" not in repr(one("Listed", {"type": "array", "items": mail}).from_wire(["ada"]))


def test_a_number_at_the_end_of_a_name_belongs_to_the_name() -> None:
    text = [{"type": "string", "minLength": 3}, {"type": "integer", "minimum": 2}]
    names = ["Line", "Line1", "Line2", "Line11"]
    space = load(
        build([event(name, {"anyOf": text} if name == "Line" else obj(a={"const": name})) for name in names])
    )
    assert all(getattr(space, name).from_wire({"a": name}).a == name for name in names[1:])


def test_attributes_are_told_by_wire_name() -> None:
    text = build(
        [
            event(
                "Happened",
                obj(
                    **{
                        "orderId_": {"type": "string", "format": "uuid"},
                        "json": {"type": ["integer", "null"]},
                    }
                ),
            )
        ]
    )
    names = text.names["Happened"]
    assert (names["orderId"].name, names["orderId"].type, names["orderId"].imports) == (
        "order_id",
        "UUID",
        ("from uuid import UUID",),
    )
    assert (names["json"].name, names["json"].nullable, names["json"].required) == ("json_", True, False)
    assert load(text).Happened.from_wire({"orderId": str(UUID(int=1))}).order_id == UUID(int=1)


def test_one_more_schema_renames_no_other() -> None:
    one_order = event("OrderPlaced", obj(address=obj(a=STRING), state={"enum": ["a", "b"]}))
    before = build([one_order], {"A": obj(x=obj(y=STRING))})
    after = build(
        [event("A", obj(address=obj(b=STRING))), one_order], {"A": obj(x=obj(y=STRING)), "B": obj(c=STRING)}
    )
    assert set(before.classes) <= set(after.classes)
    assert set(before.classes) == {"OrderPlaced", "OrderPlacedAddress"}


def test_defaults_of_lists_and_maps_are_not_shared() -> None:
    schema = obj(
        tags={"type": "array", "items": STRING, "default": ["a"]}, map={"type": "object", "default": {}}
    )
    first, second = (one("Happened", schema)() for _ in range(2))
    first.tags.append("b")
    assert second.tags == ["a"]


def test_an_enum_message_holds_its_enum() -> None:
    space = load(
        build(
            [event("Switched", {"enum": ["on", "off"]}), event("Turned", ref("Turn"))],
            {"Turn": {"enum": ["left", "right"]}},
        )
    )
    assert space.Switched.from_wire('"on"').root is space.SwitchedValue.ON
    assert space.Turned.from_wire('"left"').root is space.Turn.LEFT


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^a*$"}, 7),
        ({"minLength": 2}, [1]),
        ({"items": {"type": "string"}}, {"0": 1}),
        ({"prefixItems": [{"type": "string"}]}, 1),
        ({"patternProperties": {"^a": {"type": "string"}}}, "x"),
        ({"allOf": [{"required": ["a"]}, {"maxItems": 1}]}, 5),
        ({"allOf": [{"type": ["string", "integer"]}, {"pattern": "x"}]}, 3),
        ({"anyOf": [{"items": {"type": "string"}}, {"type": "integer"}]}, "x"),
    ],
    ids=json.dumps,
)
def test_a_limit_on_one_kind_of_value_lets_the_others_be(schema: Any, value: Any) -> None:
    assert one("Limited", schema).from_wire(json.dumps(value)).to_wire() == value


def test_members_without_a_type_mean_an_object_and_that_is_noted() -> None:
    text = build([event("Named", {"properties": {"a": STRING}})])
    assert "class Named(Event" in text.modules["events"]
    assert [finding.message for finding in text.diagnostics] == [
        ": `type` is not said: it is read as an object, as members are"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {**obj(a=STRING), "allOf": [{"patternProperties": {"^b": STRING}}]},
        {**obj(a=STRING), "dependentSchemas": {"a": obj(b_=STRING)}},
        {**obj(a=STRING), "if": {"required": ["a"]}, "then": obj(b=STRING)},
        {**obj(a=STRING), "unevaluatedProperties": STRING},
        {"anyOf": [obj(a_=STRING), obj(b_=STRING)]},
    ],
    ids=json.dumps,
)
def test_members_that_are_described_elsewhere_are_kept(schema: Any) -> None:
    payload = {"a": "x", "b": "y"}
    assert one("Kept", schema).from_wire(json.dumps(payload)).to_wire() == payload


@pytest.mark.parametrize("where", ["itself", "a part"])
def test_a_required_member_that_nothing_describes_is_kept(where: str) -> None:
    schema = obj(a={"type": "string"})
    demand = {"required": ["requestId"]}
    schema |= demand if where == "itself" else {"allOf": [demand]}
    asked = one("Asked", schema)
    wire = {"a": "b", "requestId": {"of": [1, None]}}
    assert json.loads(asked.from_wire(json.dumps(wire)).to_json()) == wire
    with pytest.raises(ValidationError, match="requestId"):
        asked.from_wire('{"a": "b"}')


MOMENT = "2024-01-31T12:00:00.5+02:00"


@pytest.mark.parametrize(
    ("schema", "default", "read"),
    [
        ({"type": "string", "format": "date-time"}, MOMENT, dt.datetime.fromisoformat(MOMENT)),
        ({"type": "string", "format": "date"}, "2024-01-31", dt.date(2024, 1, 31)),
        ({"type": "string", "format": "time"}, "12:00:00Z", dt.time(12, tzinfo=dt.UTC)),
        ({"type": "string", "format": "ipv4"}, "10.0.0.1", IPv4Address("10.0.0.1")),
        (
            {"type": "array", "items": {"type": "string", "format": "date"}},
            ["2024-01-31"],
            [dt.date(2024, 1, 31)],
        ),
    ],
    ids=["date-time", "date", "time", "address", "list of dates"],
)
def test_defaults_of_formats_are_values_of_their_classes(schema: Any, default: Any, read: object) -> None:
    happened = one("Happened", obj(at={**schema, "default": default})).from_wire({})
    assert happened.at == read
    assert happened.to_wire() == {}


@pytest.mark.parametrize(
    "default", ["2024-01-31T12:00:00.1234567Z", "2024-01-31T12:00:00", "2024-02-30T12:00:00Z"]
)
def test_a_date_time_that_python_cannot_hold_is_reported_and_no_default(default: str) -> None:
    schema = obj(at={"type": "string", "format": "date-time", "default": default})
    text = build([event("Happened", schema)])
    assert load(text).Happened.from_wire({}).at is None
    assert [found.code for found in text.diagnostics] == ["SPF650"]


def test_defaults_of_objects_are_objects_of_their_classes() -> None:
    price = {"amount": 5, "currency": "EUR"}
    schema = obj(
        price={**ref("Money"), "default": price},
        parts={"type": "array", "items": ref("Money"), "default": [price, {"amount": 1}]},
        rates={"type": "object", "additionalProperties": ref("Money"), "default": {"a": price}},
        own={**obj(**{"from": STRING, "n": {"type": "integer", "default": 3}}), "default": {"from": "x"}},
        maybe={"anyOf": [ref("Money"), {"type": "null"}], "default": price},
    )
    happened = load(build([event("Happened", schema)], {"Money": MONEY})).Happened
    first, second = happened.from_wire({}), happened.from_wire({})
    assert (first.price.amount, first.price.currency) == (5, "EUR")
    assert [money.amount for money in first.parts] == [5, 1]
    assert first.rates["a"] == first.price == first.maybe
    assert (first.own.from_, first.own.n) == ("x", 3)
    assert first.parts is not second.parts
    assert first.to_wire() == {}


@pytest.mark.parametrize(
    ("schemas", "default"),
    [({"Part": MONEY}, {"amount": -1}), ({"Part": obj(next={**ref("Part"), "default": {}})}, {})],
    ids=["refused by its schema", "holds itself by default"],
)
def test_an_object_that_cannot_be_made_is_reported_and_no_default(schemas: Any, default: Any) -> None:
    text = build([event("Happened", obj(part={**ref("Part"), "default": default}))], schemas)
    happened = load(text).Happened.from_wire({})
    assert happened.part is None or happened.part.next is None
    assert {found.code for found in text.diagnostics} == {"SPF650"}


LINKS: dict[str, Callable[[Any], Any]] = {
    "member": lambda next: next,
    "list": lambda next: {"type": "array", "items": next, "maxItems": 5},
    "map": lambda next: {"type": "object", "additionalProperties": {"type": "array", "items": next}},
    "alternative": lambda next: {"anyOf": [next, {"type": "string"}]},
}


@pytest.mark.parametrize("link", LINKS)
def test_a_cycle_of_the_most_schemas_is_read_to_its_end(link: str) -> None:
    defs = {f"Part{n}": obj(next=LINKS[link](ref(f"Part{(n + 1) % MOST}"))) for n in range(MOST)}
    happened = load(build([event("Happened", obj(first=ref("Part0")))], defs)).Happened
    wire: Any = {}
    for _ in range(5):
        wire = {"next": {"list": [wire], "map": {"a": [wire]}}.get(link, wire)}
    assert happened.from_wire({"first": wire}).to_wire() == {"first": wire}


def test_a_cycle_of_more_schemas_is_reported() -> None:
    defs = {f"Part{n}": obj(next=ref(f"Part{(n + 1) % (MOST + 1)}")) for n in range(MOST + 1)}
    with pytest.raises(SpecError) as refused:
        build([event("Happened", obj(first=ref("Part0")))], defs)
    assert [found.code for found in refused.value.diagnostics] == ["SPF389"]
