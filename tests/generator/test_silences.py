"""What generated code cannot do is reported: values that no value meets, names, unread members."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generator.specs_in import OPEN_32, Specs


def schema_diagnostics(tmp_path: Path, schema: str) -> list[str]:
    """The diagnostics of one schema of the components."""
    told = Specs(tmp_path).openapi(f"paths: {{}}\ncomponents: {{schemas: {{Code: {schema}}}}}\n").told()
    return [line.partition(" ")[0] + " " + line.partition("|")[2].strip() for line in told]


class TestValuesThatNoValueMeets:
    @pytest.mark.parametrize(
        ("schema", "help_"),
        [
            ("{type: string, enum: [007, A]}", "put quotes round it: `'007'`"),
            ("{type: string, const: 2.50}", "put quotes round it: `'2.50'`"),
            ("{type: [string, 'null'], enum: [1e3]}", "put quotes round it: `'1e3'`"),
            ("{type: string, enum: [true]}", "put quotes round it: `'true'`"),
            ("{type: boolean, enum: [no]}", "write `false`"),
            ("{type: string, enum: [A, null]}", "write `type: [string, 'null']`, or remove the null"),
            ("{type: string, maxLength: 2, enum: [ABC, AB]}", "correct the value, or remove it"),
            ("{type: integer, minimum: 5, const: 4}", "correct the value, or remove it"),
            ("{type: string, allOf: [{enum: [08]}]}", "put quotes round it: `'08'`"),
            ("{type: string, oneOf: [{const: 1}, {const: A}]}", "put quotes round it: `'1'`"),
            ("{type: array, items: {type: string, enum: [01]}}", "put quotes round it: `'01'`"),
        ],
    )
    def test_each_is_reported_with_what_to_write(self, tmp_path: Path, schema: str, help_: str) -> None:
        assert schema_diagnostics(tmp_path, schema) == [f"SPF390 {help_}"]

    @pytest.mark.parametrize(
        "schema",
        [
            "{type: string, enum: ['01', yes]}",
            "{type: number, enum: [1, 2.5]}",
            "{type: integer, enum: [1.0]}",
            "{type: [string, 'null'], enum: [A, null]}",
            "{enum: [1, A, null]}",
            "{const: null}",
            "{type: string, oneOf: [{const: A}, {const: B}]}",
        ],
    )
    def test_values_that_can_be_sent_are_not(self, tmp_path: Path, schema: str) -> None:
        assert schema_diagnostics(tmp_path, schema) == []

    @pytest.mark.parametrize(
        "schema",
        [
            "{type: string, minLength: 3, maxLength: 2}",
            "{type: number, minimum: 1.5, maximum: 1}",
            "{type: array, minItems: 1, maxItems: 0}",
            "{type: object, minProperties: 4, maxProperties: 3}",
        ],
    )
    def test_bounds_that_cross_are_reported(self, tmp_path: Path, schema: str) -> None:
        assert schema_diagnostics(tmp_path, schema) == ["SPF391 exchange the two bounds, or remove one"]


class TestNames:
    @pytest.mark.parametrize("name", ["purchase-order", "A\nB", "*", "cmd#x", "${x}", "1st", "a b", "x" * 65])
    def test_an_aggregate_whose_name_no_key_can_have_is_refused(self, tmp_path: Path, name: str) -> None:
        root = f"x-event-sourcing: {{aggregates: {{{json.dumps(name)}: {{identity: id, channel: c}}}}}}\n"
        told = Specs(tmp_path).asyncapi(root + "channels: {c: {address: c}}\n").told()
        assert [line for line in told if line.startswith("SPF445 asyncapi/shop:3")]

    @pytest.mark.parametrize("name", ["Order", "order_2", "Größe"])
    def test_others_are_not(self, tmp_path: Path, name: str) -> None:
        root = f"x-event-sourcing: {{aggregates: {{{name}: {{identity: id, channel: c}}}}}}\n"
        told = Specs(tmp_path).asyncapi(root + "channels: {c: {address: c}}\n").told()
        assert not [line for line in told if line.startswith("SPF445")]

    def test_a_component_name_that_the_standards_do_not_allow_is_reported(self, tmp_path: Path) -> None:
        text = "paths: {}\ncomponents: {schemas: {a/b: {}, ok.1-x_y: {}}, parameters: {}}\n"
        told = Specs(tmp_path).openapi(text).told()
        assert [line.partition(" |")[0] for line in told] == [
            "SPF392 openapi/shop:4 `a/b` is no name of a component (`components/schemas`)"
        ]


class TestMembersThatTheStandardsDoNotAllow:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (
                "paths: {/a: null}",
                "SPF337 openapi/shop:3 `paths//a` must be an object, and is null; it is ignored",
            ),
            (
                "paths: {/a: {get: null}}",
                "SPF337 openapi/shop:3 `paths//a/get` must be an object, and is null; it is ignored",
            ),
            (
                "webhooks: {w: null}",
                "SPF337 openapi/shop:3 `webhooks/w` must be an object, and is null; it is ignored",
            ),
            (
                "components: {headers: {H: {description: d}}}",
                "SPF338 openapi/shop:3 `components/headers/H` has neither `schema` nor `content`",
            ),
            (
                "components: {parameters: {P: {name: p, in: path, schema: {}}}}",
                "SPF333 openapi/shop:3 the path parameter `p` must be `required: true`; it is read so "
                "| write `required: true`",
            ),
            (
                "components: {parameters: {P: {name: p, in: query, explode: true, content: {a/b: {}}}}}",
                "SPF337 openapi/shop:3 `components/parameters/P` has `explode` beside `content`; it is "
                "ignored | remove it: `content` says how the value is written",
            ),
            (
                "components: {parameters: {P: {name: p, in: querystring, schema: {}}}}",
                "SPF331 openapi/shop:3 `components/parameters/P` is in querystring and has `schema` "
                "| write `content: {<media type>: {schema: ...}}`",
            ),
            (
                "components: {examples: {E: {serializedValue: a, externalValue: b}}}",
                "SPF339 openapi/shop:3 `components/examples/E` has both `externalValue` and "
                "`serializedValue` | keep one of them",
            ),
        ],
    )
    def test_each_is_reported(self, tmp_path: Path, text: str, told: str) -> None:
        assert Specs(tmp_path).openapi(text + "\n", head=OPEN_32).told() == [told]


class TestReferences:
    def test_an_unreadable_parameter_is_not_reported_as_undeclared_too(self, tmp_path: Path) -> None:
        text = """
        paths:
          /a/{id}:
            parameters: [{$ref: 'https://elsewhere.example/p.yaml#/Id'}]
            get: {responses: {'200': {description: ok}}}
        """
        assert [line[:6] for line in Specs(tmp_path).openapi(text).told()] == ["SPF203"]

    def test_a_map_of_components_in_another_file_is_read(self, tmp_path: Path) -> None:
        specs = Specs(tmp_path).write("parts/_index.yaml", "Pet: {type: object, required: [name]}\n")
        text = """
        paths:
          /pets:
            post:
              operationId: keep
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
              responses: {'204': {description: ok}}
        components:
          schemas: {$ref: ../parts/_index.yaml}
        """
        specs.openapi(text)
        assert [line[:6] for line in specs.told()] == ["SPF340"]
        assert specs.service().operations[0].route.body is not None

    def test_a_location_may_name_a_member_with_a_line_break(self, tmp_path: Path) -> None:
        text = """
        channels:
          c:
            address: c
            messages:
              M: {correlationId: {location: "$message.payload#/a\\nb"}, payload: {type: object}}
        """
        assert not [line for line in Specs(tmp_path).asyncapi(text).told() if line.startswith("SPF311")]
