"""From JSON Schemas to classes that keep what the schemas say."""

from __future__ import annotations

import ast
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from generator.classes import ClassRequest
from generator.models import build_modules
from runtime import Event
from tests.generator.building import build, event, load, obj, one, ref

STRING = {"type": "string"}
CHOICE = {"enum": ["x", "y"], "default": "x"}
MONEY = obj(amount_={"type": "integer", "minimum": 0}, currency={"type": "string", "pattern": "^[A-Z]{3}$"})


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

from generated.ordering.values import Money
from runtime import Event


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

from runtime import Value


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


def test_all_of_a_shared_part_is_inheritance() -> None:
    schema = {"allOf": [ref("Meta"), obj(orderId_=STRING)]}
    command = ClassRequest(module="commands", name="Place", schema=schema, base="runtime.Command")
    space = load(build([event("Placed", schema), command], {"Meta": obj(traceId_=STRING)}))
    assert issubclass(space.Placed, space.Meta)
    assert issubclass(space.Placed, Event)
    wire = {"traceId": "t", "orderId": "o"}
    assert space.Placed.from_wire({**wire, "new": 1}).to_wire() == wire
    with pytest.raises(ValidationError):
        space.Place.from_wire({**wire, "new": 1})


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
        ClassRequest(module="commands", name="Save", schema=schema, base="runtime.Command"),
        ClassRequest(module="read_models", name="Saved", schema=schema, base="runtime.Row"),
    ]
    space = load(build(requests))
    assert space.Save.from_wire({"secret": "s"}).id is None
    assert space.Saved.from_wire({"id": "1"}).secret is None


def test_personal_data_stays_out_of_reprs() -> None:
    schema = obj(email_={**STRING, "x-personal-data": {"subject": "id"}}, phone=ref("Phone"), town=STRING)
    happened = one("Happened", schema, {"Phone": {**STRING, "minLength": 3, "x-personal-data": True}})
    shown = repr(happened(email="ada@example.org", phone="12345", town="London"))
    assert "ada" not in shown
    assert "12345" not in shown
    assert "London" in shown


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


WIRES = [
    *("userId", "user_id", "user-id", "UserID", "user id", "USER_ID", "", " ", "-", "--", "😀", "名前"),
    *("1st", "class", "None", "__init__", "__class__", "model_config", "model_fields", "json", "copy"),
    *("schema", "validate", "str", "int", "list", "dict", "date", "Any", "Field", "self", "type", "version"),
    *("root", "l", "from_wire"),
    *('"""', "a\nb", "x\u202ey", "\\", "{{ 7 }}", "{% raw %}", "%s", "a" * 300, "$ref", "#", "/", "~", "\0"),
]  # fmt: skip


@pytest.mark.parametrize(
    "schema", [STRING, {"type": "string", "format": "date"}, {"enum": ["a", "b"]}], ids=str
)
def test_every_wire_name_survives_a_round_trip(schema: dict[str, Any]) -> None:
    value = {"date": "2026-01-31"}.get(schema.get("format", ""), "a")
    happened = one("Happened", {"type": "object", "properties": dict.fromkeys(WIRES, schema)})
    wire = dict.fromkeys(WIRES, value)
    assert happened.from_wire(wire).to_wire() == wire


