"""What a schema says beyond types, at the doors of a generated service: HTTP, channels, commits."""

from __future__ import annotations

import importlib
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from specfold.commands.commit_builder import Proposal
from specfold.commands.outcomes import Request
from specfold.eventlog.commit import Head
from specfold.messaging import Channel, Message, UnreadableMessage
from specfold.model.errors import InvalidEvent
from specfold.model.service import Aggregate, Answer, OperationRoute
from specfold.testing.client import Answered, Client
from specfold.testing.world import World

ID = "4f0d1f0e-8f2b-4b6e-9d3e-0a1b2c3d4e5f"
ADA = {"name": "Ada", "password": "correct horse"}


def module(name: str) -> ModuleType:
    return importlib.import_module(f"generated.words.{name}")


class Api:
    """The API; every operation answers what the test says, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer = Answer(status=204)
        service = module("service").SERVICE
        routes = [replace(r, handle=self._handle) for r in service.routes if isinstance(r, OperationRoute)]
        self.client: Client = World(replace(service, routes=tuple(routes), decisions=(), readers=())).client()

    def _handle(self, request: Any) -> Answer:
        self.asked.append(request)
        return self.answer

    def post(self, path: str, body: Any) -> Answered:
        return self.client.post(path, body)

    def refused(self, path: str, body: Any) -> list[str]:
        """Where a body is refused; nowhere, if it is taken."""
        answered = self.post(path, body)
        assert answered.status in (204, 400), answered
        return [fault["pointer"] for fault in answered.json()["errors"]] if answered.status == 400 else []


@pytest.fixture
def api(words: Path) -> Api:
    return Api()


@pytest.fixture
def channel(words: Path) -> Channel:
    found: Channel = module("channels").PLAIN
    return found


class TestSides:
    """`readOnly` and `writeOnly`."""

    def test_a_request_need_not_have_what_only_the_service_writes(self, api: Api) -> None:
        assert api.refused("/users", ADA) == []
        assert api.refused("/teams", {"name": "t", "lead": ADA, "members": [ADA]}) == []
        assert api.asked[-1].body.lead.name == "Ada"

    def test_and_may_not_however_deep_it_stands(self, api: Api) -> None:
        whole = {"id": ID, **ADA}
        assert api.refused("/users", whole) == ["/body/id"]
        assert api.refused("/teams", {"name": "t", "lead": whole}) == ["/body/lead/id"]
        assert api.refused("/teams", {"name": "t", "lead": ADA, "members": [whole]}) == ["/body/members/0/id"]
        assert api.asked == []

    def test_what_only_clients_write_is_demanded_of_them(self, api: Api) -> None:
        assert api.refused("/users", {"name": "Ada"}) == ["/body"]
        assert api.refused("/users", {"name": "Ada", "password": "short"}) == ["/body/password"]

    @pytest.mark.parametrize("media_type", ["application/json", "application/x-ndjson"])
    def test_and_never_leaves(self, api: Api, media_type: str) -> None:
        api.answer = Answer(body=[{"id": ID, **ADA}, {"id": ID, "name": "Bob"}], media_type=media_type)
        answered = api.client.get("/users")
        assert answered.status == 200
        assert b"Ada" in answered.body
        assert b"password" not in answered.body
        assert b"correct horse" not in answered.body

    def test_nor_out_of_a_model(self, api: Api) -> None:
        user = module("values").User.from_wire({"id": ID, **ADA})
        api.answer = Answer(status=201, body=user)
        assert api.post("/users", ADA).json() == {"id": ID, "name": "Ada"}

    def test_one_example_serves_both_sides(self, words: Path) -> None:
        text = (words / "generated/words/contract/test_operation_add_user.py").read_text("utf-8")
        assert "'name': 'Ada'" in text.replace('"', "'")
        assert ID not in text


class TestAnswers:
    """A handwritten answer that is not as documented is our fault, and nobody's business."""

    @pytest.mark.parametrize(
        ("body", "place"),
        [({"id": ID}, "/"), ({"id": "no uuid", "name": "Ada"}, "/id"), (b"no json", "no JSON")],
    )
    def test_it_is_not_sent(self, api: Api, body: Any, place: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        api.answer = Answer(status=201, body=body)
        answered = api.post("/users", ADA)
        assert answered.status == 500
        assert b"uuid" not in answered.body
        assert place in caplog.text
        assert "no uuid" not in caplog.text

    def test_what_is_not_documented_is_left_to_the_contract_tests(self, api: Api) -> None:
        api.answer = Answer(status=418, body={"any": "thing"})
        assert api.post("/users", ADA).status == 418


class TestTags:
    """A discriminator chooses, whether or not its branches close the tag."""

    @pytest.mark.parametrize(
        ("body", "made"),
        [
            ({"kind": "cat", "lives": 9}, "Cat"),
            ({"kind": "hund", "bark": True}, "Dog"),
            ({"kind": "Eel", "volts": 600}, "Eel"),
            ({"kind": "cat", "bark": "of a cat"}, "Cat"),
        ],
    )
    def test_the_branch_is_that_of_the_tag(self, api: Api, body: Any, made: str) -> None:
        assert api.refused("/animals", body) == []
        assert type(api.asked[-1].body).__name__ == made

    @pytest.mark.parametrize(
        ("body", "place"),
        [
            ({"kind": "Dog"}, "/body/kind"),
            ({"kind": "Cat"}, "/body/kind"),
            ({"kind": "cow"}, "/body/kind"),
            ({"lives": 9}, "/body"),
            ({"kind": "cat", "lives": "many"}, "/body/lives"),
        ],
    )
    def test_no_other_tag_and_no_other_member_gets_in(self, api: Api, body: Any, place: str) -> None:
        assert api.refused("/animals", body) == [place]


class TestNull:
    """Every way of saying that null is a value."""

    NULLABLE = ("union", "any", "one", "old", "choice", "oldChoice", "whole", "beside", "objectOrNull")

    @pytest.mark.parametrize("member", NULLABLE)
    def test_null_is_taken_where_the_schema_says_so(self, api: Api, member: str) -> None:
        assert api.refused("/forms", {member: None}) == []
        assert json.loads(api.asked[-1].body.to_json()) == {member: None}

    def test_and_refused_where_it_does_not(self, api: Api) -> None:
        assert api.refused("/forms", {"never": None}) == ["/body/never"]

    def test_null_is_not_absence(self, api: Api) -> None:
        api.post("/forms", {})
        assert json.loads(api.asked[-1].body.to_json()) == {}


def test_defaults_stand_in_for_what_is_not_sent(api: Api) -> None:
    api.post("/users", ADA)
    body = api.asked[-1].body
    assert (body.role.value, body.quota) == ("member", 10)
    api.client.get("/users")
    asked = api.asked[-1]
    assert (asked.limit, asked.state.value, asked.near) == (20, "open", None)
    api.post("/teams", {"name": "t", "lead": ADA})
    assert api.asked[-1].body.members == []


@pytest.mark.parametrize(
    ("member", "good", "bad"),
    [
        ("small", 2**31 - 1, 2**31),
        ("small", -(2**31), -(2**31) - 1),
        ("wide", 2**63 - 1, 2**63),
        ("unsigned", 255, 256),
        ("unsigned", 0, -1),
        ("bytes", "YWJj", "%%"),
        ("bytes", "YQ==", "YQ="),
        ("cents", 19.99, 0.015),
        ("word", "Wörter", "two words"),
        ("small", 7.0, 7.5),
    ],
)
def test_formats_and_limits_bind(api: Api, member: str, good: Any, bad: Any) -> None:
    assert api.refused("/forms", {member: good}) == []
    assert api.refused("/forms", {member: bad}) == [f"/body/{member}"]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("limit=0", "/limit"),
        ("limit=x", "/limit"),
        ("state=ajar", "/state"),
        ("code=ab", "/code"),
        ("near=here", "/near"),
        ("tags=a&tags=a", "/tags"),
    ],
)
def test_query_parameters_are_judged_by_their_schemas(api: Api, query: str, place: str) -> None:
    answered = api.client.get(f"/users?{query}")
    assert answered.status == 400
    assert [fault["pointer"] for fault in answered.json()["errors"]] == [place]


