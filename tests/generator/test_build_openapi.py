"""OpenAPI documents without any extension: operations, requests, answers, security."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specfold_generator.diagnostics.diagnostic import SpecError
from specfold_generator.model import ir

from tests.generator.specs_in import OPEN_32, Specs


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


def operation(specs: Specs, name: str) -> ir.Operation:
    service = specs.service()
    return next(o for o in (*service.operations, *service.outgoing) if o.name == name)


def schema_of(shape: ir.Shape) -> dict[str, Any]:
    assert isinstance(shape.schema, dict)
    return dict(shape.schema)


def test_operations_are_commands_or_queries_by_their_method(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /things:
            get: {operationId: list, responses: {'200': {description: ok}}}
            head: {operationId: probe}
            post: {operationId: add}
            delete: {operationId: clear, deprecated: true, tags: [admin]}
        """
    )
    service = specs.service()
    assert {o.name: o.kind for o in service.operations} == {
        "list": "query",
        "probe": "query",
        "add": "command",
        "clear": "command",
    }
    clear = operation(specs, "clear")
    assert (clear.route.method, clear.route.path) == ("DELETE", "/things")
    assert (clear.route.deprecated, clear.route.tags) == (True, ("admin",))


def test_names_are_made_up_from_method_and_path(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /orders/{orderId}/lines:
            parameters: [{name: orderId, in: path, required: true, schema: {type: string}}]
            get: {}
          /a/b: {get: {}}
          /a-b: {get: {}}
        """
    )
    names = [o.name for o in specs.service().operations]
    assert names[:2] == ["getOrdersByOrderIdLines", "getAB"]
    assert names[2].startswith("getAB_")
    assert specs.codes() == []


def test_a_request_is_its_parameters_and_its_body(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /pets/{id}:
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}, example: p1}
              - {name: verbose, in: query, schema: {type: boolean}}
            put:
              operationId: change
              parameters:
                - {name: verbose, in: query, description: Tell more., schema: {type: integer}}
                - {name: X-Trace, in: header, schema: {type: string}}
                - {name: id, in: query, schema: {type: string}}
              requestBody:
                required: true
                content:
                  text/csv: {schema: {type: string}}
                  application/json:
                    schema: {$ref: '#/components/schemas/Pet'}
                    example: {name: Rex}
        components:
          schemas:
            Pet: {type: object, required: [name], properties: {name: {type: string}}}
        """
    )
    change = operation(specs, "change")
    assert schema_of(change.shape) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "verbose": {"type": "integer", "description": "Tell more."},
            "query-id": {"type": "string"},
            "X-Trace": {"type": "string"},
            "body": {"anyOf": [{"$ref": "#/$defs/Pet"}, {"type": "string"}]},
        },
        "required": ["id", "body"],
    }
    told = {v.media_type: schema_of(v.shape)["properties"]["body"] for v in change.route.variants}
    assert told == {"application/json": {"$ref": "#/$defs/Pet"}, "text/csv": {"type": "string"}}
    assert change.route.body_member == "body"
    assert [(p.where, p.name, p.member) for p in change.route.parameters] == [
        ("path", "id", "id"),
        ("query", "verbose", "verbose"),
        ("query", "id", "query-id"),
        ("header", "X-Trace", "X-Trace"),
    ]
    (example,) = change.shape.examples
    assert example.value == {"id": "p1", "body": {"name": "Rex"}}
    assert change.route.body is not None
    assert [c.media_type for c in change.route.body.contents] == ["text/csv", "application/json"]


def test_members_of_a_request_have_a_name_each(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /things/{id}/{query-id}:
            post:
              operationId: change
              parameters:
                - {name: id, in: path, required: true, schema: {type: string}}
                - {name: query-id, in: path, required: true, schema: {type: string}}
                - {name: id, in: query, schema: {type: string}}
                - {name: body, in: query, schema: {type: string}}
                - {name: request-body, in: query, schema: {type: string}}
              requestBody: {content: {text/plain: {}}}
        """
    )
    route = operation(specs, "change").route
    members = [p.member for p in route.parameters]
    assert members == ["id", "query-id", "query-query-id", "body", "request-body"]
    assert route.body_member == "request-request-body"


def test_styles_have_their_defaults_by_place(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /p/{a}:
            get:
              operationId: ask
              parameters:
                - {name: a, in: path, required: true, style: matrix, explode: true, schema: {type: array}}
                - {name: b, in: query, schema: {type: array}}
                - {name: c, in: query, style: deepObject, schema: {type: object}}
                - {name: d, in: header, schema: {type: array}}
                - {name: e, in: cookie, schema: {type: string}}
                - {name: f, in: query, content: {application/json: {schema: {type: object}}}}
        """
    )
    parameters = operation(specs, "ask").route.parameters
    assert {p.name: (p.style, p.explode) for p in parameters} == {
        "a": ("matrix", True),
        "b": ("form", True),
        "c": ("deepObject", False),
        "d": ("simple", False),
        "e": ("form", True),
        "f": ("form", True),
    }
    assert {p.name: p.content_type for p in parameters}["f"] == "application/json"