HOSTILE = [
    '"""\nimport os\nos.system("touch {path}")\n"""',
    "'''\nopen({path!r}, 'w')\n'''",
    '\\"""; open({path!r}, \'w\') #',
    "\nopen({path!r}, 'w')\n",
    "{{ cycler.__init__.__globals__ }}{% include '/etc/passwd' %}",
    '"',
    "\\",
    "ends with \\",
    "\u202e\u2028\x00\x1b[31m",
    "\ud800",
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_never_becomes_code(number: int, tmp_path: Path) -> None:
    target = tmp_path / "pwned"
    text = HOSTILE[number].replace("{path}", str(target)).replace("{path!r}", repr(str(target)))
    hostile: dict[str, Any] = {
        "title": text, "description": text, "$comment": text, "format": text,
        "x-python-import": {"module": "os", "name": text}, "x-python-type": text, "default_factory": text,
        "customTypePath": "os.system", "customBasePath": f"os.{text}",
    }  # fmt: skip
    schema = {
        **hostile,
        "type": "object",
        "properties": {
            text: {**hostile, "type": "string", "default": text},
            "p": {"type": "string", "pattern": text},
            "e": {**hostile, "enum": [text, "fine"], "default": text},
            "c": {**hostile, "const": text},
            "o": {**hostile, "type": "object", "properties": {text: {"type": "integer"}}},
            "u": {
                "oneOf": [
                    {**hostile, "type": "object", "properties": {"k": {"const": text}}},
                    {"type": "integer"},
                ]
            },
        },
    }
    built = build([event("Happened", schema, doc=text, pointer=text, keywords={"type": text, "version": 1})])
    for module in built.modules.values():
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert calls <= {"Field"}
    happened = load(built).Happened
    assert not target.exists()
    if "\ud800" not in text:
        wire = {text: "x", "e": text, "c": text, "u": 1, "o": {text: 1}}
        assert happened.from_wire(wire).to_wire() == wire
        assert happened.type == text


@pytest.mark.parametrize(
    "schema",
    [
        {"enum": list(range(20_000))},
        {"enum": []},
        {"enum": [1, "1", 1.0, True, "true", None, "null", [], {}]},
        {"enum": ["a-b", "a_b", "A B", "", " "]},
        {"const": {"deep": [1]}},
        {"type": "string", "pattern": "(["},
        {"type": "string", "pattern": "(?<=a)b"},
        {"type": "string", "pattern": "^(a+)+$"},
        {"type": "integer", "minimum": 10**400, "maximum": -(10**5_000)},
        {"type": "number", "minimum": float("inf"), "multipleOf": 0, "maximum": 1e308},
        {"type": "string", "minLength": 10**30, "maxLength": -1},
        {"type": "integer", "default": "abc"},
        {"type": "array", "items": {"type": "string"}, "default": [{"a": 1}], "minItems": 2.0},
        {"type": "intger"},
        {"type": ["string", 7]},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"allOf": []},
        {"oneOf": [False, True]},
        {"not": {}},
        {"type": "object", "properties": {"x": False, "y": True, "z": None}, "required": ["q", 3]},
        {"properties": "no", "required": "no", "items": 3, "anyOf": {}, "enum": "no", "type": {}},
        {"type": "array", "prefixItems": [{}, {"type": "null"}], "items": {"type": "string"}},
        {"items": [{"type": "string"}], "additionalItems": False},
        {"type": "string", "discriminator": "kind"},
        {
            "oneOf": [ref("Loop"), ref("Two")],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "nowhere"}},
        },
        ref("Loop"),
        ref("Nowhere"),
        True,
        False,
    ],
)
def test_odd_schemas_make_classes_all_the_same(schema: Any) -> None:
    defs = {
        "Loop": ref("Loop2"),
        "Loop2": {"allOf": [ref("Loop"), {"anyOf": [ref("Loop"), {"type": "string"}]}]},
        "Two": obj(kind=STRING),
        "List": {"type": "array", "items": ref("List")},
    }
    requests = [
        event("Direct", schema),
        event("Inside", obj(x=schema, y={"type": "array", "items": schema}, z=ref("List"))),
    ]
    space = load(build(requests, defs))
    assert space.Inside.from_wire("{}").to_wire() == {}


def test_what_a_class_does_not_check_is_said() -> None:
    text = build(
        [event("Happened", obj(a={"type": "string", "pattern": "(?<=a)b"}), pointer="specs/a.yaml#/x")]
    )
    (finding,) = text.findings
    assert finding.span.file == "specs/a.yaml"
    assert "/x/properties/a: `pattern`" in finding.message


def test_one_more_schema_renames_no_other() -> None:
    one_order = event("OrderPlaced", obj(address=obj(a=STRING), state={"enum": ["a", "b"]}))
    before = build([one_order], {"A": obj(x=obj(y=STRING))})
    after = build(
        [event("A", obj(address=obj(b=STRING))), one_order], {"A": obj(x=obj(y=STRING)), "B": obj(c=STRING)}
    )
    assert set(before.classes) <= set(after.classes)
    assert set(before.classes) == {"OrderPlaced", "OrderPlacedAddress"}


