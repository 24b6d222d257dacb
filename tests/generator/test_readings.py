"""Documents that are nearly right: how each thing is read, and in which words that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from specfold_generator.diagnostics.diagnostic import Severity

from tests.generator.specs_in import ASYNC_26, OPEN_32, Specs

BODY = "paths: {/p: {post: {operationId: add, requestBody: {content: {application/json: {schema: %s}}}}}}\n"
GET = "paths: {/p: {get: {operationId: see, %s}}}\n"


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (BODY % "{type: object, required: [a, a]}", "SPF376 openapi/shop:3 `paths//p/post/requestBody"),
        (
            BODY % "{type: string, nullable: true}",
            "SPF375 openapi/shop:3 `nullable` is OpenAPI 3.0: null is read",
        ),
        (
            BODY % "{minimum: 0, exclusiveMinimum: true}",
            "SPF375 openapi/shop:3 `exclusiveMinimum` is a number",
        ),
        (
            BODY % "{type: file}",
            "SPF375 openapi/shop:3 `file` is a type of Swagger 2.0; it is read as a text",
        ),
        (BODY % "{type: any}", "SPF375 openapi/shop:3 `any` is a type of draft-03; it is read as every type"),
        (BODY % "{type: [string, null]}", "`type` has null in place of the name `null`; it is read as that"),
        (
            BODY % "{additionalProperties: 'true'}",
            "must be a schema (an object, true or false), and is text; it is",
        ),
        (
            GET % "deprecated: 'true'",
            "`paths//p/get/deprecated` must be true or false, and is text; it is read as",
        ),
        (GET % "description: [a]", "`paths//p/get/description` must be text, and is a list; it is ignored"),
        (GET % "tags: one", "`paths//p/get/tags` must be a list, and is text; it is read as one tag"),
        (GET % "responses: {4xx: {description: no}}", "SPF327 openapi/shop:3 `4xx` is read as `4XX`"),
        (
            GET % "security: [bearer]",
            "must be an object: security schemes to scopes, and is text; no scopes are",
        ),
        (
            GET % "security: [{none: []}]",
            "SPF373 openapi/shop:3 there is no security scheme `none`; what asks",
        ),
        (
            GET % "parameters: [{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}]",
            "SPF374 openapi/shop:3 the parameter `a` in query is given twice; the last one counts",
        ),
        (
            GET % "parameters: [{name: a b, in: header, schema: {}}]",
            "SPF355 openapi/shop:3 `a b` is no name of a header",
        ),
        (
            GET % "parameters: [{name: a, in: query, schema: {}, examples: {one: 5}}]",
            "must be an object with a `value`, and is a number; it is read as the value itself",
        ),
        (
            GET % "parameters: [{in: querystring, content: {text/plain: {schema: {}}}}]",
            "SPF338 openapi/shop:3 `paths//p/get/parameters/0` has no `name`",
        ),
        (
            "paths: {'/p/{id}': {get: {parameters: [{name: pid, in: path, required: true, schema: {}}]}}}\n",
            "the path `/p/{id}` has no `{pid}`; the parameter is read as `id`, which nothing declares",
        ),
        (
            "paths: {/p: {get: {operationId: x}, post: {operationId: x}}}\n",
            "SPF372 openapi/shop:3 2 operations are called `x`; this one is named after its method and path",
        ),
    ],
)
def test_what_is_nearly_right_is_read_and_told(specs: Specs, document: str, told: str) -> None:
    specs.openapi(document)
    built = specs.build()
    assert built.services
    assert {found.severity for found in built.diagnostics} == {Severity.WARNING}
    assert any(told in line for line in specs.told()), specs.told()


def test_what_the_readings_mean(specs: Specs) -> None:
    specs.openapi(
        """
        paths:
          /p/{id}:
            get:
              operationId: see
              tags: one
              deprecated: 'true'
              parameters: [{name: pid, in: path, required: true, schema: {type: integer}}]
              security: [{none: []}]
            put: {operationId: see, summary: Other}
        components:
          schemas:
            A: {type: object, properties: {b: {$ref: '#/components/schemas/B', nullable: true}}}
            B: {type: string, enum: [x], nullable: true}
        """.replace(
            "put: {operationId: see", "put: {parameters: [{name: id, in: path, schema: {}}], operationId: see"
        )
    )
    get, put = sorted((o.route for o in specs.service().operations), key=lambda route: route.method)
    assert [get.name, put.name] == ["getPById", "putPById"]
    assert (get.tags, get.deprecated, [p.name for p in get.parameters]) == (("one",), True, ["id"])
    assert [[r.scheme for r in way] for way in get.security] == [["none"]]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("servers: {url: /}\npaths: {}\n", "SPF370"),
        ("servers: [{url: /, variables: {v: {enum: [], default: a}}}]\npaths: {}\n", "SPF370"),
        ("paths: {}\ncomponents: {links: {L: {operationId: x, body: 1}}}\n", "SPF371"),
        ("paths: {}\ncomponents: {headers: {H: {schema: {}, allowReserved: true}}}\n", "SPF371"),
        ("paths: {}\ncomponents: {examples: {E: {value: 1, externalValue: x}}}\n", "SPF339"),
        ("paths: {}\ncomponents: {schemas: {A: 5}}\n", "SPF301"),
        ("info: {title: T, version: 1.0.0}\n", "SPF334"),
        (GET % "parameters: [{name: a, in: query, schema: {}, example: 1, examples: {}}]", "SPF339"),
        ("paths: {/a: {get: {operationId: same}}, /b: {get: {operationId: same}}}\n", "SPF320"),
        ("paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}}}\n", "SPF206"),
    ],
)
def test_what_contradicts_itself_is_refused(specs: Specs, document: str, code: str) -> None:
    specs.openapi(document if not document.startswith("info") else "")
    assert code in specs.codes()
    assert any(line.startswith(code) for line in specs.told())


def test_a_document_may_refer_to_itself_by_its_own_address(specs: Specs) -> None:
    specs.openapi(
        """
        $self: https://shop.example/api
        paths:
          /p: {get: {responses: {'200': {content: {text/plain: {schema: {$ref: 'https://shop.example/api#/components/schemas/A'}}}}}}}
        components: {schemas: {A: {type: string}}}
        """,
        OPEN_32,
    )
    assert specs.codes() == []


def test_an_avro_type_of_another_file_is_any_value(specs: Specs) -> None:
    specs.asyncapi(
        """
        channels:
          c:
            address: c
            messages:
              M:
                payload:
                  schemaFormat: application/vnd.apache.avro;version=1.9.0
                  schema: {type: record, name: R, fields: [{name: a, type: Address}, {name: b, type: strin}]}
        """
    )
    told = [line for line in specs.told() if "SPF318" not in line]
    assert [line.split()[0] for line in told] == ["SPF377", "SPF319"]
    assert "`Address`, which `M` names, is defined in no file: any value fits it" in told[0]
    assert "`strin` is no type of Avro" in told[1]


def test_operations_of_channels_that_share_an_id_are_named_after_their_channels(specs: Specs) -> None:
    specs.asyncapi(
        """
        channels:
          a: {publish: {operationId: x, message: {name: A, payload: {type: object}}}}
          b: {publish: {operationId: x, message: {name: B, payload: {type: object}}}}
        """,
        "asyncapi: 2.6.0\ninfo: {title: T, version: 1.0.0}\n",
    )
    assert sorted(policy.name for policy in specs.service().policies) == ["receiveA", "receiveB"]
    assert [line.split()[0] for line in specs.told()] == ["SPF372", "SPF372"]


CARRIED = """
channels:
  orders:
    address: orders
    messages: {placed: {$ref: '#/components/messages/OrderPlaced'}}
  shared: {$ref: '#/components/channels/shared'}
  other: {$ref: '../parts/other.yaml'}
