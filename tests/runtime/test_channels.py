"""Plain messages: sent as published, read as what they are valid as, never as what they are not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from specfold import Catalog, Event, Value
from specfold.messaging import Channel, Consumer, Message, Received, Reply, ReplyTo, UnreadableMessage
from specfold.model.schemas import Schemas


class Measured(Event, type="measured", version=1):
    lumens: int


class Switched(Event, type="switched", version=1):
    on: bool


class Other(Event, type="other", version=1):
    pass


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    member: dict[str, dict[str, Any]] = {
        "measured": {"lumens": {"type": "integer", "minimum": 0}},
        "switched": {"on": {"type": "boolean"}},
    }
    messages = {
        f"{name}/1": {"type": "object", "required": list(members), "properties": members}
        for name, members in member.items()
    }
    (tmp_path / "schemas.json").write_text(json.dumps({"messages": messages | {"other/1": {}}}))
    return Channel(
        name="lights",
        address="lights/{lightId}/events",
        types=("measured", "switched"),
        catalog=Catalog(Measured, Switched, Other),
        schemas=Schemas(tmp_path / "schemas.json"),
        content_types={"switched": "application/vnd.switch+json"},
    )


def test_a_message_is_the_payload_at_the_address_with_its_parameters_escaped(channel: Channel) -> None:
    sent = channel.message(Measured(lumens=3), {"lightId": "a/b #1"})
    assert (sent.address, sent.type, sent.content_type) == (
        "lights/a%2Fb%20%231/events",
        "measured",
        "application/json",
    )
    assert json.loads(sent.body) == {"lumens": 3}
    assert channel.message(Switched(on=True)).content_type == "application/vnd.switch+json"


def test_what_is_not_as_published_is_not_sent(channel: Channel) -> None:
    with pytest.raises(ValueError, match="measured is not as published: /lumens"):
        channel.message(Measured(lumens=-1))


@pytest.mark.parametrize("type_", ["", "switched"])
def test_a_message_is_read_by_its_name_or_by_what_it_is_valid_as(channel: Channel, type_: str) -> None:
    assert channel.read(Message(address="", body=b'{"on": true}', type=type_)) == Switched(on=True)


@pytest.mark.parametrize(
    ("body", "type_"),
    [(b"{", ""), (b'{"on": 1}', ""), (b'{"on": true}', "measured"), (b"{}", "other"), (b"{}", "unknown")],
)
def test_what_a_channel_does_not_carry_is_refused_without_its_content(
    channel: Channel, body: bytes, type_: str
) -> None:
    with pytest.raises(UnreadableMessage) as refused:
        channel.read(Message(address="", body=body, type=type_))
    assert body.decode() not in str(refused.value)


def test_a_consumer_reacts_to_the_event_and_what_is_said_around_it(channel: Channel) -> None:
    seen: list[Received] = []
    consume = Consumer(name="onMeasured", channel=channel, handle=seen.append)
    assert consume(Message(address="lights/a%2Fb/events", body=b'{"lumens": 7}')) is None
    assert seen == [Received(event=Measured(lumens=7), parameters={"lightId": "a/b"})]


@pytest.mark.parametrize("address", ["lights//events", "lights/1/2/events", "lights/1", "other/1/events"])
def test_a_message_by_another_address_is_refused(channel: Channel, address: str) -> None:
    with pytest.raises(UnreadableMessage, match="came by no address of lights"):
        channel.receive(Message(address=address, body=b'{"lumens": 7}'))


def test_a_level_of_an_address_is_not_empty(channel: Channel) -> None:
    with pytest.raises(ValueError, match="lightId of lights is empty"):
        channel.message(Measured(lumens=1), {"lightId": ""})


class Ask(Event, type="ask", version=1):
    room: str
    id: str | None = None


class Told(Event, type="told", version=1):
    text: str


class Headers(Value):
    place: str | None = None
    id: str | None = None
    urgent: bool | None = None
    app: int | None = None


OBJECT = {"type": "object"}
HEADERS = {
    "type": "object",
    "properties": {
        "place": {"type": "string"},
        "id": {"$ref": "#/$defs/Id"},
        "urgent": {"type": "boolean"},
        "app": {"type": "integer", "minimum": 1},
    },
}


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    document = {
        "$defs": {"Id": {"type": "string"}},
        "messages": {
            "ask/1": OBJECT | {"required": ["room"], "properties": {"room": {"type": "string"}}},
            "told/1": OBJECT | {"required": ["text"], "properties": {"text": {"type": "string"}}},
        },
        "headers": {"ask/1": HEADERS, "told/1": HEADERS | {"required": ["id"]}},
    }
    (tmp_path / "schemas.json").write_text(json.dumps(document))
    return Schemas(tmp_path / "schemas.json")


@pytest.fixture
def asks(schemas: Schemas) -> Channel:
    return Channel(
        name="asks",
        address="asks/{room}",
        types=("ask",),
        catalog=Catalog(Ask, Told),
        schemas=schemas,
        headers={"ask": Headers},
        correlations={"ask": "$message.header#/id"},
        locations={"room": "$message.payload#/room"},
    )


@pytest.fixture
def answers(schemas: Schemas) -> Channel:
    return Channel(
        name="answers",
        address="",
        types=("told",),
        catalog=Catalog(Ask, Told),
        schemas=schemas,
        headers={"told": Headers},
        correlations={"told": "$message.header#/id"},
    )


def test_headers_are_texts_on_the_way_and_values_in_their_class(asks: Channel) -> None:
    headers = Headers(id="5", urgent=True, app=3)
    sent = asks.message(Ask(room="a b"), headers=headers)
    assert (sent.address, sent.key) == ("asks/a%20b", "asks/a%20b")
    assert sent.headers == {"id": "5", "urgent": "true", "app": "3"}
    shouted = replace(
        sent, headers={name.upper(): value for name, value in sent.headers.items()} | {"x": "y"}
    )
    received = asks.receive(shouted)
    assert (received.told(Headers), received.correlation) == (headers, "5")
    assert received.parameters == {"room": "a b"}


def test_headers_that_are_not_as_published_are_refused(asks: Channel) -> None:
    with pytest.raises(ValueError, match="/app"):
        asks.message(Ask(room="a"), headers=Headers(app=0))
    with pytest.raises(UnreadableMessage, match="headers of ask/1"):
        asks.receive(Message(address="asks/a", body=b'{"room": "a"}', headers={"app": "many"}))


def test_a_message_without_any_header_lacks_those_that_are_required(answers: Channel) -> None:
    message = Message(address="answers", body=b'{"text": "a"}', type="told")
    with pytest.raises(UnreadableMessage, match="headers of told/1"):
        answers.receive(message)
    received = answers.receive(replace(message, headers=None))  # the transport carries none
    assert received.headers is None


def test_a_transport_without_headers_is_no_mistake(asks: Channel) -> None:
    received = asks.receive(Message(address="asks/a", body=b'{"room": "a"}'))
    assert (received.headers, received.correlation) == (None, None)


def test_a_message_that_does_not_say_its_address_is_not_sent(asks: Channel) -> None:
    elsewhere = replace(asks, locations={"room": "$message.header#/place"})
    with pytest.raises(ValueError, match="does not say its room"):
        elsewhere.message(Ask(room="a"))


def asked(asks: Channel, **headers: Any) -> Message:
    return asks.message(Ask(room="a"), headers=Headers(**headers))


def test_an_answer_goes_where_the_message_wants_it_and_says_what_it_answers(
    asks: Channel, answers: Channel
) -> None:
    def handle(received: Received) -> Event:
        return Told(text=f"about {received.parameters['room']}")

    reply = ReplyTo(channel=answers, address="$message.header#/place")
    consume = Consumer(name="onAsk", channel=asks, handle=handle, reply=reply)
    answer = consume(asked(asks, id="c-1", place="inbox/7"))
    assert answer is not None
    assert (answer.address, answer.headers) == ("inbox/7", {"id": "c-1"})
    back = answers.receive(answer)
    assert (back.event, back.correlation) == (Told(text="about a"), "c-1")


def test_an_answer_may_have_headers_of_its_own(asks: Channel, answers: Channel) -> None:
    def handle(_: Received) -> Reply[Told]:
        return Reply(Told(text="x"), Headers(app=2, id="its own"))

    consume = Consumer(
        name="onAsk", channel=asks, handle=handle, reply=ReplyTo(channel=replace(answers, address="answers"))
    )
    answer = consume(asked(asks, id="c-1"))
    assert answer is not None
    assert (answer.address, answer.headers) == ("answers", {"app": "2", "id": "its own"})


def test_who_does_not_say_where_to_is_heard_and_not_answered(asks: Channel, answers: Channel) -> None:
    heard: list[Received] = []

    def handle(received: Received) -> Event:
        heard.append(received)
        return Told(text="x")

    reply = ReplyTo(channel=answers, address="$message.header#/place")
    consume = Consumer(name="onAsk", channel=asks, handle=handle, reply=reply)
    assert consume(asked(asks, id="c-1")) is None
    assert [one.correlation for one in heard] == ["c-1"]


def test_an_answer_without_what_its_schema_wants_is_not_sent(asks: Channel, answers: Channel) -> None:
    reply = ReplyTo(channel=answers)
    consume = Consumer(name="onAsk", channel=asks, handle=lambda _: Told(text="x"), reply=reply)
    with pytest.raises(ValueError, match="told is not as published"):
        consume(asked(asks))  # it says no id that the answer could repeat


def test_a_correlation_id_may_stand_in_the_payload(asks: Channel) -> None:
    inside = replace(asks, correlations={"ask": "$message.payload#/id"})
    sent = inside.message(Ask(room="a"), correlation="c-2")
    assert json.loads(sent.body) == {"room": "a", "id": "c-2"}
    assert inside.receive(sent).correlation == "c-2"
    assert json.loads(inside.message(Ask(room="a", id="mine"), correlation="c-2").body)["id"] == "mine"