def test_members_that_only_the_service_writes_are_not_asked_for(specs: Specs) -> None:
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
              type: object
              required: [id, name]
              properties: {id: {type: string, readOnly: true}, name: {type: string}}
        """
    )
    body = schema_of(operation(specs, "add").shape)["properties"]["body"]
    members = {"name": {"type": "string"}, "id": False}
    assert body == {"type": "object", "properties": members, "required": ["name"]}
    assert schema_of(operation(specs, "add").shape).get("required") is None


def test_binary_bodies_and_forms(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /file:
            put: {operationId: send, requestBody: {required: true, content: {application/octet-stream: {}}}}
            post:
              operationId: form
              requestBody:
                content:
                  multipart/form-data:
                    schema: {type: object, properties: {file: {type: string, format: binary}}}
        """
    )
    sent = schema_of(operation(specs, "send").shape)["properties"]["body"]
    assert sent == {"type": "string", "format": "binary"}
    form = schema_of(operation(specs, "form").shape)["properties"]["body"]
    assert form["properties"]["file"] == {"type": "string", "format": "binary"}


def test_webhooks_and_callbacks_go_out(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /subscribe:
            post:
              operationId: subscribe
              callbacks:
                told: {'{$request.body#/url}': {post: {operationId: tell}}}
        webhooks:
          born: {post: {operationId: onBorn, requestBody: {content: {application/json: {schema: {}}}}}}
        """
    )
    service = specs.service()
    assert [o.name for o in service.operations] == ["subscribe"]
    assert {o.name: (o.route.kind, o.route.path) for o in service.outgoing} == {
        "tell": ("callback", "{$request.body#/url}"),
        "onBorn": ("webhook", "born"),
    }


def test_references_beside_other_members_and_to_path_items(specs: Specs) -> None:
    specs.write(
        "common/paths.yaml", "ping: {get: {operationId: ping, responses: {'200': {description: pong}}}}\n"
    )
    specs.openapi(
        """
        paths:
          /ping: {$ref: '../common/paths.yaml#/ping', summary: Said here.}
          /own:
            get:
              operationId: own
              responses:
                '200': {$ref: '#/components/responses/Ok', description: Said here.}
        components: {responses: {Ok: {description: Said there., headers: {ETag: {schema: {type: string}}}}}}
        """
    )
    (answer,) = operation(specs, "own").route.responses
    assert (answer.doc, answer.headers) == ("Said here.", ("ETag",))
    assert operation(specs, "ping").route.pointer == "specs/common/paths.yaml#/ping/get"


def test_security_is_inherited_overridden_and_opened(specs: Specs) -> None:
    specs.openapi(
        """
        security: [{key: []}]
        paths:
          /a: {get: {operationId: inherits}}
          /b: {get: {operationId: opens, security: []}}
          /c: {get: {operationId: either, security: [{jwt: [read], key: []}, {}]}}
        components:
          securitySchemes:
            key: {type: apiKey, name: X-Key, in: header}
            jwt: {type: http, scheme: bearer, x-issuer: 'https://id.example', x-audience: shop}
        """
    )
    key, jwt = ir.Requirement(scheme="key", scopes=()), ir.Requirement(scheme="jwt", scopes=("read",))
    assert operation(specs, "inherits").route.security == ((key,),)
    assert operation(specs, "opens").route.security == ()
    assert operation(specs, "either").route.security == ((jwt, key), ())
    schemes = {scheme.name: scheme for scheme in specs.service().security_schemes}
    assert (schemes["jwt"].issuer, schemes["jwt"].audience) == ("https://id.example", ("shop",))


def test_version_3_2(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /log:
            query:
              operationId: search
              parameters:
                - name: q
                  in: querystring
                  content: {application/x-www-form-urlencoded: {schema: {type: object}}}
              responses:
                '200':
                  content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Line'}}}
            additionalOperations:
              COPY: {operationId: copy}
        components: {schemas: {Line: {type: object}}}
        """,
        head=OPEN_32,
    )
    search, copy = operation(specs, "search"), operation(specs, "copy")
    assert (search.kind, search.route.method) == ("query", "QUERY")
    assert search.route.parameters[0].where == "querystring"
    (content,) = search.route.responses[0].contents
    assert content.item is not None
    assert (content.shape, content.item.schema) == (None, {"$ref": "#/$defs/Line"})
    assert (copy.kind, copy.route.method) == ("command", "COPY")
    assert specs.codes() == []


