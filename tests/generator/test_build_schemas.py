"""Schemas of every dialect, and the names of those that are shared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from specfold_generator.model import ir

from tests.generator.specs_in import Specs


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


def payload(specs: Specs, schema: str) -> ir.Service:
    """A service with one message `M` whose payload is written in `schema`."""
    specs.write("asyncapi/shop.yaml", "asyncapi: 3.0.0\ninfo: {title: Shop, version: '1'}\n" + BODY)
    specs.write("common/payload.yaml", schema)
    return specs.service()


BODY = "components: {messages: {M: {payload: {$ref: '../common/payload.yaml'}}}}\n"


def schema_of(service: ir.Service) -> Any:
    return service.events[0].latest.shape.schema


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{minimum: 1, exclusiveMinimum: true}", {"exclusiveMinimum": 1}),
        ("{minimum: 1, exclusiveMinimum: false}", {"minimum": 1}),
        ("{exclusiveMaximum: 5}", {"exclusiveMaximum": 5}),
        ("{type: string, nullable: true}", {"type": ["string", "null"]}),
        ("{type: string, enum: [a], nullable: true}", {"type": ["string", "null"], "enum": ["a", None]}),
        ("{type: [string]}", {"type": "string"}),
        ("{dependencies: {a: [b], c: {minProperties: 2}}}", {
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"c": {"minProperties": 2}},
        }),
        ("{type: string, example: a, examples: [b]}", {"type": "string", "examples": ["a", "b"]}),
        ("{enum: [1, true, '1', 1.0]}", {"enum": [1, True, "1"]}),
        ("{const: null}", {"const": None}),
        ("true", True),
        ("{x-python-type: os.system, customTypePath: os.system, type: string}", {"type": "string"}),
        ("{properties: {$ref: {type: string}}}", {"properties": {"$ref": {"type": "string"}}}),
    ],
)  # fmt: skip
def test_every_dialect_becomes_2020_12(specs: Specs, written: str, read: object) -> None:
    assert schema_of(payload(specs, written)) == read


def test_a_reference_beside_constraints_holds_with_them(specs: Specs) -> None:
    service = payload(
        specs,
        """
        type: object
        properties:
          told: {$ref: '#/$defs/Name', description: Only words.}
          bound: {$ref: '#/$defs/Name', maxLength: 3}
        $defs: {Name: {type: string}}
        """,
    )
    assert schema_of(service)["properties"] == {
        "told": {"$ref": "#/$defs/Name", "description": "Only words."},
        "bound": {"allOf": [{"$ref": "#/$defs/Name"}, {"maxLength": 3}]},
    }


def test_an_object_of_several_parts_stands_open(specs: Specs) -> None:
    service = payload(
        specs,
        """
        allOf:
          - {$ref: '#/$defs/Base'}
          - {required: [b], properties: {b: {type: string}}}
        $defs: {Base: {type: object, required: [a], properties: {a: {type: integer}}}}
        """,
    )
    assert schema_of(service) == {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
        "required": ["a", "b"],
    }
    assert service.events[0].latest.shape.required == ("a", "b")


def test_parts_that_close_themselves_stay_as_they_are(specs: Specs) -> None:
    closed = "{type: object, additionalProperties: false, properties: {a: {type: integer}}}"
    service = payload(specs, f"allOf: [{closed}, {{properties: {{b: {{type: string}}}}}}]\n")
    assert len(schema_of(service)["allOf"]) == 2


def test_discriminators_choose_among_definitions(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /pets:
            post:
              operationId: add
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        components:
          schemas:
            Pet:
              oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
              discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}
            Cat: {type: object, properties: {kind: {const: cat}}}
            Dog: {type: object, properties: {kind: {const: dog}}, discriminator: kind}
        """
    )
    definitions = specs.service().definitions
    assert definitions["Pet"].schema == {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/$defs/Cat", "dog": "#/$defs/Dog"},
        },
    }
    assert definitions["Dog"].schema == {"type": "object", "properties": {"kind": {"const": "dog"}}}


