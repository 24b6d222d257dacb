"""Plain messages: sent as published, read as what they are valid as, never as what they are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runtime import Catalog, Event
from runtime.channels import Channel, Consumer, Message, UnreadableMessage
from runtime.schemas import Schemas


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


def test_a_consumer_reacts_to_the_event(channel: Channel) -> None:
    seen: list[Event] = []
    consume = Consumer(name="onMeasured", channel=channel, handle=seen.append)
    consume(Message(address="lights/1/events", body=b'{"lumens": 7}'))
    assert seen == [Measured(lumens=7)]
