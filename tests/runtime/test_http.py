"""The HTTP surface, over the little shop in memory."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from msgspec import structs
from specfold.commands.ledger import LedgerFold
from specfold.eventlog.envelope import Entry
from specfold.http import preconditions
from specfold.http.problems import PROBLEMS
from specfold.http.security import Claims, from_api_gateway, from_claims
from specfold.model.errors import OutcomeUnknown, Throttled, Unavailable
from specfold.model.service import CommandRoute
from specfold.testing import Answered, Client, World, commit_data, running
from starlette.requests import Request

from tests.runtime import shop

WAIT = {"Prefer": "wait=5"}


@pytest.fixture
def world() -> World:
    return running(shop.SERVICE)


@pytest.fixture
def client(world: World) -> Client:
    return world.client()


@pytest.fixture(autouse=True)
def _whole() -> Iterator[None]:
    shop.broken.clear()
    yield
    shop.broken.clear()


def place(client: Client, id: str = "a", headers: dict[str, str] | None = None) -> Answered:
    return client.post("/orders", {"orderId": id, "customerId": "c"}, headers=WAIT | (headers or {}))


def add(client: Client, cents: Any = 5, id: str = "a", **headers: str) -> Answered:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/orders/{id}/lines", {"cents": cents}, headers=WAIT | sent)


def code(answer: Answered, status: int) -> str:
    """The code of a problem, which is a whole one."""
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"] == f"//shop.test/orders/problems/{problem['code']}"
    return str(problem["code"])


# commands


def test_a_command_that_is_accepted(client: Client) -> None:
    answer = place(client)
    assert (answer.status, answer.headers["etag"]) == (201, '"1"')
    assert answer.json() == {"orderId": "a", "version": 1, "commandId": answer.json()["commandId"]}


def test_without_waiting_its_outcome_is_elsewhere(world: World, client: Client) -> None:
    answer = client.post("/orders", {"orderId": "a b%ü", "customerId": "c"})
    assert (answer.status, answer.headers["retry-after"]) == (202, "1")
    command_id = answer.json()["commandId"]
    location = answer.headers["location"]
    assert location.startswith(f"/commands/{command_id}?")
    assert client.get(location).json() == {"commandId": command_id, "status": "pending"}
    world.drain()
    told = client.get(location)
    assert (told.json(), told.headers["etag"]) == (
        {"commandId": command_id, "status": "accepted", "version": 1},
        '"1"',
    )
    assert client.get(f"/commands/{command_id}").json()["status"] == "accepted"


def test_a_command_that_lost_without_waiting_says_so(world: World, client: Client) -> None:
    place(client)
    answers = [client.post("/orders/a/lines", {"cents": n}) for n in (1, 2)]
    world.drain()
    told = [client.get(answer.headers["location"]).json()["status"] for answer in answers]
    assert told == ["accepted", "void"]


def test_an_unknown_command_has_no_outcome(client: Client) -> None:
    assert code(client.get("/commands/nobody-knows"), 404) == "unknown-command"
    assert code(client.get("/commands/x?key=Order-a&at=rubbish"), 404) == "unknown-command"


def test_respond_async_is_heard(client: Client) -> None:
    sent = {"Prefer": "respond-async"}
    assert client.post("/orders", {"orderId": "a", "customerId": "c"}, headers=sent).status == 202


@pytest.mark.parametrize(
    "prefer", ["respond-async, wait=5", "wait=5;x=y, foo", 'WAIT="5"', "wait=99999999999999999999"]
)
def test_prefer_is_read_as_it_is_written(client: Client, prefer: str) -> None:
    sent = {"Prefer": prefer}
    assert client.post("/orders", {"orderId": "a", "customerId": "c"}, headers=sent).status == 201


@pytest.mark.parametrize(
    "prefer",
    ["wait", "wait=", "wait=-1", "wait=1.5", "wait=٣", 'x="wait=5', "wait=x, wait=5", 'x=", wait=5"'],
)
def test_a_wait_that_is_no_number_of_seconds_is_ignored(client: Client, prefer: str) -> None:
    sent = {"Prefer": prefer.encode().decode("latin-1")}
    answer = client.post("/orders", {"orderId": "a", "customerId": "c"}, headers=sent)
    assert (answer.status, "preference-applied" in answer.headers) == (202, False)


def test_the_preferences_that_were_heeded_are_named(client: Client) -> None:
    assert place(client).headers["preference-applied"] == "wait=5"
    assert client.get("/orders/a", headers={"Prefer": "wait=99"}).headers["preference-applied"] == "wait=20"
    late = client.post("/orders", {"orderId": "b", "customerId": "c"}, headers={"Prefer": "respond-async"})
    assert late.headers["preference-applied"] == "respond-async"
    assert "preference-applied" not in client.get("/orders/a").headers


def test_what_a_201_created_is_at_its_location(client: Client) -> None:
    answer = place(client, "a b/c".replace("/", "%"))
    assert answer.headers["location"] == "/orders/a%20b%25c"
    assert client.get(answer.headers["location"]).status == 200


def test_bodies_are_taken_without_a_content_coding(client: Client) -> None:
    for coding in ("gzip", "br", "identity, gzip", "aes128gcm"):
        answer = place(client, headers={"Content-Encoding": coding})
        assert (code(answer, 415), answer.headers["accept-encoding"]) == (
            "unsupported-media-type",
            "identity",
        )
    assert place(client, headers={"Content-Encoding": "Identity"}).status == 201


def test_a_part_of_a_representation_cannot_be_put(client: Client) -> None:
    place(client)
    sent = WAIT | {"Content-Range": "bytes 0-1/2"}
    assert code(client.put("/orders/a/lines", [1], headers=sent), 400) == "invalid-request"


def test_an_answer_does_not_depend_on_what_a_client_would_accept(client: Client) -> None:
    place(client)
    sent = {"Accept": "text/html", "Accept-Encoding": "gzip, identity;q=0", "Accept-Language": "de"}
    answer = client.get("/orders/a", headers=sent)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert "content-encoding" not in answer.headers


def test_caches_are_told_what_they_may_keep(client: Client) -> None:
    assert place(client).headers["cache-control"] == "no-store"
    for status, sent in ((200, {}), (304, {"If-None-Match": '"1"'})):
        answer = client.get("/orders/a", headers=sent)
        assert (answer.status, answer.headers["cache-control"]) == (status, "private, no-cache")
        assert answer.headers["vary"] == "Authorization"
    for path in ("/orders/nobody", "/nowhere"):
        assert client.get(path).headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/echo").headers


def test_a_client_waits_no_longer_than_it_said(world: World, client: Client) -> None:
    world.clock.on_sleep = lambda: None
    before = world.clock.slept
    assert place(client).status == 202
    assert world.clock.slept - before == pytest.approx(5)


def test_a_rejection_is_the_documented_problem(client: Client) -> None:
    place(client)
    answer = place(client)
    assert code(answer, 409) == "already-placed"
    assert answer.json()["title"] == "There is an order of that id already."
    assert answer.json()["detail"] == "a"
    assert code(add(client, id="nobody"), 404) == "unknown-order"
    much = add(client, 1_000_001)
    assert (code(much, 422), much.json()["most"]) == ("too-much", 1_000_000)


def test_nothing_to_do_is_well_done(client: Client) -> None:
    place(client)
    gone = client.request("DELETE", "/orders/a", headers=WAIT)
    assert (gone.status, gone.body, gone.headers["etag"]) == (204, b"", '"2"')
    again = client.request("DELETE", "/orders/a", headers=WAIT)
    assert (again.status, again.headers["etag"]) == (204, '"2"')


def test_several_events_are_one_version(client: Client) -> None:
    place(client)
    answer = client.put("/orders/a/lines", [1, 2, 3], headers=WAIT)
    assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    assert client.get("/orders/a").json()["cents"] == 6


def test_a_stub_is_501_and_the_rest_works(client: Client) -> None:
    place(client)
    assert code(client.post("/orders/a/shipment"), 501) == "not-implemented"
    assert code(client.get("/stub"), 501) == "not-implemented"
    assert add(client).status == 200


# idempotency


def test_the_same_idempotency_key_acts_once(client: Client) -> None:
    place(client)
    first, second = (add(client, Idempotency_Key='"k-1"') for _ in range(2))
    assert (first.status, second.status, first.body) == (200, 200, second.body)
    assert add(client, Idempotency_Key="k-1").body == first.body
    assert client.get("/orders/a").json()["cents"] == 5


def test_a_repeated_creation_gives_the_same_id_again(client: Client) -> None:
    sent = WAIT | {"Idempotency-Key": "k"}
    first, second = (client.post("/open-orders", {"customerId": "c"}, headers=sent) for _ in range(2))
    assert first.json() == second.json()
    other = client.post("/open-orders", {"customerId": "c"}, headers=WAIT)
    assert other.json()["orderId"] != first.json()["orderId"]
    assert client.get(f"/orders/{first.json()['orderId']}").status == 200


def test_a_key_means_nothing_for_another_aggregate_operation_or_client(world: World, client: Client) -> None:
    place(client, "a", {"Idempotency-Key": "k"})
    assert place(client, "b", {"Idempotency-Key": "k"}).json()["orderId"] == "b"
    assert add(client, Idempotency_Key="k").json()["version"] == 2
    other = Client(client.app, Claims("somebody else", frozenset({"orders:write"})))
    assert add(other, Idempotency_Key="k").json()["version"] == 3


def test_an_optional_identity_is_made_where_it_is_left_out() -> None:
    """`openOrder` makes an id; here its schema also takes one, or null."""
    client = running(shop.SERVICE).client()
    given = client.post("/open-orders", {"orderId": "mine", "customerId": "c"}, headers=WAIT)
    assert (given.status, given.json()["orderId"]) == (201, "mine")
    keyed = WAIT | {"Idempotency-Key": "k"}
    for members in ({}, {"orderId": None}):
        made = client.post("/open-orders", {"customerId": "c"} | members, headers=keyed)
        assert (made.status, len(made.json()["orderId"])) == (201, 36)
    assert len({client.post("/open-orders", {"customerId": "c"}, headers=keyed).json()["orderId"]}) == 1


def test_a_key_with_another_request_is_refused(world: World, client: Client) -> None:
    place(client)
    first = add(client, Idempotency_Key="k")
    for cents in (6, 5.5):
        assert code(add(client, cents, Idempotency_Key="k"), 422 if cents == 6 else 400)
    assert code(add(client, 6, Idempotency_Key="k"), 422) == "idempotency-key-reused"
    assert add(client, Idempotency_Key="k").body == first.body
    assert client.get("/orders/a").json()["cents"] == 5


def test_the_hash_of_a_request_is_written_into_the_log_alone_with_a_key(world: World, client: Client) -> None:
    place(client)
    add(client, Idempotency_Key="k")
    events = [json.loads(record.data)[0] for record in world.logs["orders"].entries]
    assert "commandhash" not in events[0]
    assert len(events[1]["commandhash"]) == 32
    world.parts["shop"].ledger.commands.clear()  # as a repair writes them again, from the log alone
    for step in LedgerFold(shop.states(), "Order-a", None).steps(
        [Entry(record, shop.CATALOG) for record in world.logs["orders"].entries], lambda *_: True
    ):
        (again,) = [c for c in step.commands if c.commandhash]
        assert again.commandhash == events[1]["commandhash"]


def test_a_key_of_a_command_whose_request_nobody_knows_is_taken_as_the_same(
    world: World, client: Client
) -> None:
    place(client)
    first = add(client, Idempotency_Key="k")
    commands = world.parts["shop"].ledger.commands
    commands.update({id: structs.replace(command, commandhash="") for id, command in commands.items()})
    assert add(client, 6, Idempotency_Key="k").body == first.body


def test_of_two_requests_of_one_key_that_race_one_is_told_that_it_is_another(
    world: World, client: Client
) -> None:
    """Both are put before either is judged; the status of each tells what became of its own."""
    place(client)
    pending = [
        client.post("/orders/a/lines", {"cents": cents}, headers={"Idempotency-Key": "k"}) for cents in (5, 6)
    ]
    assert [answer.status for answer in pending] == [202, 202]
    world.drain()
    told = [client.get(answer.headers["location"]).json()["status"] for answer in pending]
    assert told == ["accepted", "void"]
    assert code(add(client, 6, Idempotency_Key="k"), 422) == "idempotency-key-reused"
    assert client.get("/orders/a").json()["cents"] == 5


def test_a_repetition_in_flight_is_refused() -> None:
    inner: list[Answered] = []
    clients: list[Client] = []
    decide = shop.ADD_LINE.decide

    def slow(command: shop.AddLine, state: shop.Order, at: datetime) -> Any:
        if not inner:
            inner.extend(add(clients[0], cents, Idempotency_Key="k") for cents in (5, 6))
        return decide(command, state, at)

    decision = replace(shop.ADD_LINE, decide=slow)
    routes = [
        replace(route, decision=decision)
        if isinstance(route, CommandRoute) and route.name == "addLine"
        else route
        for route in shop.ROUTES
    ]
    client = running(replace(shop.SERVICE, routes=tuple(routes))).client()
    clients.append(client)
    place(client)
    answer = add(client, Idempotency_Key="k")
    assert answer.status == 200
    assert (code(inner[0], 409), inner[0].headers["retry-after"]) == ("request-in-flight", "1")
    assert code(inner[1], 422) == "idempotency-key-reused"
    assert add(client, Idempotency_Key="k").body == answer.body


def test_what_was_refused_or_changed_nothing_is_decided_again(client: Client) -> None:
    """Nothing was put, so nothing is remembered: a repetition is decided on the state of its own time."""
    assert code(add(client, Idempotency_Key="k"), 404) == "unknown-order"
    place(client)
    assert add(client, Idempotency_Key="k").status == 200


def test_a_key_is_a_string_in_quotes_or_bare(client: Client) -> None:
    place(client)
    first = add(client, Idempotency_Key='"a \\"b\\\\";v=1')
    assert first.status == 200
    assert add(client, Idempotency_Key='"a \\"b\\\\"').body == first.body


@pytest.mark.parametrize("key", ["", '""', "a b", "x" * 256, "ü", '"a', 'a"', '"a"b', '"a\\c"', '"ü"'])
def test_a_wrong_idempotency_key_is_refused(client: Client, key: str) -> None:
    place(client)
    sent = {"Idempotency-Key": key.encode().decode("latin-1")}
    assert code(client.post("/orders/a/lines", {"cents": 5}, headers=sent), 400) == "invalid-request"


# If-Match


def test_if_match_binds_a_command_to_a_version(client: Client) -> None:
    place(client)
    assert add(client, If_Match='"1"').headers["etag"] == '"2"'
    failed = add(client, If_Match='"1"')
    assert (code(failed, 412), failed.headers["etag"]) == ("precondition-failed", '"2"')
    assert add(client, If_Match='"1", "2"').status == 200
    assert add(client, If_Match="*").status == 200
    assert client.get("/orders/a").json()["cents"] == 15


def test_if_match_star_asks_that_it_exists(client: Client) -> None:
    assert code(place(client, headers={"If-Match": "*"}), 412) == "precondition-failed"
    assert place(client, headers={"If-Match": '"0"'}).status == 201


def test_if_none_match_guards_a_command(client: Client) -> None:
    assert place(client, headers={"If-None-Match": "*"}).status == 201
    again = place(client, headers={"If-None-Match": "*"})
    assert (code(again, 412), again.headers["etag"]) == ("precondition-failed", '"1"')
    for refused in ('"1"', 'W/"1"', '"7", "1"', "*"):
        assert code(add(client, If_None_Match=refused), 412) == "precondition-failed"
    assert client.get("/orders/a").json()["cents"] == 0
    assert add(client, If_None_Match='"2", "1,1"').status == 200


def test_both_fields_are_heeded_if_match_first(client: Client) -> None:
    place(client)
    assert code(add(client, If_Match='"1"', If_None_Match='"1"'), 412) == "precondition-failed"
    assert code(add(client, If_Match='"2"', If_None_Match='"3"'), 412) == "precondition-failed"
    assert add(client, If_Match='"1"', If_None_Match='"3"').status == 200


def test_fields_of_several_lines_are_one_list(client: Client) -> None:
    place(client)
    lines = [(b"if-none-match", b'"5"'), (b"if-none-match", b'W/"1", ,'), (b"prefer", b"wait=5")]
    request = Request({"type": "http", "headers": lines})
    assert preconditions.of(request.headers).none_match == frozenset(('"5"', 'W/"1"'))


@pytest.mark.parametrize("field", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("value", ["1", "*, *", '"1" "2"', '"a', 'w/"1"', '"1", *', '"a b"'])
def test_a_malformed_precondition_is_refused(client: Client, field: str, value: str) -> None:
    place(client)
    assert code(add(client, **{field: value}), 400) == "invalid-request"
    assert code(client.get("/orders/a", headers={field: value}), 400) == "invalid-request"
    assert client.get("/orders/a").headers["etag"] == '"1"'


def test_an_empty_list_matches_nothing(client: Client) -> None:
    place(client)
    assert code(add(client, If_Match=""), 412) == "precondition-failed"
    assert add(client, If_None_Match="").status == 200


def test_a_tag_is_compared_character_by_character(client: Client) -> None:
    place(client)
    assert code(add(client, If_Match='"01"'), 412) == "precondition-failed"
    assert add(client, If_None_Match='"01"').status == 200


def test_preconditions_without_a_modification_date_are_ignored(client: Client) -> None:
    place(client)
    past = "Sat, 29 Oct 1994 19:43:31 GMT"
    sent = {"If-Modified-Since": past, "If-Unmodified-Since": past, "If-Range": '"1"', "Range": "bytes=0-1"}
    assert client.get("/orders/a", headers=sent).status == 200
    assert add(client, If_Unmodified_Since=past).status == 200


def test_a_handwritten_change_has_no_tags_to_match(client: Client) -> None:
    sent = {"Content-Type": "text/plain"}
    for guard in ({"If-Match": '"1"'}, {"If-Match": "*"}, {"If-None-Match": "*"}):
        assert code(client.request("POST", "/echo", body=b"x", headers=sent | guard), 412)
    assert client.request("POST", "/echo", body=b"x", headers=sent | {"If-None-Match": '"1"'}).status == 200


def test_a_weak_tag_never_matches(client: Client) -> None:
    place(client)
    assert code(add(client, If_Match='W/"1"'), 412) == "precondition-failed"
    assert code(add(client, If_Match='"x"'), 412) == "precondition-failed"


def test_a_malformed_if_match_is_refused(client: Client) -> None:
    assert code(add(client, If_Match="1"), 400) == "invalid-request"


def test_a_retry_of_what_was_accepted_is_no_failed_precondition(client: Client) -> None:
    place(client)
    first = add(client, If_Match='"1"', Idempotency_Key="k")
    assert add(client, If_Match='"1"', Idempotency_Key="k").body == first.body


# what the schema refuses


def test_every_fault_is_named_by_its_place(client: Client) -> None:
    answer = client.post("/orders", {"orderId": "", "customerId": 5})
    assert code(answer, 400) == "invalid-request"
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/orderId", "/customerId"}
    answer = client.post("/orders", {"orderId": "a"})
    assert answer.json()["errors"] == [{"pointer": "", "detail": '"customerId" is a required property'}]


def test_what_the_class_refuses_is_named_too(client: Client) -> None:
    """The schema lets a member pass that the class does not know: a typo must not be taken for consent."""
    answer = client.post("/orders", {"orderId": "a", "customerId": "c", "cupon": "X"})
    assert code(answer, 400) == "invalid-request"
    assert answer.json()["errors"] == [{"pointer": "/cupon", "detail": "Extra inputs are not permitted"}]


def test_a_body_that_contradicts_the_path_is_refused(client: Client) -> None:
    place(client)
    answer = client.post("/orders/a/lines", {"orderId": "b", "cents": 5}, headers=WAIT)
    assert code(answer, 400) == "invalid-request"
    assert answer.json()["errors"][0]["pointer"] == "/orderId"
    assert client.post("/orders/a/lines", {"orderId": "a", "cents": 5}, headers=WAIT).status == 200


@pytest.mark.parametrize("content", [[1], "x", 5, None, True])
def test_a_body_that_is_no_object_is_refused(client: Client, content: Any) -> None:
    sent = {"Content-Type": "application/json"}
    for path in ("/orders", "/orders/a/lines"):
        answer = client.request("POST", path, body=json.dumps(content).encode(), headers=sent)
        assert code(answer, 400) == "invalid-request"


def test_a_missing_wrong_or_broken_body(client: Client) -> None:
    assert code(client.request("POST", "/orders"), 400) == "invalid-request"
    xml = {"Content-Type": "application/xml"}
    refused = client.request("POST", "/orders", body=b"<x/>", headers=xml)
    assert (code(refused, 415), refused.headers["accept"]) == ("unsupported-media-type", "application/json")
    broken = {"Content-Type": "application/json"}
    assert code(client.request("POST", "/orders", body=b"{", headers=broken), 400) == "malformed-body"


def test_a_large_body_is_refused_before_it_is_read(client: Client) -> None:
    large = {"orderId": "a", "customerId": "c" * 1_100_000}
    assert code(client.post("/orders", large), 413) == "too-large"
    sent = {"Content-Type": "application/json", "Content-Length": "9" * 30}
    assert code(client.request("POST", "/orders", body=b"{}", headers=sent), 413) == "too-large"


def test_a_commit_that_is_too_large_is_refused(client: Client) -> None:
    place(client)
    assert code(client.put("/orders/a/lines", [1] * 3000), 413) == "commit-too-large"


def test_an_id_that_cannot_stand_in_a_key_is_refused(client: Client) -> None:
    assert code(place(client, "x" * 300), 400) == "invalid-request"
    assert code(place(client, "a\nb"), 400) == "invalid-request"
    most = 256 - len("Order-")
    assert place(client, "x" * most).status == 201
    answer = place(client, "x" * (most + 1))
    assert answer.json()["errors"] == [
        {"pointer": "/orderId", "detail": f"orderId has 1 to {most} printable characters"}
    ]


@pytest.mark.parametrize("id", ["a/b", "/", ".", ".."])
def test_an_id_that_no_path_can_carry_is_refused(world: World, client: Client, id: str) -> None:
    answer = place(client, id)
    assert (code(answer, 400), answer.json()["errors"][0]["pointer"]) == ("invalid-request", "/orderId")
    assert world.logs["orders"].entries == []


@pytest.mark.parametrize(
    "id", ["...", "a#b", "100%", "%2F", "a?b", "a;b=c,d", "a b", "\\", "é", "a%2Fb", "~:@"]
)
def test_an_id_that_a_path_can_carry_is_read_by_it(client: Client, id: str) -> None:
    assert place(client, id).status == 201
    assert client.get(f"/orders/{quote(id, safe='')}").json()["orderId"] == id


def test_details_quote_no_more_than_a_line(client: Client) -> None:
    answer = client.post("/orders", {"orderId": "a", "customerId": ["x" * 10_000]})
    assert len(answer.body) < 1000


# queries


def test_a_row_has_its_version(client: Client) -> None:
    place(client)
    found = client.get("/orders/a")
    assert (found.status, found.headers["etag"], found.json()["status"]) == (200, '"1"', "open")
    same = client.get("/orders/a", headers={"If-None-Match": 'W/"1"'})
    assert (same.status, same.body) == (304, b"")
    assert client.get("/orders/a", headers={"If-None-Match": '"2"'}).status == 200
    assert client.get("/orders/a", headers={"If-None-Match": "*"}).status == 304
    assert client.get("/orders/nobody", headers={"If-None-Match": "*"}).status == 404


def test_a_read_is_bound_to_a_version_by_if_match(client: Client) -> None:
    place(client)
    assert client.get("/orders/a", headers={"If-Match": '"3", "1"'}).status == 200
    refused = client.get("/orders/a", headers={"If-Match": 'W/"1"'})
    assert (code(refused, 412), refused.headers["etag"]) == ("precondition-failed", '"1"')
    assert code(client.get("/orders/nobody", headers={"If-Match": "*"}), 404) == "not-found"
    page = client.get("/customers/c/orders", headers={"If-Match": '"1"'})
    assert code(page, 412) == "precondition-failed"


def test_head_has_the_fields_of_get_and_no_content(client: Client) -> None:
    place(client)
    for path in ("/orders/a", "/customers/c/orders", "/echo?tag=a", "/orders/nobody", "/nowhere"):
        whole, head = client.get(path), client.request("HEAD", path)
        assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")
        assert head.headers["content-length"] == str(len(whole.body))


def test_options_says_what_a_path_allows(client: Client) -> None:
    told = client.request("OPTIONS", "/orders/a/lines")
    assert (told.status, told.headers["allow"], told.body) == (204, "OPTIONS, POST, PUT", b"")
    assert told.headers["accept-post"] == "application/json"
    assert client.request("OPTIONS", "/orders/a").headers["allow"] == "DELETE, GET, HEAD, OPTIONS"
    assert code(client.request("OPTIONS", "/nowhere"), 404) == "not-found"


def test_methods_that_a_path_lacks_and_that_nobody_knows(client: Client) -> None:
    for method in ("TRACE", "PUT", "QUERY", "CONNECT"):
        refused = client.request(method, "/orders/a")
        assert (code(refused, 405), refused.headers["allow"]) == (
            "method-not-allowed",
            "DELETE, GET, HEAD, OPTIONS",
        )
    for method in ("get", "BREW"):
        assert code(client.request(method, "/orders/a"), 501) == "method-unknown"


def test_no_row_is_404(client: Client) -> None:
    assert code(client.get("/orders/nobody"), 404) == "not-found"


def test_pages(client: Client) -> None:
    for id in "abc":
        place(client, id)
    seen, path = [], "/customers/c/orders?limit=2"
    page = client.get(path)
    seen += [row["orderId"] for row in page.json()["items"]]
    assert page.headers["link"].endswith('rel="next"')
    page = client.get(f"{path}&after={page.json()['next']}")
    seen += [row["orderId"] for row in page.json()["items"]]
    assert (sorted(seen), "next" in page.json(), "link" in page.headers) == (["a", "b", "c"], False, False)
    assert code(client.get("/customers/c/orders?after=forged"), 400) == "invalid-request"
    assert code(client.get("/customers/c/orders?limit=1000"), 400) == "invalid-request"
    assert code(client.get("/customers/c/orders?limit=x"), 400) == "invalid-request"


def test_reading_one_s_own_writes(world: World, client: Client) -> None:
    place(client)
    client.post("/orders/a/lines", {"cents": 5})
    found = client.get("/orders/a", headers={"min-version": '"2"'})
    assert (found.status, found.json()["cents"]) == (200, 5)
    late = client.get("/orders/a", headers={"min-version": "3"})
    assert (code(late, 503), late.headers["retry-after"]) == ("not-yet-visible", "1")


def test_a_row_that_went_is_seen_to_be_gone(world: World, client: Client) -> None:
    place(client)
    client.request("DELETE", "/orders/a")
    assert code(client.get("/orders/a", headers={"min-version": '"2"'}), 404) == "not-found"


def test_min_version_is_for_one_aggregate(client: Client) -> None:
    place(client)
    sent = {"min-version": "1"}
    assert code(client.get("/customers/c/totals", headers=sent), 400) == "invalid-request"
    assert code(client.get("/customers/c/orders", headers=sent), 400) == "invalid-request"
    assert code(client.get("/orders/a", headers={"min-version": "new"}), 400) == "invalid-request"


# operations by hand


def test_what_is_answered_by_hand(client: Client) -> None:
    answer = client.get("/echo?tag=a&tag=b&deep[x]=1", headers={"X-Size": "4"})
    assert answer.json() == {"tags": ["a", "b"], "size": 4, "deep": {"x": 1}}
    assert answer.headers["x-echo"] == "yes"
    said = client.request("POST", "/echo", body=b"hello", headers={"Content-Type": "text/plain"})
    assert said.json() == {"text": "hello"}
    assert client.request("POST", "/echo").json() == {}
    assert code(client.get("/echo", headers={"X-Size": "big"}), 400) == "invalid-request"


# security


def test_nobody_and_whoever_may_not(world: World) -> None:
    nobody = world.client(anonymous=True)
    refused = nobody.post("/orders", {"orderId": "a", "customerId": "c"})
    assert (code(refused, 401), refused.headers["www-authenticate"]) == ("unauthenticated", "Bearer")
    reader = world.client(scopes=["orders:read"])
    forbidden = reader.post("/orders", {"orderId": "a", "customerId": "c"})
    assert code(forbidden, 403) == "forbidden"
    assert 'scope="orders:write"' in forbidden.headers["www-authenticate"]
    assert code(nobody.get("/commands/x"), 401) == "unauthenticated"
    assert nobody.get("/echo").status == 200


def test_who_may_not_learns_nothing_of_the_request(world: World) -> None:
    nobody = world.client(anonymous=True)
    sent = {"Content-Type": "application/xml"}
    assert code(nobody.request("POST", "/orders", body=b"<x/>", headers=sent), 401) == "unauthenticated"


def gateway(authorizer: Any) -> Claims | None:
    context = {} if authorizer is None else {"authorizer": authorizer}
    return from_api_gateway(Request({"type": "http", "aws.event": {"requestContext": context}}))


def test_claims_of_api_gateway() -> None:
    jwt = {"jwt": {"claims": {"sub": "ada", "scope": "a b"}, "scopes": None}}
    assert gateway(jwt) == Claims("ada", frozenset({"a", "b"}))
    assert gateway({"jwt": {"claims": {"scp": "[a b]"}}}) == Claims("", frozenset({"a", "b"}))
    assert gateway({"lambda": {"user": "x"}}) == Claims()
    assert gateway(None) is None
    assert gateway({}) is None
    assert from_api_gateway(Request({"type": "http"})) is None
    assert from_claims({"scope": ["a", "b"]}).scopes == {"a", "b"}


# trouble


def failing(world: World, error: Exception) -> None:
    def fault(point: str) -> None:
        if point == "put":
            raise error

    world.logs["orders"].fault = fault


def test_throttled_is_429(world: World, client: Client) -> None:
    failing(world, Throttled(retry_after=2.4))
    answer = place(client)
    assert (code(answer, 429), answer.headers["retry-after"]) == ("throttled", "2")


def test_unavailable_is_503(world: World, client: Client) -> None:
    failing(world, Unavailable("no stream"))
    answer = place(client)
    assert (code(answer, 503), answer.headers["retry-after"]) == ("unavailable", "1")


def test_an_unknown_outcome_says_how_to_go_on(world: World, client: Client) -> None:
    failing(world, OutcomeUnknown())
    answer = place(client)
    assert code(answer, 503) == "outcome-unknown"
    assert answer.json()["commandId"]


def test_a_held_aggregate_is_503(world: World, client: Client) -> None:
    place(client)
    client.post("/orders/a/lines", {"cents": 5})
    shop.broken.add("evolve")  # deployed since the event became a fact
    world.drain()
    shop.broken.clear()
    answer = add(client)
    assert (code(answer, 503), answer.headers["retry-after"]) == ("aggregate-held", "5")


def test_a_conflict_is_409(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place(client)
    log, ledger = world.logs["orders"], world.parts["shop"].ledger
    put = log.put

    def beaten(key: str, data: bytes) -> Any:
        head = ledger.items[key].cursor.head
        rival = shop.LineAdded(order_id="a", customer_id="c", cents=1)
        put(key, commit_data(key, head, rival, commit=f"rival-{head.version}"))
        return put(key, data)

    monkeypatch.setattr(log, "put", beaten)
    answer = add(client)
    assert (code(answer, 409), answer.headers["etag"]) == ("conflict", '"4"')
    assert code(add(client, If_Match='"4"'), 412) == "precondition-failed"


def test_our_own_fault_is_500_without_a_word(client: Client) -> None:
    shop.broken.add("echo")
    answer = client.get("/echo")
    assert code(answer, 500) == "internal"
    assert b"secret" not in answer.body
    assert b"ZeroDivision" not in answer.body


def test_what_no_route_knows(client: Client) -> None:
    assert code(client.get("/nowhere"), 404) == "not-found"
    refused = client.put("/orders", {})
    assert (code(refused, 405), refused.headers["allow"]) == ("method-not-allowed", "OPTIONS, POST")


def test_payloads_are_never_logged(world: World, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/orders", {"orderId": "a", "customerId": "secret-c"}, headers=WAIT)
    client.post("/orders", {"orderId": "a", "customerId": "secret-c", "more": "secret-m"})
    client.get("/echo?tag=secret-t", headers={"X-Size": "secret-s"})
    shop.broken.update({"echo", "evolve", "summary", "totals"})
    client.get("/echo?tag=secret-t")
    add(client)
    failing(world, Unavailable())
    client.post("/orders", {"orderId": "b", "customerId": "secret-c"}, headers=WAIT)
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


def test_codes_are_stable() -> None:
    """Clients switch on these; one may be added, none may go or change its status."""
    assert {code: status for code, (status, _) in PROBLEMS.items()} == {
        "invalid-request": 400,
        "malformed-body": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not-found": 404,
        "unknown-command": 404,
        "method-not-allowed": 405,
        "conflict": 409,
        "request-in-flight": 409,
        "precondition-failed": 412,
        "too-large": 413,
        "commit-too-large": 413,
        "unsupported-media-type": 415,
        "idempotency-key-reused": 422,
        "throttled": 429,
        "internal": 500,
        "method-unknown": 501,
        "not-implemented": 501,
        "unavailable": 503,
        "aggregate-held": 503,
        "newer-than-this-code": 503,
        "outcome-unknown": 503,
        "not-yet-visible": 503,
    }
