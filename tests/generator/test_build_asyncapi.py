"""AsyncAPI documents of every version, without any extension: messages, channels, senders, receivers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.specs_in import ASYNC, ASYNC_26, Specs


@pytest.fixture
def specs(tmp_path: Path) -> Specs:
    return Specs(tmp_path)


class TestVersion26:
    """2.6: channels with publish and subscribe, from the view of others."""

    @pytest.fixture
    def specs(self, tmp_path: Path) -> Specs:
        return Specs(tmp_path).asyncapi(
            """
            defaultContentType: application/vnd.shop+json
            channels:
              user/{id}/signedup:
                parameters: {id: {schema: {type: string}}}
                subscribe:
                  operationId: tellSignup
                  message:
                    oneOf:
                      - $ref: '#/components/messages/UserSignedUp'
                      - payload: {type: object, properties: {left: {type: boolean}}}
                publish:
                  operationId: takeOrder
                  message: {name: OrderRequested, payload: {type: string}}
            components:
              messages:
                UserSignedUp:
                  summary: Somebody joined.
                  traits: [{$ref: '#/components/messageTraits/common'}]
                  payload: {type: object, required: [id], properties: {id: {type: string}}}
              messageTraits:
                common:
                  summary: A trait wins over its message in 2.6.
                  contentType: application/json
                  headers: {type: object, properties: {trace: {type: string}}}
            """,
            head=ASYNC_26,
        )

    def test_what_others_subscribe_to_is_sent_and_what_they_publish_is_received(self, specs: Specs) -> None:
        service = specs.service()
        (publication,), (policy,) = service.publications, service.policies
        assert publication.name == "tellSignup"
        assert publication.events == ("UserSignedUp", "TellSignupMessage2")
        assert (policy.name, policy.events, policy.issues) == ("takeOrder", ("OrderRequested",), ())
        (channel,) = service.channels
        assert (channel.name, channel.address) == ("user/{id}/signedup", "user/{id}/signedup")
        assert [parameter.name for parameter in channel.parameters] == ["id"]
        assert (channel.publishes, channel.consumes, channel.kinesis) == (True, True, False)

    def test_traits_are_merged_over_the_message(self, specs: Specs) -> None:
        event = next(event for event in specs.service().events if event.name == "UserSignedUp")
        assert event.doc == "A trait wins over its message in 2.6."
        assert event.content_type == "application/json"
        assert event.latest.headers is not None
        assert event.latest.shape.required == ("id",)

    def test_messages_without_content_type_take_the_default(self, specs: Specs) -> None:
        event = next(event for event in specs.service().events if event.name == "OrderRequested")
        assert event.content_type == "application/vnd.shop+json"
        assert event.latest.shape.schema == {"type": "string"}
        assert (event.aggregate, event.channel) == (None, "user/{id}/signedup")


class TestVersion3:
    """3.x: channels, operations and messages stand by themselves."""

    def test_traits_are_merged_under_the_message(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            components:
              messages:
                Signed:
                  summary: The message wins in 3.x.
                  traits:
                    - {summary: first, headers: {type: object, properties: {a: {type: string}}}}
                    - {contentType: text/plain, title: Later}
            """
        )
        (event,) = specs.service().events
        assert (event.doc, event.content_type) == ("The message wins in 3.x.", "text/plain")
        assert event.latest.headers is not None
        assert event.latest.shape.schema is True

    def test_a_reply_and_messages_in_other_files(self, specs: Specs) -> None:
        specs.write(
            "parts/messages.yaml", "Ping: {payload: {type: object}}\nPong: {payload: {type: object}}\n"
        )
        specs.asyncapi(
            """
            channels:
              ask: {address: null, messages: {Ping: {$ref: '../parts/messages.yaml#/Ping'}}}
              answer: {address: answers, messages: {Pong: {$ref: '../parts/messages.yaml#/Pong'}}}
            operations:
              inquire:
                action: send
                channel: {$ref: '#/channels/ask'}
                reply:
                  address: {location: '$message.header#/replyTo'}
                  channel: {$ref: '#/channels/answer'}
            """,
            head="asyncapi: 3.1.0\ninfo: {title: Shop, version: 1.0.0}\n",
        )
        service = specs.service()
        (publication,) = service.publications
        assert publication.reply is not None
        assert (publication.reply.channel, publication.reply.events) == ("answer", ("Pong",))
        assert publication.reply.address == "$message.header#/replyTo"
        assert {channel.name: channel.address for channel in service.channels} == {
            "ask": None,
            "answer": "answers",
        }
        assert service.documents == ("specs/asyncapi/shop.yaml", "specs/parts/messages.yaml")

    def test_multi_format_schemas_are_unwrapped(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            components:
              messages:
                Draft:
                  payload:
                    schemaFormat: application/schema+json;version=draft-07
                    schema: {type: array, items: [{type: string}], additionalItems: false}
            """
        )
        (event,) = specs.service().events
        assert event.latest.shape.schema == {
            "type": "array",
            "prefixItems": [{"type": "string"}],
            "items": False,
        }

    def test_an_avro_payload_is_read_as_json(self, specs: Specs) -> None:
        specs.write(
            "asyncapi/Tree.avsc",
            """
            {"type": "record", "name": "Tree", "namespace": "shop", "doc": "A tree.", "fields": [
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["OAK", "ASH"]}},
              {"name": "height", "type": ["null", "int"], "default": null},
              {"name": "branches", "type": {"type": "array", "items": "shop.Tree"}}]}
            """,
        ).asyncapi(
            """
            components:
              messages:
                Planted:
                  payload:
                    schemaFormat: application/vnd.apache.avro+json;version=1.9.0
                    schema: {$ref: './Tree.avsc'}
            """
        )
        service = specs.service()
        (event,) = service.events
        schema = event.latest.shape.schema
        assert isinstance(schema, dict)
        assert schema["required"] == ["kind", "branches"]
        assert schema["properties"]["branches"] == {"type": "array", "items": {"$ref": "#/$defs/Tree"}}
        assert service.definitions["Kind"].schema == {"type": "string", "enum": ["OAK", "ASH"]}
        assert specs.codes() == ["SPF318"]

    def test_a_payload_that_is_a_cloudevent_is_recognised(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            components:
              messages:
                Wrapped:
                  payload:
                    type: object
                    properties:
                      {specversion: {const: '1.0'}, id: {type: string}, source: {type: string},
                       type: {type: string}, data: {type: object}}
                Bare: {payload: {type: object, properties: {id: {type: string}}}}
            """
        )
        assert {event.name: event.wrapped for event in specs.service().events} == {
            "Wrapped": True,
            "Bare": False,
        }

    def test_channels_on_a_kinesis_server_and_those_with_the_extension(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            servers:
              stream: {host: kinesis.eu-central-1.amazonaws.com, protocol: kinesis}
              broker: {host: broker.example, protocol: mqtt}
            channels:
              everywhere: {address: a}
              there: {address: b, servers: [{$ref: '#/servers/stream'}]}
              elsewhere: {address: c, servers: [{$ref: '#/servers/broker'}]}
              marked: {address: d, servers: [{$ref: '#/servers/broker'}], x-kinesis: {retentionHours: 24}}
            """
        )
        channels = {channel.name: channel for channel in specs.service().channels}
        assert {name: channel.kinesis for name, channel in channels.items()} == {
            "everywhere": True,
            "there": True,
            "elsewhere": False,
            "marked": True,
        }
        assert channels["marked"].retention_hours == 24


class TestNames:
    def test_a_message_is_called_by_its_name_its_key_or_its_payload(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            channels:
              things/{id}:
                publish: {message: {payload: {$ref: '#/components/schemas/Thing'}}}
                subscribe: {message: {payload: {type: string}}}
            components:
              messages: {Keyed: {payload: {type: string}}, Other: {name: Named, payload: {type: string}}}
              schemas: {Thing: {type: object}}
            """,
            head=ASYNC_26,
        )
        names = [event.name for event in specs.service().events]
        assert names == ["Keyed", "Named", "Thing", "ThingsIdMessage"]

    def test_different_messages_of_one_name_go_by_their_keys_and_channels(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            channels:
              market: {address: m, messages: {update: {payload: {type: string}}}}
              trades: {address: t, messages: {update: {payload: {type: integer}}}}
            components:
              messages:
                A: {name: same, payload: {type: string}}
                B: {name: same, payload: {type: integer}}
            """
        )
        names = {event.name for event in specs.service().events}
        assert names == {"A", "B", "MarketUpdate", "TradesUpdate"}

    def test_the_same_message_written_twice_is_one(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            channels:
              a: {publish: {message: {name: Hello, payload: {type: string}}}}
              b: {subscribe: {message: {name: Hello, payload: {type: string}}}}
            """,
            head=ASYNC_26,
        )
        service = specs.service()
        assert [event.name for event in service.events] == ["Hello"]
        assert {channel.name: channel.events for channel in service.channels} == {
            "a": ("Hello",),
            "b": ("Hello",),
        }