def test_the_order_of_input_and_of_hashing_play_no_part(tmp_path: Path) -> None:
    script = (
        "import json, sys\n"
        "from generator.classes import ClassRequest\n"
        "from generator.models import build_modules\n"
        "schema = json.loads(sys.argv[1])\n"
        "request = ClassRequest(module='events', name='E', schema=schema, base='runtime.Event')\n"
        "defs = {'M': {'type': 'object', 'properties': {'a': {'enum': ['x', 'y']}}}}\n"
        "text = build_modules('s', [request], defs)\n"
        "print(json.dumps([text.modules, text.names], default=str))\n"
    )
    schema = obj(
        a=ref("M"),
        b={"anyOf": [ref("M"), STRING, {"type": "integer"}]},
        **{"user-id": STRING, "userId": STRING},
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, json.dumps(schema)],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_the_output_passes_strict_type_checking(tmp_path: Path) -> None:
    schema = obj(
        userId_=STRING, json={}, at={"type": "string", "format": "date-time"}, any=ref("Any"), pet=ref("Pet"),
        deep={"type": "array", "items": {"type": "array", "items": obj(a=CHOICE)}},
        map={"type": "object", "additionalProperties": MONEY}, old={**STRING, "deprecated": True},
    )  # fmt: skip
    defs = {
        "Any": {},
        "Base": obj(kind_=STRING),
        "Cat": {"allOf": [ref("Base"), obj(kind={"const": "cat"}, lives={"type": "integer", "default": 9})]},
        "Dog": {
            "allOf": [ref("Base"), obj(kind={"const": "dog"})],
            "additionalProperties": {"type": "integer"},
        },
        "Pet": {
            "oneOf": [ref("Cat"), ref("Dog"), {"type": "null"}],
            "discriminator": {"propertyName": "kind"},
        },
    }
    requests = [event("Happened", schema), event("Listed", {"type": "array", "items": ref("Pet")})]
    text = build_modules("typed", requests, defs)
    package = tmp_path / "generated" / "typed"
    package.mkdir(parents=True)
    for name, source in text.modules.items():
        (package / f"{name}.py").write_text(source)
    here = Path(__file__).parents[2]
    options = ["--config-file", str(here / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    command = [sys.executable, "-m", "mypy", *options, str(package)]
    env = {**os.environ, "MYPYPATH": f"{here}:{tmp_path}"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Success"), done.stdout + done.stderr


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


def test_an_enum_message_holds_its_enum() -> None:
    space = load(
        build(
            [event("Switched", {"enum": ["on", "off"]}), event("Turned", ref("Turn"))],
            {"Turn": {"enum": ["left", "right"]}},
        )
    )
    assert space.Switched.from_wire('"on"').root is space.SwitchedValue.ON
    assert space.Turned.from_wire('"left"').root is space.Turn.LEFT


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


def test_defaults_of_lists_and_maps_are_not_shared() -> None:
    schema = obj(
        tags={"type": "array", "items": STRING, "default": ["a"]}, map={"type": "object", "default": {}}
    )
    first, second = (one("Happened", schema)() for _ in range(2))
    first.tags.append("b")
    assert second.tags == ["a"]


def test_a_service_is_built_from_the_cache_without_the_engine(tmp_path: Path) -> None:
    requests, defs = [event("E", obj(m=ref("M"), p={"type": "string", "pattern": "(?=x)"}))], {"M": MONEY}
    built = build_modules("cached", requests, defs, cache=tmp_path)
    script = (
        "import sys, pathlib\n"
        "from tests.generator.test_models import *\n"
        "before = set(sys.modules)\n"
        "requests, defs = [event('E', obj(m=ref('M'), p={'type': 'string', 'pattern': '(?=x)'}))], {'M': MONEY}\n"
        "text = build_modules('cached', requests, defs, cache=pathlib.Path(sys.argv[1]))\n"
        "print(repr(text), 'datamodel_code_generator' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"{built!r} False"


def test_a_damaged_or_unwritable_cache_is_no_error(tmp_path: Path) -> None:
    requests = [event("E", obj(a=STRING))]
    built = build_modules("cached", requests, {}, cache=tmp_path)
    (file,) = tmp_path.glob("*.json")
    file.write_text("{")
    assert build_modules("cached", requests, {}, cache=tmp_path) == built
    assert build_modules("cached", requests, {}, cache=file / "below") == built


def test_another_schema_is_another_cache_entry(tmp_path: Path) -> None:
    for schema in (obj(a=STRING, b=STRING), obj(b=STRING, a=STRING)):
        build_modules("cached", [event("E", schema)], {}, cache=tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 2
