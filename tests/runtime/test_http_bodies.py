"""Bodies of every media type: read as clients that are not ours write them, and refused where they lie."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold.http import answers, bodies, sequences
from specfold.http.branches import Branches
from specfold.http.problems import Problem
from specfold.model.service import Answer, Encoding, HttpRoute

FORM = "application/x-www-form-urlencoded"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "count": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "meta": {"type": "object", "properties": {"k": {"type": "integer"}}},
        "file": {"type": "string", "format": "binary"},
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "packed": {"type": "string", "contentEncoding": "base64"},
    },
}


def read(
    content_type: str,
    body: bytes,
    schema: dict[str, Any] = SCHEMA,
    taken: str = "",
    encodings: Mapping[str, Encoding] | None = None,
) -> Any:
    """A body as the member `body` of a request."""
    kind = taken or content_type.partition(";")[0]
    route = HttpRoute(
        name="it",
        method="POST",
        path="/",
        body="body",
        content_types=(kind,),
        encodings={kind: encodings or {}},
    )
    return bodies.read(
        route, content_type, body, Branches({"type": "object", "properties": {"body": schema}})
    )


def posted(**parts: Any) -> Any:
    """What httpx posts as multipart/form-data, read again."""
    request = httpx.Request("POST", "http://test", files=parts)
    return read(request.headers["content-type"], request.read())


@given(st.binary(max_size=200))
def test_a_file_comes_byte_by_byte(content: bytes) -> None:
    found = posted(file=("a.bin", content, "application/octet-stream"))
    assert base64.b64decode(found["file"]) == content


def test_parts_become_what_their_members_want() -> None:
    found = posted(
        title=(None, "Grüße"),
        count=(None, "3"),
        meta=(None, '{"k": 1}', "application/json"),
        file=("a.txt", b"as bytes", "text/plain"),
        packed=(None, "YWJj"),
    )
    assert found == {
        "title": "Grüße",
        "count": 3,
        "meta": {"k": 1},
        "file": base64.b64encode(b"as bytes").decode(),
        "packed": "YWJj",
    }


def test_an_object_without_a_media_type_is_json() -> None:
    assert posted(meta=(None, '{"k": 1}'))["meta"] == {"k": 1}


def test_parts_of_one_name_are_a_list_even_if_there_is_one() -> None:
    two = httpx.Request("POST", "http://t", files=[("files", ("a", b"1")), ("files", ("b", b"2"))])
    assert read(two.headers["content-type"], two.read())["files"] == ["MQ==", "Mg=="]
    assert posted(files=("a", b"1"))["files"] == ["MQ=="]


def test_a_multipart_body_whose_schema_is_a_list_is_its_parts() -> None:
    body = b'--x\r\nContent-Type: application/json\r\n\r\n{"k":1}\r\n--x\r\n\r\ntext\r\n--x--'
    schema = {"type": "array", "items": {"type": ["object", "string"]}}
    assert read("multipart/mixed; boundary=x", body, schema) == [{"k": 1}, "text"]


def test_a_part_of_another_media_type_than_its_encoding_allows_is_refused() -> None:
    allowed = Encoding(content_types=("image/png", "image/jpeg"))
    request = httpx.Request("POST", "http://t", files={"file": ("a.gif", b"GIF", "image/gif")})
    with pytest.raises(Problem) as refused:
        read(request.headers["content-type"], request.read(), encodings={"file": allowed})
    assert refused.value.status == 400
    assert "image/gif" in str(refused.value.members)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x",
        b"--xy\r\n\r\n1\r\n--x--",
        b"--x\r\nno blank line\r\n--x--",
        b"--x\r\nA: \xff\r\n\r\n1\r\n--x--",
        b'--x\r\nContent-Type: application/json\r\n\r\n{"half\r\n--x--',
        b"--x\r\n\r\n1\r\n" * 1002 + b"--x--",
    ],
)
def test_a_broken_multipart_body_is_malformed(body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read("multipart/form-data; boundary=x", body)
    assert refused.value.code == "malformed-body"


@pytest.mark.parametrize(
    "said",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=\x00",
        "multipart/form-data; boundary=" + "x" * 99,
    ],
)
def test_a_multipart_body_without_a_sound_boundary_is_malformed(said: str) -> None:
    with pytest.raises(Problem) as refused:
        read(said, b"--x--")
    assert refused.value.code == "malformed-body"


@pytest.mark.parametrize(
    ("text", "encodings", "wanted"),
    [
        ("count=3&title=a+b", {}, {"count": 3, "title": "a b"}),
        ("tags=a&tags=b", {}, {"tags": ["a", "b"]}),
        ("tags=a", {}, {"tags": ["a"]}),
        ("tags=a%20b", {"tags": Encoding(style="spaceDelimited", explode=False)}, {"tags": ["a", "b"]}),
        ("tags=a%7Cb", {"tags": Encoding(style="pipeDelimited", explode=False)}, {"tags": ["a", "b"]}),
        ("tags=a,b", {"tags": Encoding(style="form", explode=False)}, {"tags": ["a", "b"]}),
        ("meta[k]=1&title=x", {"meta": Encoding(style="deepObject")}, {"meta": {"k": 1}, "title": "x"}),
        ("meta=%7B%22k%22%3A1%7D", {}, {"meta": {"k": 1}}),
        ("meta=%7Bhalf", {}, {"meta": "{half"}),
        ("", {}, {}),
    ],
)
def test_fields_of_a_form(text: str, encodings: dict[str, Encoding], wanted: Any) -> None:
    assert read(FORM, text.encode(), encodings=encodings) == wanted


ITEMS = [{"n": 1}, {"n": 2, "text": "a\nb"}]


@pytest.mark.parametrize(
    "kind", ["application/jsonl", "application/x-ndjson", "application/json-seq", "application/geo+json-seq"]
)
def test_sequences_of_json_come_back_as_they_went(kind: str) -> None:
    sent = answers.of_answer(Answer(body=ITEMS, media_type=kind))
    assert read(kind, bytes(sent.body), {"type": "array"}) == ITEMS


def test_json_texts_are_separated_as_their_standards_say() -> None:
    assert b"".join(sequences.encode("application/jsonl", [1, 2])) == b"1\n2\n"
    assert b"".join(sequences.encode("application/json-seq", [1, 2])) == b"\x1e1\n\x1e2\n"


def test_events_are_read_as_browsers_read_them() -> None:
    stream = (
        "\ufeffevent: add\r\ndata: a\rdata:  b\nid: 7\nretry: 10\n: a comment\nretry: x\n\n\ndata\n\nid: 8"
    )
    assert sequences.decode("text/event-stream", stream.encode()) == [
        {"event": "add", "data": "a\n b", "id": "7", "retry": 10},
        {"data": ""},
        {"id": "8"},
    ]


def test_what_is_sent_as_an_event_is_its_fields_or_else_its_data() -> None:
    items = [{"event": "add", "data": {"n": 1}}, {"n": 1}, "two\nlines"]
    text = b"".join(sequences.encode("text/event-stream", items)).decode()
    assert text == 'event: add\ndata: {"n":1}\n\ndata: {"n":1}\n\ndata: two\ndata: lines\n\n'


def test_the_name_of_an_event_starts_no_other_event() -> None:
    with pytest.raises(ValueError, match="one line"):
        list(sequences.encode("text/event-stream", [{"event": "a\n\ndata: forged"}]))


def test_what_is_made_on_the_way_is_sent_on_the_way() -> None:
    made: list[int] = []

    def count() -> Any:
        for number in range(3):
            made.append(number)
            yield {"n": number}

    answers.of_answer(Answer(body=count(), media_type="application/jsonl"))
    assert made == [], "nothing is made before somebody reads it"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/jsonl", b"{]\n"), ("application/json-seq", b"\x1e{"), ("text/event-stream", b"\xff")],
)
def test_a_broken_sequence_is_malformed(kind: str, body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read(kind, body)
    assert refused.value.code == "malformed-body"


def test_xml_stays_text_and_the_rest_is_base64() -> None:
    assert read("application/xml", b"<a/>") == "<a/>"
    assert read("image/svg+xml", b"<a/>") == "<a/>"
    assert read("image/png", b"\x89", taken="image/*") == "iQ=="
    assert read("text/plain", b"5", {"type": "integer"}) == 5


def test_each_media_type_has_the_schema_that_was_written_for_it() -> None:
    route = HttpRoute(
        name="it",
        method="POST",
        path="/",
        body="body",
        content_types=("application/json", "text/*"),
        variants={"application/json": "it application/json", "text/*": "it text/*"},
    )
    assert bodies.chosen(route, "text/csv; charset=utf-8") == "it text/*"
    assert bodies.chosen(route, "Application/JSON") == "it application/json"
    assert bodies.chosen(route, "image/png") == "it"
    assert json.loads(bodies.read(route, "text/csv", b'"a"', Branches({}))) == "a"