class TestFailing:
    """What is refused, where, and in which words."""

    def test_syntax_of_the_other_major_version(self, specs: Specs) -> None:
        specs.asyncapi("channels:\n  a:\n    address: a\n    publish: {message: {payload: {type: string}}}\n")
        (told,) = specs.told()
        assert told.startswith("SPF306 asyncapi/shop:6 `publish` under a channel is AsyncAPI 2.x")
        assert "`operations`" in told

    def test_operations_that_say_the_wrong_thing(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            channels:
              a: {address: a, messages: {M: {payload: {type: string}}}}
            operations:
              one: {action: publish, channel: {$ref: '#/channels/a'}}
              two: {action: send}
              three: {action: send, channel: {$ref: '#/components/schemas/S'}}
              four:
                action: send
                channel: {$ref: '#/channels/a'}
                messages: [{$ref: '#/components/messages/N'}]
            components:
              messages: {N: {payload: {type: string}}}
              schemas: {S: {type: string}}
            """
        )
        told = specs.told()
        assert [line.split()[0] for line in told] == ["SPF307", "SPF303", "SPF308", "SPF309"]
        assert "`one` must be `send` or `receive`, and is `publish` | write `receive`" in told[0]
        assert "`two` has no `channel`" in told[1]
        assert "`components/schemas/S`, which is no channel" in told[2]
        assert "`components/messages/N`, which `a` does not carry" in told[3]

    def test_documents_that_are_none(self, specs: Specs) -> None:
        specs.write("asyncapi/a.yaml", "info: {title: A}\n")
        specs.write("asyncapi/b.yaml", "asyncapi: 1.2.0\ninfo: {title: B, version: 1.0.0}\n")
        specs.write("asyncapi/c.yaml", "asyncapi: 3.0.0\nopenapi: 3.1.0\ninfo: {}\n")
        specs.write("openapi/d.yaml", "swagger: '2.0'\ninfo: {}\n")
        specs.write("openapi/e.yaml", ASYNC)
        told = specs.told()
        assert [line.split()[0] for line in told] == ["SPF304", "SPF305", "SPF304", "SPF305", "SPF304"]
        assert "asyncapi `1.2.0` is not supported | supported are 2.6, 3.0 and 3.1" in told[1]
        assert "both `asyncapi` and `openapi`" in told[2]
        assert "Swagger 2.0" in told[3]
        assert "move it to specs/asyncapi/" in told[4]

    def test_a_part_beside_a_document_is_no_service(self, specs: Specs) -> None:
        specs.asyncapi("components: {schemas: {S: {$ref: './part.yaml#/S'}}}\n")
        specs.write("asyncapi/part.yaml", "S: {$ref: './other.yaml'}\n")
        specs.write("asyncapi/other.yaml", "type: string\n")
        assert specs.codes() == []
        specs.asyncapi("")
        assert specs.codes() == ["SPF304", "SPF304"]

    def test_two_documents_of_one_kind_for_one_service(self, specs: Specs) -> None:
        specs.asyncapi("").write(
            "asyncapi/shop.json", '{"asyncapi": "3.0.0", "info": {"title": "", "version": "1"}}'
        )
        (told,) = specs.told()
        assert "specs/asyncapi/shop.json and specs/asyncapi/shop.yaml" in told

    def test_all_errors_are_told_at_once(self, specs: Specs) -> None:
        specs.asyncapi("channels: []\noperations: {o: {action: send}}\n")
        specs.write("asyncapi/other.yaml", "asyncapi: 3.0.0\n")
        assert specs.codes() == ["SPF301", "SPF303", "SPF303"]

    def test_a_broken_avro_schema_names_its_message(self, specs: Specs) -> None:
        specs.asyncapi(
            """
            components:
              messages:
                Ping:
                  payload:
                    schemaFormat: application/vnd.apache.avro;version=1.9.0
                    schema:
                      {type: record, name: P, fields: [{name: a, type: strin}, {name: a, type: int}]}
            """
        )
        avro = [line for line in specs.told() if line.startswith("SPF319")]
        assert "of `Ping` is wrong: `strin` is no type of Avro" in avro[0]
        assert "did you mean `string`?" in avro[0]
        assert "the field `a` is there twice" in avro[1]

    def test_a_format_that_is_not_read_is_any_value_and_said(self, specs: Specs) -> None:
        payload = "{schemaFormat: 'application/raml+yaml;version=1.0', schema: {}}"
        specs.asyncapi(f"components: {{messages: {{M: {{payload: {payload}}}}}}}\n")
        (told,) = specs.told()
        assert told.startswith("SPF316")
        assert "raml" in told
        assert specs.service().events[0].latest.shape.schema is True
