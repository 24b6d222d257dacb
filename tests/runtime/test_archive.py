"""The archive keeps a record byte for byte, and gives it back or says that it cannot."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from specfold.eventlog.archive_format import from_line, from_lines, to_line
from specfold.eventlog.commit import Head, Record, padded
from specfold.model.errors import DamagedLine
from specfold.testing import commit_data

from tests.runtime.shop import LineAdded

DATA = commit_data("Order-1", Head(), LineAdded(order_id="1", customer_id="ü", cents=5), commit="c1")


def record(data: bytes, key: str = "Order-1") -> Record:
    return Record(1, "shardId-000000000003", padded("4959"), 1_769_851_800_123, key, data)


@given(st.binary() | st.text().map(str.encode) | st.sampled_from([DATA]), st.text(min_size=1))
@example(b"", "k")
@example(b"null", "k")
@example(b" [1]", "k")
@example(b"[1]\n", "k")
@example(b"[1,\n2]", "k")
@example(b'{"a": "\xff"}', "k")
@example(b'["\xff"]', "k")
@example(b"[NaN]", "k")
@example(b'"\\u2028"', "k")
@example("\u2028".encode(), "k")
@example(b"[" * 5000 + b"]" * 5000, "k")
@example(b"\xef\xbb\xbf[1]", "k")
def test_a_record_comes_back_byte_for_byte(data: bytes, key: str) -> None:
    line = to_line(record(data, key))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert b"\r" not in line
    assert line.decode()  # whatever the data was, the line is text
    assert from_line(line) == record(data, key)


def test_a_line_as_sql_and_spark_read_it() -> None:
    line = json.loads(to_line(record(DATA)))
    assert list(line) == ["epoch", "shard", "seq", "arrived", "pk", "rec"]
    assert (line["epoch"], line["shard"], line["seq"]) == (1, "shardId-000000000003", padded("4959"))
    assert (line["arrived"], line["pk"]) == (1_769_851_800_123, "Order-1")
    assert line["rec"] == json.loads(DATA)
    assert DATA in to_line(record(DATA))


def test_a_number_of_any_size_stands_as_it_was_written() -> None:
    assert b'"rec":[1e999,-0,1.000]}' in to_line(record(b"[1e999,-0,1.000]"))


def test_data_that_cannot_stand_in_a_line_is_marked() -> None:
    line = json.loads(to_line(record(b"\x89PNG\n")))
    assert list(line) == ["epoch", "shard", "seq", "arrived", "pk", "rec64"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"x",
        b"[]",
        to_line(record(DATA))[:-20],
        b'{"epoch":1,"shard":"s","seq":"1","arrived":1,"pk":"k"}',
        b'{"epoch":1,"shard":"s","seq":"1","arrived":1,"pk":"k","rec64":"%"}',
    ],
)
def test_a_damaged_line_is_never_passed_over(line: bytes) -> None:
    with pytest.raises(DamagedLine):
        list(from_lines([b"\n", line or b"{"]))


def test_the_lines_of_one_key() -> None:
    keys = ["Order-1", "Order-10", 'Order-"1\\', "Order-ü", "Order-2"]
    lines = [to_line(record(json.dumps([key]).encode(), key)) for key in keys] + [b"\n"]
    for key in keys:
        assert [found.key for found in from_lines(lines, key)] == [key]
    assert len(list(from_lines(lines))) == 5


def test_data_nested_too_deeply_is_marked() -> None:
    deep = b"[" * 129 + b"]" * 129
    assert b'"rec64":' in to_line(record(deep))
    assert b'"rec":' in to_line(record(deep[1:-1]))


@pytest.mark.parametrize("levels", [128, 129, 900, 1_000, 300_000])
def test_a_line_that_embeds_what_is_nested_deeply_reads_in_any_stack(levels: int) -> None:
    members = to_line(record(b"0", 'k,"rec":'))[: -len(b"0}\n")]
    data = b'[{"a":0},' * (levels - 1) + b"[]" + b"]" * (levels - 1)
    assert from_line(members + data + b"}\n") == record(data, 'k,"rec":')


def test_a_line_nested_deeply_elsewhere_is_damaged() -> None:
    for line in (b"[" * 1_000, b'{"pk":' + b"[" * 1_000 + b',"rec":1}', b'{"rec":' + b"[" * 1_000):
        with pytest.raises(DamagedLine):
            list(from_lines([line]))