def test_recursion_across_files(specs: Specs) -> None:
    specs.write("common/tree.yaml", "type: object\nproperties: {up: {$ref: './payload.yaml'}}\n")
    service = payload(
        specs, "type: object\nproperties: {down: {type: array, items: {$ref: './tree.yaml'}}}\n"
    )
    assert sorted(service.definitions) == ["payload", "tree"]
    assert service.definitions["tree"].schema == {
        "type": "object",
        "properties": {"up": {"$ref": "#/$defs/payload"}},
    }


class TestNames:
    def shared(self, specs: Specs, own: str, other: str) -> ir.Service:
        specs.write("common/money.yaml", f"$defs: {{Money: {other}}}\n")
        specs.asyncapi(
            f"""
            components:
              messages:
                M:
                  payload:
                    type: object
                    properties:
                      own: {{$ref: '#/components/schemas/Money'}}
                      other: {{$ref: '../common/money.yaml#/$defs/Money'}}
              schemas: {{Money: {own}}}
            """
        )
        return specs.service()

    def test_one_name_for_two_schemas_is_qualified_by_the_file(self, specs: Specs) -> None:
        service = self.shared(specs, "{type: integer}", "{type: string}")
        assert {key: shape.schema for key, shape in service.definitions.items()} == {
            "Money": {"type": "integer"},
            "MoneyMoney": {"type": "string"},
        }

    def test_one_schema_written_twice_is_one(self, specs: Specs) -> None:
        service = self.shared(specs, "{type: integer}", "{type: integer}")
        assert list(service.definitions) == ["Money"]

    def test_one_more_schema_renames_no_other(self, specs: Specs) -> None:
        text = "type: object\nproperties: {a: {$ref: '#/$defs/A'}, b: {$ref: '#/$defs/B/properties/c'}%s}\n"
        text += "$defs:\n  {A: {type: string}, B: {properties: {c: {type: integer}}}, AA: {type: 'null'}}\n"
        before = payload(specs, text % "")
        after = payload(specs, text % ", x: {$ref: '#/$defs/AA'}")
        assert set(before.definitions) == {"A", "BC"}
        assert set(after.definitions) == {"A", "AA", "BC"}
        assert {k: before.definitions[k].schema for k in before.definitions} == {
            k: after.definitions[k].schema for k in before.definitions
        }

    def test_names_that_need_escapes_stay_distinct(self, specs: Specs) -> None:
        service = payload(
            specs,
            """
            type: object
            properties: {a: {$ref: '#/$defs/x~1y'}, b: {$ref: '#/$defs/x%20y'}}
            $defs: {x/y: {type: string}, x y: {type: integer}}
            """,
        )
        assert sorted(shape.name for shape in service.definitions.values()) == ["x y", "x/y"]
        assert len(service.definitions) == 2
        assert all(not set(key) & set("/ ~%") for key in service.definitions)


class TestPersonalData:
    def test_pointers_go_through_lists_maps_and_references(self, specs: Specs) -> None:
        service = payload(
            specs,
            """
            type: object
            properties:
              a/b: {type: string, x-personal-data: {subject: id}}
              people: {type: array, items: {$ref: '#/$defs/Person'}}
              byName: {type: object, additionalProperties: {$ref: '#/$defs/Person'}}
            $defs:
              Person: {type: object, properties: {name: {type: string, x-personal-data: {subject: owner}}}}
            """,
        )
        shape = service.events[0].latest.shape
        assert shape.personal_data == ("/a~1b", "/byName/*/name", "/people/*/name")
        assert shape.subjects == {"/a~1b": "id", "/byName/*/name": "owner", "/people/*/name": "owner"}

    def test_a_mark_says_whose_data_it_is(self, specs: Specs) -> None:
        specs.write("asyncapi/shop.yaml", "asyncapi: 3.0.0\ninfo: {title: Shop, version: '1'}\n" + BODY)
        specs.write("common/payload.yaml", "properties:\n  a: {x-personal-data: {subjekt: id}}\n")
        assert specs.codes() == ["SPF401", "SPF402"]

    def test_personal_data_at_every_depth_is_told(self, specs: Specs) -> None:
        specs.write("asyncapi/shop.yaml", "asyncapi: 3.0.0\ninfo: {title: Shop, version: '1'}\n" + BODY)
        specs.write(
            "common/payload.yaml",
            """
            type: object
            properties:
              name: {type: string, x-personal-data: {subject: id}}
              child: {$ref: '#'}
            """,
        )
        assert "SPF352" in specs.codes()


