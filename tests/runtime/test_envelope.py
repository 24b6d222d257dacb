"""What is a commit, and what of it a reader looks at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st
from specfold.eventlog.commit import Commit, Head, Record, padded
from specfold.eventlog.envelope import Entry, Envelope, commit_of, encode, name_and_version, type_name
from specfold.model.errors import NewerEvent
from specfold.model.messages import Event
from specfold.testing import commit_data

from tests.runtime.shop import CATALOG, LineAdded, OrderCancelled, OrderPlaced, OrderPlacedV1

KEY = "Order-1"
ATTRIBUTES: dict[str, Any] = {
    "partitionkey": KEY,
    "commitid": "c4",
    "commitbase": 3,
    "commitparent": "c3",
    "commandid": "k4",
    "commitindex": 0,
    "commitcount": 1,
    "commitrule": 1,
}
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def entry(data: bytes, key: str = KEY) -> Entry:
    return Entry(Record(1, "s", padded("7"), 0, key, data), CATALOG)


def batch(*events: dict[str, Any]) -> bytes:
    return json.dumps(events).encode()


def test_a_commit_is_read_from_its_record() -> None:
    assert commit_of(batch(ATTRIBUTES), KEY) == Commit("c4", 3, "c3", "k4")


def test_a_first_commit_has_no_parent() -> None:
    first = {k: v for k, v in ATTRIBUTES.items() if k != "commitparent"} | {"commitbase": 0}
    assert commit_of(batch(first), KEY) == Commit("c4", 0, None, "k4")
    assert commit_of(batch(first | {"commitparent": None}), KEY) == Commit("c4", 0, None, "k4")


@pytest.mark.parametrize("name", sorted(set(ATTRIBUTES) - {"commitparent"}))
@pytest.mark.parametrize("value", [None, "", -1, 2**31, 1.5, True, [], {}, "x" * 257], ids=repr)
def test_a_wrong_attribute_is_not_well_formed(name: str, value: Any) -> None:
    found = commit_of(batch(ATTRIBUTES | {name: value}), KEY)
    assert found is None


@pytest.mark.parametrize(("length", "read"), [(0, False), (1, True), (256, True), (257, False)])
def test_a_key_has_1_to_256_characters_as_that_of_kinesis(length: int, read: bool) -> None:
    key = "k" * length
    assert (commit_of(batch(ATTRIBUTES | {"partitionkey": key}), key) is not None) == read


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_a_missing_attribute_is_not_well_formed(name: str) -> None:
    assert commit_of(batch({k: v for k, v in ATTRIBUTES.items() if k != name}), KEY) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"commitbase": 0},  # with a parent
        {"commitparent": None},  # above base 0
        {"partitionkey": "Order-2"},  # not where it was put
        {"commitindex": 1},
        {"commitcount": 2},
        {"commitcount": 0},
    ],
    ids=repr,
)
def test_attributes_that_contradict_each_other_are_not_well_formed(changed: dict[str, Any]) -> None:
    assert commit_of(batch(ATTRIBUTES | changed), KEY) is None


@pytest.mark.parametrize("name", sorted(set(ATTRIBUTES) - {"commitindex"}))
def test_the_events_of_a_commit_agree(name: str) -> None:
    two = ATTRIBUTES | {"commitcount": 2}
    other = 9 if isinstance(ATTRIBUTES[name], int) else "other"
    assert commit_of(batch(two, two | {"commitindex": 1}), KEY) == Commit("c4", 3, "c3", "k4")
    assert commit_of(batch(two, two | {"commitindex": 1, name: other}), KEY) is None


@pytest.mark.parametrize("indexes", [(1, 0), (0, 0), (0, 2), (1, 2)])
def test_the_events_of_a_commit_stand_in_their_order(indexes: tuple[int, int]) -> None:
    events = [ATTRIBUTES | {"commitcount": 2, "commitindex": index} for index in indexes]
    assert commit_of(batch(*events), KEY) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"{}", b"[]", b"[null]", b"[1]", b"\xff", b"[", b"[[]]", b"[{}]", b'"x"', b"\x00" * 9],
)
def test_rubbish_is_not_well_formed(data: bytes) -> None:
    assert commit_of(data, KEY) is None
    assert entry(data).commit is None


def test_a_rule_of_tomorrow_is_read_as_such() -> None:
    for rule in (0, 2, 77):
        found = commit_of(batch({"commitrule": rule, "all": "else is new"}), KEY)
        assert found is not None
        assert found.rule == rule


def test_two_rules_in_one_commit_are_none() -> None:
    assert commit_of(batch(ATTRIBUTES, ATTRIBUTES | {"commitrule": 2}), KEY) is None


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "type",
                "data",
                "id",
                "source",
                "time",
                "traceparent",
                "specversion",
                "subject",
                "more",
                "sequence",
            ]
        ),
        json_values,
    )
)
def test_the_verdict_depends_on_nothing_but_the_commit_s_own_attributes(others: dict[str, Any]) -> None:
    data = batch(others | ATTRIBUTES)
    assert commit_of(data, KEY) == Commit("c4", 3, "c3", "k4")
    assert entry(data).commit == Commit("c4", 3, "c3", "k4")


@given(
    st.lists(
        st.dictionaries(st.sampled_from([*ATTRIBUTES, "id", "type"]), json_values | st.just(1) | st.just(KEY))
    )
)
def test_both_ways_of_reading_agree(events: list[dict[str, Any]]) -> None:
    data = batch(*events)
    assert entry(data).commit == commit_of(data, KEY)


def test_verdicts_on_old_records_never_change() -> None:
    """Records as they were written once, with what the rule saw in them. Lines are added, never changed."""
    for line in Path(__file__).with_name("frozen_records.jsonl").read_text("utf-8").splitlines():
        frozen = json.loads(line)
        found = commit_of(frozen["data"].encode(), frozen["key"])
        seen = found and [found.id, found.base, found.parent, found.command, found.rule]
        assert seen == frozen["commit"], line


# writing


def test_a_commit_comes_back_as_it_was_written() -> None:
    head = Head(3, "c3")
    events = [
        OrderCancelled(order_id="1", customer_id="c"),
        LineAdded(order_id="1", customer_id="ü☃", cents=5),
    ]
    read = entry(commit_data(KEY, head, *events, commit="c4", command="k"))
    assert read.commit == Commit("c4", 3, "c3", "k")
    wanted: frozenset[type[Event]] = frozenset({OrderCancelled, LineAdded})
    assert [event for _, event in read.events(wanted)] == events
    assert [envelope.id for envelope, _ in read.events(wanted)] == ["c4.0", "c4.1"]


def test_the_cloudevents_sdk_reads_what_we_write() -> None:
    data = commit_data(
        KEY, Head(), LineAdded(order_id="1", customer_id="c", cents=5), commit="c1", source="//shop.test"
    )
    (event,) = json.loads(data)
    from cloudevents.core.v1.event import CloudEvent

    read = JSONFormat().read(CloudEvent, json.dumps(event))
    assert (read.get_id(), read.get_source(), read.get_type()) == ("c1.0", "//shop.test", "LineAdded.v1")
    assert read.get_specversion() == "1.0"
    assert read.get_data() == {"orderId": "1", "customerId": "c", "cents": 5}
    assert read.get_extension("partitionkey") == KEY
    assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in event)


def test_absent_attributes_are_not_written() -> None:
    data = commit_data(KEY, Head(), LineAdded(order_id="1", customer_id="c", cents=5), commit="c1")
    (event,) = json.loads(data)
    assert None not in event.values()
    assert "commitparent" not in event


# types and versions


@pytest.mark.parametrize(
    ("type", "named"),
    [
        ("OrderPlaced.v2", ("OrderPlaced", 2)),
        ("shop.order.v1.v12", ("shop.order.v1", 12)),
        ("OrderPlaced", None),
        ("OrderPlaced.v", None),
        ("OrderPlaced.vx", None),
        ("OrderPlaced.v²", None),
        ("OrderPlaced.v" + "9" * 5000, None),
        ("", None),
    ],
)
def test_a_type_names_an_event_and_its_version(type: str, named: tuple[str, int] | None) -> None:
    assert name_and_version(type) == named


def test_the_type_of_an_event_is_its_name_and_version() -> None:
    assert type_name(OrderPlaced) == "OrderPlaced.v2"
    assert type_name(OrderPlacedV1) == "OrderPlaced.v1"


def test_an_old_version_is_read_as_the_latest() -> None:
    read = entry(commit_data(KEY, Head(), OrderPlacedV1(order_id="1", customer_id="c"), commit="c1"))
    (event,) = [event for _, event in read.events(frozenset({OrderPlaced}))]
    assert isinstance(event, OrderPlaced)
    assert event.placed_at.year == 2020


def test_unknown_and_unwanted_events_are_passed_over_unread() -> None:
    def event(index: int, type: str, data: bytes) -> Envelope:
        shared = ATTRIBUTES | {"commitcount": 4, "commitindex": index}
        return Envelope(id=f"{index}", source="s", type=type, data=msgspec.Raw(data), **shared)

    good = LineAdded(order_id="1", customer_id="c", cents=5)
    events = [
        event(0, "Unheard.v1", b"1"),
        event(1, "OrderCancelled.v1", b'"no payload at all"'),
        event(2, "OrderPlaced.v9", b"{}"),
        event(3, "LineAdded.v1", good.to_json()),
    ]
    assert [e for _, e in entry(encode(events)).events(frozenset({LineAdded}))] == [good]


@pytest.mark.parametrize("version", [2, 9, 999_999_999])
def test_a_wanted_event_in_an_unknown_version_is_an_error_whatever_its_payload(version: int) -> None:
    shared = ATTRIBUTES | {"id": "1", "source": "s", "type": f"LineAdded.v{version}", "data": {}}
    read = entry(batch(shared))
    assert list(read.events(frozenset({OrderCancelled}))) == []
    with pytest.raises(NewerEvent, match=f"LineAdded version {version}, this code knows up to 1"):
        list(read.events(frozenset({LineAdded})))


def test_a_payload_that_does_not_read_is_an_error_only_for_who_wants_it() -> None:
    shared: dict[str, Any] = ATTRIBUTES | {
        "id": "1",
        "source": "s",
        "type": "LineAdded.v1",
        "data": {"cents": "many"},
    }
    for read in (entry(batch(shared)), entry(batch({k: v for k, v in shared.items() if k != "data"}))):
        assert list(read.events(frozenset({OrderCancelled}))) == []
        with pytest.raises(ValueError, match="LineAdded"):
            list(read.events(frozenset({LineAdded})))


def test_an_attribute_of_a_wrong_type_is_seen_by_handlers_and_not_by_the_rule() -> None:
    read = entry(
        batch(ATTRIBUTES | {"id": "1", "source": "s", "type": "LineAdded.v1", "traceparent": 5, "data": {}})
    )
    assert read.commit is not None
    with pytest.raises(msgspec.ValidationError, match="traceparent"):
        list(read.events(frozenset({LineAdded})))


def nested(levels: int) -> bytes:
    return batch(ATTRIBUTES)[:-2] + b',"data":' + b"[" * levels + b"]" * levels + b"}]"


def test_a_commit_nested_deeper_than_128_levels_is_not_well_formed() -> None:
    assert commit_of(nested(126), KEY) == entry(nested(126)).commit == Commit("c4", 3, "c3", "k4")
    for levels in (127, 250, 1_000, 400_000):
        assert commit_of(nested(levels), KEY) is None
        assert entry(nested(levels)).commit is None


def test_a_record_of_a_later_rule_is_bound_too() -> None:
    later = nested(126).replace(b'"commitrule": 1', b'"commitrule": 2')
    assert entry(later).commit == Commit("", 0, None, "", 2)
    assert entry(later.replace(b'"data":', b'"data":[').replace(b"}]", b"]}]")).commit is None


@pytest.mark.parametrize("member", ["type", "id", "commitid", "unknown", "data", "traceparent"])
def test_data_that_is_no_utf_8_is_not_well_formed_wherever_it_is_wrong(member: str) -> None:
    event = ATTRIBUTES | {"id": "i", "source": "s", "type": "T.v1", member: "hier"}
    assert commit_of(batch(event), KEY)
    wrong = batch(event).replace(b"hier", b"h\xed\xa0\x80r")
    assert commit_of(wrong, KEY) is None
    assert entry(wrong).commit is None


def test_a_type_of_a_megabyte_is_no_type_and_is_not_kept() -> None:
    assert name_and_version("T" * 900_000 + ".v1") is None
    assert name_and_version("T" * 1_000 + ".v1") == ("T" * 1_000, 1)