def test_query_parameters_that_are_as_described_get_in(api: Api) -> None:
    assert api.client.get("/users?limit=5&state=closed&code=%C3%84%C3%96&near=&tags=a&tags=b").status == 204
    asked = api.asked[-1]
    assert (asked.limit, asked.code, asked.near, asked.tags) == (5, "ÄÖ", None, ["a", "b"])


class TestChannels:
    """Plain messages, sent and received."""

    BAD = ({"from": "nobody"}, {"from": "a@b.example", "parts": ["bye"], "until": 1}, {"parts": ["hello"]})

    def test_what_is_as_published_goes_out_and_comes_in(self, channel: Channel) -> None:
        payload = {"from": "a@b.example", "parts": ["hello"], "until": 3}
        heard = module("events").Heard.from_wire(payload)
        sent = channel.message(heard)
        assert json.loads(sent.body) == payload
        assert channel.read(sent) == heard

    @pytest.mark.parametrize("payload", BAD, ids=json.dumps)
    def test_what_is_not_does_not_come_in(self, channel: Channel, payload: Any) -> None:
        with pytest.raises(UnreadableMessage):
            channel.read(Message(address="plain", type="Heard", body=json.dumps(payload).encode()))

    @pytest.mark.parametrize("payload", BAD[:2], ids=json.dumps)
    def test_nor_go_out(self, channel: Channel, payload: Any) -> None:
        with pytest.raises(ValueError, match="Heard is not as published"):
            channel.message(module("events").Heard.from_wire(payload))

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            (b'{"from": NaN}', "is no JSON"),
            (b'{"from": "a@b.example", "n": 1e400}', "is no JSON"),
            (b"\xff", "is no JSON"),
            (b"[" * 9999, "at most 128 levels deep"),
        ],
    )
    def test_what_is_no_json_is_unreadable(self, channel: Channel, body: bytes, told: str) -> None:
        with pytest.raises(UnreadableMessage, match=told):
            channel.read(Message(address="plain", type="Heard", body=body))


class TestCommits:
    """Events of the log, before they are appended."""

    def proposal(self) -> Proposal:
        service = module("service").SERVICE
        aggregate: Aggregate[Any] = module("decisions").WORD
        return Proposal(
            service=service, aggregate=aggregate, key="Word-w1", head=Head(), commit_id="c1",
            request=Request(command_id="k1"), at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip

    def test_what_the_schema_allows_is_written(self, words: Path) -> None:
        said = module("events").Said(word_id="w1", text="Hello!", loud=True)
        (written,) = msgspec.json.decode(self.proposal().encode([said]))
        assert written["data"] == {"wordId": "w1", "text": "Hello!", "loud": True}

    def test_what_only_the_schema_can_refuse_is_refused(self, words: Path) -> None:
        said = module("events").Said(word_id="w1", text="Hello", loud=True)
        with pytest.raises(InvalidEvent, match=r"Said/2 is not as published, at /text"):
            self.proposal().encode([said])