class TestFailing:
    """What is refused or left out, where, and in which words."""

    def told(self, specs: Specs, schema: str) -> list[str]:
        specs.write("asyncapi/shop.yaml", "asyncapi: 3.0.0\ninfo: {title: Shop, version: '1'}\n" + BODY)
        specs.write("common/payload.yaml", schema)
        return specs.told()

    def test_unknown_types(self, specs: Specs) -> None:
        told = self.told(specs, "type: object\nproperties: {a: {type: int}, b: {type: [string, 7]}}\n")
        assert told == [
            "SPF347 common/payload:2 `int` is no type of JSON Schema (`properties/a/type`) "
            "| did you mean `integer`?",
            "SPF347 common/payload:2 `7` is no type of JSON Schema (`properties/b/type`) | known: `array`, "
            "`boolean`, `integer`, `null`, `number`, `object` and `string`",
        ]

    def test_keywords_that_are_nearly_right(self, specs: Specs) -> None:
        (told,) = self.told(specs, "type: object\nrequierd: [a]\n")
        assert told == (
            "SPF343 common/payload:2 `requierd` is no keyword of JSON Schema; it is ignored "
            "| did you mean `required`?"
        )

    def test_schemas_that_are_each_other(self, specs: Specs) -> None:
        told = self.told(
            specs,
            """
            allOf: [{$ref: '#/$defs/A'}]
            $defs:
              A: {allOf: [{$ref: '#/$defs/B'}]}
              B: {allOf: [{$ref: '#/$defs/A'}]}
            """,
        )
        assert told[0].startswith("SPF351")
        assert "`A` and `B`" in told[0]

    def test_a_base_that_is_a_choice_of_its_children_gives_its_members(self, specs: Specs) -> None:
        service = payload(
            specs,
            """
            $ref: '#/$defs/Car'
            $defs:
              Vehicle:
                type: object
                properties: {wheels: {type: integer}}
                discriminator: kind
                oneOf: [{$ref: '#/$defs/Car'}]
              Car: {allOf: [{$ref: '#/$defs/Vehicle'}, {properties: {doors: {type: integer}}}]}
            """,
        )
        assert schema_of(service)["properties"] == {
            "wheels": {"type": "integer"},
            "doors": {"type": "integer"},
        }
        assert set(specs.codes()) == {"SPF354"}

    def test_what_says_nothing_is_left_out_and_told(self, specs: Specs) -> None:
        schema = (
            "type: object\nrequired: true\nminProperties: many\nproperties:\n"
            "  a: {type: string, pattern: '('}\n  b:\n  c: {enum: []}\n  d: {type: integer, default: x}\n"
        )
        service = payload(specs, schema)
        assert schema_of(service) == {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": True, "c": {}, "d": {"type": "integer"}},
        }
        assert specs.codes() == ["SPF341", "SPF346", "SPF346", "SPF348", "SPF350", "SPF358"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}},
        {"type": "object", "dependencies": {"a": ["b"]}, "patternProperties": {"^x": {"type": "integer"}}},
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "not": {"required": ["c"]}},
        {"type": "object", "additionalProperties": False, "properties": {"a": {"enum": [1, "x", None]}}},
    ],
)
@pytest.mark.parametrize(
    "value", [["s", 1], ["s", "t"], {"a": 1}, {"a": 1, "b": 2}, {"x": 1}, {"x": "s"}, {"c": 0}, {"a": 2}]
)
def test_a_schema_read_judges_as_the_schema_written(
    specs: Specs, schema: dict[str, Any], value: object
) -> None:
    from jsonschema import Draft7Validator

    service = payload(specs, json.dumps(schema))
    read = {"allOf": [schema_of(service)], "$defs": {k: s.schema for k, s in service.definitions.items()}}
    assert Draft202012Validator(read).is_valid(value) == Draft7Validator(schema).is_valid(value)