operations:
  tell: {action: send, channel: {$ref: '#/channels/%s'}, messages: [{$ref: '%s'}]}
components:
  channels: {shared: {messages: {cancelled: {$ref: '#/components/messages/OrderCancelled'}}}}
  messages: {OrderPlaced: {payload: {type: object}}, OrderCancelled: {payload: {type: object}}}
"""


@pytest.mark.parametrize(
    ("channel", "message", "told"),
    [
        ("orders", "#/channels/orders/messages/placed", ""),
        ("shared", "#/components/channels/shared/messages/cancelled", ""),
        ("other", "../parts/other.yaml#/messages/OrderSent", ""),
        ("orders", "#/components/messages/OrderPlaced", "refer to `#/channels/orders/messages/placed`"),
        (
            "shared",
            "#/components/messages/OrderCancelled",
            "refer to `#/components/channels/shared/messages/cancelled`",
        ),
    ],
)
def test_a_message_is_named_as_one_of_its_channel(
    specs: Specs, channel: str, message: str, told: str
) -> None:
    specs.write("parts/other.yaml", "messages: {OrderSent: {payload: {type: object}}}\n")
    specs.asyncapi(CARRIED % (channel, message))
    (publication,) = specs.service().publications
    assert len(publication.events) == 1
    found = [line for line in specs.told() if line.startswith("SPF378")]
    assert [told in line for line in found] == ([True] if told else [])


def test_a_message_of_another_channel_is_no_message_of_this_one(specs: Specs) -> None:
    specs.asyncapi(CARRIED % ("orders", "#/components/messages/OrderCancelled"))
    assert "SPF309" in specs.codes()


def test_a_message_id_is_of_one_message(specs: Specs) -> None:
    specs.asyncapi(
        """
        channels:
          a: {publish: {message: {$ref: '#/components/messages/A'}}}
          b: {publish: {message: {$ref: '#/components/messages/A'}}}
          c: {publish: {message: {messageId: same, payload: {type: string}}}}
        components: {messages: {A: {messageId: same, payload: {type: object}}}}
        """,
        ASYNC_26,
    )
    (told,) = specs.told()
    assert told.startswith("SPF379 asyncapi/shop:7 `same` is the messageId of another message as well")
    events = [policy.events for policy in specs.service().policies]
    assert events[0] == events[1] != events[2]


@pytest.mark.parametrize(
    ("name", "strange"),
    [("a/b", ""), ("a.{b}.c", ""), ("a/%2F/#", ""), ("a.>", ">"), ("a b", " "), ("50%/a", "%"), ("{a", "{")],
)
def test_the_name_of_a_channel_is_a_template_before_3(specs: Specs, name: str, strange: str) -> None:
    message = "{publish: {operationId: take, message: {name: M, payload: {type: string}}}}"
    specs.asyncapi(f"channels: {{'{name}': {message}}}\n", ASYNC_26)
    (channel,) = specs.service().channels
    assert channel.address == name
    told = [line for line in specs.told() if line.startswith("SPF380")]
    assert [f"for it has `{strange}`; it is read" in line for line in told] == ([True] if strange else [])


IDLE = "components: {schemas: {A: %s}}\n"


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (
            "{properties: {b: {items: {xml: {nodeType: element, wrapped: true}}}}}",
            "SPF337 openapi/shop:4 `components/schemas/A/properties/b/items/xml` has both `nodeType` and",
        ),
        (
            "{allOf: [{properties: null}]}",
            "`components/schemas/A/allOf/0/properties` must be an object, and is null",
        ),
        ("{xml: {nodeType: element}}", ""),
        ("{example: {properties: null, xml: {nodeType: element, wrapped: true}}}", ""),
    ],
)
def test_schemas_that_nothing_refers_to_are_looked_at_as_well(specs: Specs, schema: str, told: str) -> None:
    specs.openapi(f"paths: {{}}\n{IDLE % schema}", OPEN_32)
    assert [told in line for line in specs.told()] == ([True] if told else [])


@pytest.mark.parametrize(
    ("payload", "codes"),
    [
        ("{oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: k}}", ["SPF375"]),
        ("{oneOf: [{$ref: '#/components/schemas/B'}], discriminator: k}", []),
        (
            "{schemaFormat: application/vnd.aai.asyncapi, schema: {discriminator: {propertyName: k}}}",
            ["SPF375"],
        ),
        (
            "{schemaFormat: application/vnd.oai.openapi, schema: {discriminator: {propertyName: k}}}",
            [],
        ),
    ],
)
def test_a_discriminator_of_openapi_is_told_where_asyncapi_speaks(
    specs: Specs, payload: str, codes: list[str]
) -> None:
    specs.asyncapi(
        f"""
        channels: {{c: {{address: c, messages: {{M: {{payload: {payload}}}}}}}}}
        components: {{schemas: {{B: {{type: object, required: [k], properties: {{k: {{type: string}}}}}}}}}}
        """
    )
    assert specs.codes() == codes