class TestFailing:
    """What is refused, where, and in which words."""

    def test_two_operations_of_one_name(self, specs: Specs) -> None:
        specs.openapi("paths:\n  /a: {get: {operationId: same}}\n  /b: {get: {operationId: same}}\n")
        (told,) = specs.told()
        assert told.startswith("SPF320 openapi/shop:5 two operations are called `same`: /a and /b")

    def test_path_parameters(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a/{id}: {get: {}}
              /b/{id}:
                get:
                  parameters:
                    - {name: id, in: path, schema: {type: string}}
                    - {name: iq, in: path, required: true, schema: {type: string}}
              /c/{x}: {parameters: [{name: x, in: path, required: true, schema: {}}], post: {}}
              /c/{y}: {parameters: [{name: y, in: path, required: true, schema: {}}], post: {}}
              d: {get: {}}
            """
        )
        told = specs.told()
        assert [line.split()[0] for line in told] == ["SPF321", "SPF333", "SPF324", "SPF323", "SPF322"]
        assert "`id` in the path `/a/{id}` is declared by no parameter" in told[0]
        assert "the path `/b/{id}` has no `{iq}`; the parameter is left out" in told[2]
        assert "`/c/{y}` and `/c/{x}` are the same path for POST" in told[3]

    def test_parameters_that_say_too_much_or_too_little(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a:
                get:
                  parameters:
                    - {name: p, in: query}
                    - {name: q, in: query, schema: {}, content: {text/plain: {}}}
                    - {name: r, in: body, schema: {}}
                    - {name: Accept, in: header, schema: {}}
                    - {name: "bad\\r\\nX: y", in: header, schema: {}}
            """
        )
        told = [line for line in specs.told() if not line.startswith("SPF337")]
        assert [line.split()[0] for line in told] == ["SPF331", "SPF331", "SPF328", "SPF330", "SPF355"]
        assert "the parameter `p` has neither `schema` nor `content`" in told[0]
        assert "`q` has both" in told[1]
        assert "`cookie` or `querystring`" in told[2]

    def test_security_that_is_not_there(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths: {/a: {get: {security: [{jvt: []}]}}}
            components: {securitySchemes: {jwt: {type: http, scheme: bearer}}}
            """
        )
        (told,) = specs.told()
        assert told.startswith("SPF373 openapi/shop:4 there is no security scheme `jvt`; what asks for it")
        assert told.endswith("| did you mean `jwt`?")

    def test_what_came_with_3_2_in_a_3_1_document_is_read_and_told(self, specs: Specs) -> None:
        specs.openapi("paths: {/a: {query: {operationId: ask}}}\n")
        assert specs.codes() == ["SPF326"]
        assert operation(specs, "ask").kind == "query"

    def test_members_that_the_standard_does_not_know(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths: {/a: {get: {operationID: ask, responses: {'200': {description: ok}}}}}
            servers: {url: /}
            """
        )
        told = specs.told()
        assert any(
            "may not have `operationID`; it is ignored | did you mean `operationId`?" in t for t in told
        )
        assert any(t.startswith("SPF370 openapi/shop:5 `servers` must be a list") for t in told)

    def test_broken_parts_that_nothing_uses_are_warnings_but_for_references(self, specs: Specs) -> None:
        specs.openapi("components: {schemas: {C: {type: strng}}}\n")
        built = specs.build()
        assert [(d.code, d.severity.name) for d in built.diagnostics] == [("SPF347", "WARNING")]
        specs.openapi("components: {schemas: {A: {$ref: '#/components/schemas/B'}}}\n")
        with pytest.raises(SpecError, match="SPF206"):
            specs.build()

    @pytest.mark.parametrize(
        ("schema", "value", "unnamed"),
        [
            ("{type: object, properties: {name: {type: string}}}", "{nmae: x}", "body/nmae"),
            ("{properties: {in: {properties: {a: {}}}}}", "{in: {a: 1, b: 2}}", "body/in/b"),
            ("{type: array, items: {properties: {a: {}}}}", "[{a: 1}, {b: 1}]", "body/1/b"),
            ("{allOf: [{properties: {a: {}}}, {properties: {b: {}}}]}", "{a: 1, b: 1, c: 1}", "body/c"),
            ("{anyOf: [{properties: {a: {}}}, {properties: {b: {}}}]}", "{a: 1, b: 1}", ""),
            ("{properties: {a: {}}, additionalProperties: true}", "{b: 1}", ""),
            ("{properties: {a: {}}, patternProperties: {'^x': {}}}", "{x: 1}", ""),
            ("{type: object}", "{b: 1}", ""),
        ],
        ids=["object", "inner", "list", "all of", "any of", "open", "patterns", "free"],
    )
    def test_a_member_of_an_example_that_no_schema_names_is_reported(
        self, specs: Specs, schema: str, value: str, unnamed: str
    ) -> None:
        specs.openapi(
            f"""
            paths:
              /a:
                post:
                  operationId: add
                  requestBody:
                    required: true
                    content: {{application/json: {{schema: {schema}, example: {value}}}}}
            """
        )
        assert len(operation(specs, "add").shape.examples) == 1
        told = [one for one in specs.told() if one.startswith("SPF388")]
        assert [f"`{unnamed}`" in one for one in told] == ([True] if unnamed else [])

    def test_an_example_that_contradicts_its_schema_is_left_out(self, specs: Specs) -> None:
        specs.openapi(
            """
            paths:
              /a:
                post:
                  operationId: add
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {type: object, properties: {n: {type: integer}}}
                        examples: {good: {value: {n: 1}}, bad: {value: {n: one}}}
            """
        )
        assert [example.value for example in operation(specs, "add").shape.examples] == [{"body": {"n": 1}}]
        (told,) = specs.told()
        assert told.startswith(
            "SPF357 openapi/shop:13 the `bad` of `add` does not meet its schema at `body/n`"
        )
