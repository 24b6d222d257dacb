"""The extensions: what they make of documents, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from specfold_generator.model import ir

from tests.generator.specs_in import Specs

EVENTS = """
x-event-sourcing:
  aggregates:
    Cart: {identity: cartId, channel: carts}
channels:
  carts:
    address: carts
    messages:
      Opened: {$ref: '#/components/messages/Opened'}
      Filled: {$ref: '#/components/messages/Filled'}
components:
  messages:
    Opened:
      x-event-sourcing: {aggregate: Cart}
      payload:
        {type: object, required: [cartId, by], properties: {cartId: {type: string}, by: {type: string}}}
    Filled:
      x-event-sourcing: {aggregate: Cart}
      payload: {type: object, required: [cartId], properties: {cartId: {type: string}, sku: {type: string}}}
"""


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path).asyncapi(EVENTS)


def command(specs: Specs, text: str) -> ir.Command:
    """The only command of an OpenAPI document with these paths."""
    return specs.openapi(text).service().commands[0]


class TestCommands:
    def test_an_identity_nobody_gives_is_generated_for_what_is_created(self, specs: Specs) -> None:
        made = command(
            specs,
            """
            paths:
              /carts:
                post:
                  operationId: open
                  x-event-sourcing: {aggregate: Cart, creates: true, emits: [Opened]}
            """,
        )
        assert (made.identity_from, made.shape.schema) == ("generated", {"type": "object", "properties": {}})

    def test_an_optional_identity_of_what_is_created_is_generated_where_it_is_left_out(
        self, specs: Specs
    ) -> None:
        made = command(
            specs,
            """
            paths:
              /carts:
                post:
                  operationId: open
                  x-event-sourcing: {aggregate: Cart, creates: true, emits: [Opened]}
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {type: object, properties: {cartId: {type: string}, name: {type: string}}}
            """,
        )
        assert (made.identity_from, made.creates) == ("generated", True)
        assert specs.told() == []

    def test_headers_of_the_protocol_are_no_members(self, specs: Specs) -> None:
        made = command(
            specs,
            """
            paths:
              /carts/{cartId}:
                put:
                  operationId: fill
                  x-event-sourcing: {aggregate: Cart, emits: [Filled]}
                  parameters:
                    - {name: cartId, in: path, required: true, schema: {type: string}}
                    - {name: If-Match, in: header, schema: {type: string}}
                    - {name: dryRun, in: query, schema: {type: boolean}}
                  requestBody:
                    content: {application/json: {schema: {type: object, properties: {sku: {type: string}}}}}
            """,
        )
        assert isinstance(made.shape.schema, dict)
        assert list(made.shape.schema["properties"]) == ["cartId", "dryRun", "sku"]
        assert [p.name for p in made.route.parameters] == ["cartId", "dryRun", "If-Match"]

    def test_the_members_that_a_body_shares_with_parameters_are_named(self, specs: Specs) -> None:
        made = command(
            specs,
            """
            paths:
              /carts/{cartId}:
                put:
                  operationId: fill
                  x-event-sourcing: {aggregate: Cart, emits: [Filled]}
                  parameters:
                    - {name: cartId, in: path, required: true, schema: {type: string}}
                    - {name: sku, in: query, schema: {type: string}}
                    - {name: X-Role, in: header, schema: {type: string}}
                  requestBody:
                    content:
                      application/json:
                        schema:
                          {type: object, properties: {cartId: {type: string}, sku: {type: string}}}
            """,
        )
        assert made.route.shared == ("sku",)  # the path is always sent: a body never sets its members

    def test_a_body_that_is_no_plain_object_stays_one_member(self, specs: Specs) -> None:
        made = command(
            specs,
            """
            paths:
              /carts/{cartId}:
                put:
                  operationId: fill
                  x-event-sourcing: {aggregate: Cart, emits: [Filled]}
                  parameters: [{name: cartId, in: path, required: true, schema: {type: string}}]
                  requestBody:
                    required: true
                    content: {application/json: {schema: {type: array, items: {type: string}}}}
            """,
        )
        assert isinstance(made.shape.schema, dict)
        assert made.shape.schema["properties"]["body"] == {"type": "array", "items": {"type": "string"}}
        assert (made.shape.required, made.route.body_member) == (("cartId", "body"), "body")


class TestReadModels:
    ROW = """
        paths:
          /carts/{by}:
            parameters: [{name: by, in: path, required: true, schema: {type: string}}]
            get:
              operationId: ask
              x-event-sourcing: {readModel: Row}
              responses: {'200': {description: ok, content: {application/json: {schema: %s}}}}
        components:
          schemas:
            Row:
              x-event-sourcing: {readModel: {key: {partition: by, sort: cartId}, from: %s}}
              type: object
              required: [by, cartId]
              properties: {by: {type: string}, cartId: {type: string}}
    """

    def test_a_composite_key_and_a_mapping_to_it(self, specs: Specs) -> None:
        answer = "{type: array, items: {$ref: '#/components/schemas/Row'}}"
        service = specs.openapi(self.ROW % (answer, "{Opened: , Filled: {by: sku}}")).service()
        (row,) = service.read_models
        assert row.key == ir.Key(partition="by", sort="cartId")
        assert [(s.event, s.key) for s in row.sources] == [
            ("Opened", ("by", "cartId")),
            ("Filled", ("sku", "cartId")),
        ]
        (query,) = service.queries
        assert query.page == ir.Page(items=None, next=None, limit=None, after=None)

    def test_an_event_without_the_key_and_a_row_asked_by_half_its_key(self, specs: Specs) -> None:
        specs.openapi(self.ROW % ("{$ref: '#/components/schemas/Row'}", "[Opened, Filled]"))
        told = specs.told()
        assert told[0].startswith("SPF435 openapi/shop:9 the key of `Row` needs `cartId`")
        assert "`Filled` has no member `by`, so it does not say which row is meant" in told[1]
        assert "| write `from: {Filled: {by: <member of the event>}}`" in told[1]

    def test_an_answer_that_is_something_else(self, specs: Specs) -> None:
        specs.openapi(self.ROW % ("{type: string}", "[Opened]"))
        assert "SPF436" in specs.codes()


class TestForeign:
    def test_a_read_model_of_another_service_s_event(self, specs: Specs) -> None:
        specs.write(
            "openapi/desk.yaml",
            """
            openapi: 3.1.0
            info: {title: Desk, version: 1.0.0}
            components:
              schemas:
                Row:
                  x-event-sourcing: {readModel: {key: cartId, from: [Opened]}}
                  type: object
                  required: [cartId]
                  properties: {cartId: {type: string}}
            """,
        )
        desk = specs.service("desk")
        assert [(s.event, s.service) for s in desk.read_models[0].sources] == [("Opened", "shop")]
        assert [(e.name, e.service, e.channel) for e in desk.foreign_events] == [("Opened", "shop", "carts")]
        assert [(c.name, c.service, c.consumes) for c in desk.channels] == [("carts", "shop", True)]


class TestFailing:
    """What is refused, where, and in which words."""

    def test_misspelled_and_missing_members(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /carts: {post: {operationId: open, x-event-sourcing: {agregate: Cart, emits: Opened}}}
            """
        )
        told = specs.told()
        assert told == [
            "SPF402 openapi/shop:5 `aggregate` is missing: `x-event-sourcing` of a command "
            "| `aggregate` is a name",
            "SPF401 openapi/shop:5 `agregate` is not known here: `x-event-sourcing` of a command "
            "| did you mean `aggregate`?",
            'SPF403 openapi/shop:5 `emits` must be a list of names, each once, and is `"Opened"`',
        ]

    def test_the_misspelled_part_of_a_key_is_named(self, specs: Specs) -> None:
        specs.openapi(
            """
            components:
              schemas:
                Row:
                  x-event-sourcing: {readModel: {key: {partition: a, srt: b}, from: [Opened]}}
                  type: object
            """
        )
        (told,) = specs.told()
        assert told.startswith("SPF401 openapi/shop:7 `srt` is not known here")
        assert told.endswith("did you mean `sort`?")

    def test_names_that_are_not_there(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a: {post: {operationId: a, x-event-sourcing: {aggregate: Card, emits: [Opened]}}}
              /b:
                {post: {operationId: b, x-event-sourcing: {aggregate: Cart, creates: true, emits: [Openned]}}}
              /c: {get: {operationId: c, x-event-sourcing: {readModel: Row}}}
            """
        )
        told = specs.told()
        assert "SPF405 openapi/shop:5 there is no aggregate `Card` | did you mean `Cart`?" in told
        assert "SPF406 openapi/shop:7 this service has no event `Openned` | did you mean `Opened`?" in told
        assert any(line.startswith("SPF409 openapi/shop:8 there is no read model `Row`") for line in told)

    def test_versions(self, tmp_path: Path) -> None:
        specs = Specs(tmp_path).asyncapi(
            """
            components:
              messages:
                A: {x-event-sourcing: {event: E, version: 1}, payload: {type: string}}
                B: {x-event-sourcing: {event: E, version: 3}, payload: {type: string}}
                C: {x-event-sourcing: {event: E, version: 3}, payload: {type: integer}}
            """
        )
        told = specs.told()
        assert [line.split()[0] for line in told] == ["SPF414", "SPF412", "SPF411"]
        assert "`E` has version 3 and no version 2" in told[1]
        assert "the messages `B` and `C` are both version 3 of `E`" in told[2]

    def test_aggregates_channels_and_identities(self, tmp_path: Path) -> None:
        specs = Specs(tmp_path).asyncapi(
            """
            x-event-sourcing:
              aggregates: {Cart: {identity: cartId, channel: cart}, Desk: {identity: deskId, channel: carts}}
            channels: {carts: {address: c}}
            components:
              messages:
                Opened: {x-event-sourcing: {aggregate: Desk}, payload: {type: object}}
                Moved: {x-event-sourcing: {aggregate: Dsk}, payload: {type: object}}
            """
        )
        told = specs.told()
        assert "SPF418 asyncapi/shop:5 this document has no channel `cart` | did you mean `carts`?" in told
        assert any(line.startswith("SPF417 asyncapi/shop:5 no message says") for line in told)
        assert any(
            line.startswith("SPF419 asyncapi/shop:9 the channel `carts` of `Desk` does not carry `Opened`")
            for line in told
        )
        assert any(line.startswith("SPF405 asyncapi/shop:10 there is no aggregate `Dsk`") for line in told)
        assert any("`deskId` is no required member of its payload" in line for line in told)

    def test_commands_of_nobody_and_of_another_s_events(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a:
                post: {operationId: a, x-event-sourcing: {aggregate: Cart, emits: [Opened]}}
              /b/{cartId}:
                put:
                  operationId: b
                  x-event-sourcing: {aggregate: Cart, emits: [Filled]}
                  parameters: [{name: cartId, in: path, required: true, schema: {type: string}}]
                  requestBody:
                    content:
                      application/json:
                        schema: {type: object, properties: {cartId: {type: integer}}}
            """
        )
        told = specs.told()
        assert told[0].startswith("SPF424 openapi/shop:6 nothing says which Cart is meant")
        assert told[1].startswith(
            "SPF421 openapi/shop:12 `cartId` is a path parameter and a member of the body"
        )

    def test_rejections_with_two_statuses_or_none(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a:
                post:
                  operationId: a
                  x-event-sourcing: {aggregate: Cart, creates: true, emits: [Opened]}
                  responses:
                    default: {description: no, x-event-sourcing: {rejection: Never}}
                    '409': {description: no, x-event-sourcing: {rejection: Full}}
                    '422': {description: no, x-event-sourcing: {rejection: Full}}
                    '404': {description: no, x-event-sourcing: {}}
            """
        )
        told = specs.told()
        assert [line.split()[0] for line in told] == ["SPF425", "SPF426", "SPF402"]
        assert "`Full` has two statuses: 409 and 422" in told[1]

    def test_policies_that_issue_what_is_not_there(self, specs: Specs) -> None:
        specs.asyncapi(
            EVENTS
            + """
operations:
  onOpened:
    action: receive
    channel: {$ref: '#/channels/carts'}
    x-event-sourcing: {issues: [fil]}
"""
        )
        (told,) = specs.told()
        assert told.startswith("SPF415")
        assert "this service has no command `fil`" in told

    def test_contradicting_stream_settings(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            channels:
              a: {address: a, x-kinesis: {mode: on-demand, shards: 2}}
              b: {address: b, x-kinesis: {hours: 1}}
            """
        )
        assert specs.codes() == ["SPF401", "SPF404"]

    def test_an_extension_where_nothing_reads_it(self, specs: Specs) -> None:
        specs.openapi(
            """
            x-event-sourcing: {source: //a}
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema: {type: object, x-event-sourcing: {readModel: {key: a, from: [Opened]}}}
            """
        )
        assert specs.codes() == ["SPF416", "SPF437"]
