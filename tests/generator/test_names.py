"""Every Python name comes from specfold_generator.python.names: valid, its own name, and told apart."""

import keyword
import warnings
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from specfold import Command, Event, Row, Value
from specfold_generator.diagnostics.diagnostic import Location, SpecError
from specfold_generator.python.names import (
    LONGEST,
    attribute_name,
    class_name,
    constant_name,
    distinct,
    function_name,
    module_name,
    unique,
)

MAKERS = (attribute_name, class_name, constant_name, function_name, module_name)
LONGEST_NAME = LONGEST + len("Model")
texts = st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_.\- ]{0,30}", fullmatch=True)
makers = st.sampled_from(MAKERS)


@given(makers, texts)
def test_any_text_makes_a_valid_public_name(make: Callable[[str], str], text: str) -> None:
    name = make(text)
    assert name.isidentifier()
    assert name.isascii()
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert len(name) <= LONGEST_NAME


@given(makers, texts)
def test_a_made_name_makes_itself(make: Callable[[str], str], text: str) -> None:
    assert make(make(text)) == make(text)


@given(makers, st.lists(texts, max_size=8), st.lists(texts, max_size=3))
def test_unique_tells_all_texts_apart(
    make: Callable[[str], str], wanted: list[str], before: list[str]
) -> None:
    taken = {make(text) for text in before}
    names = unique(wanted, make, taken)
    assert names.keys() == set(wanted)
    assert len(set(names.values()) | taken) == len(names) + len(taken)
    assert all(name.isidentifier() for name in names.values())


@given(makers, st.lists(texts, max_size=8))
def test_unique_does_not_depend_on_order(make: Callable[[str], str], wanted: list[str]) -> None:
    assert unique(wanted, make) == unique(reversed(wanted), make)


@pytest.mark.parametrize(
    ("text", "attribute", "cls"),
    [
        ("orderId", "order_id", "OrderId"),
        ("order-id", "order_id", "OrderId"),
        ("HTTPServer", "http_server", "HTTPServer"),
        ("orderIDs", "order_ids", "OrderIDs"),
        ("ORDER_PLACED", "order_placed", "OrderPlaced"),
        ("OAuth2Token", "o_auth2_token", "OAuth2Token"),
        ("1st", "field_1st", "Model1st"),
        ("", "field", "Model"),
        ("class", "class_", "Class"),
        ("__init__", "init", "Init"),
        ("json", "json_", "Json"),
        ("model_config", "model_config_", "ModelConfig"),
        ("model_dump_all", "field_model_dump_all", "ModelDumpAll"),
        ("int", "int_", "Int"),
        ("Event", "event", "EventModel"),
        ("Exception", "exception", "ExceptionModel"),
        ("naïve", "naive", "Naive"),
        ("Straße", "strasse", "Strasse"),
        ("Pаyment", "payment", "Payment"),  # noqa: RUF001 - the Cyrillic letter is the case
        ("名前", "u540d_u524d", "U540dU524d"),
        ("😀", "u1f600", "U1f600"),
        ("-", "minus", "Minus"),
        ("x\nimport os", "x_import_os", "XImportOs"),
        ("../../evil", "evil", "Evil"),
    ],
)
def test_spec_names_read_as_python_names(text: str, attribute: str, cls: str) -> None:
    assert (attribute_name(text), class_name(text)) == (attribute, cls)


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("in-transit", "IN_TRANSIT"),
        ("", "EMPTY"),
        (" ", "SPACE"),
        ("1", "VALUE_1"),
        ("-1", "MINUS_1"),
        (">=", "GREATER_EQUAL"),
    ],
)
def test_values_read_as_constants(text: str, constant: str) -> None:
    assert constant_name(text) == constant


def test_modules_are_safe_on_every_file_system() -> None:
    assert [module_name(name) for name in ("CON", "com1", "../x", "Order.v2")] == [
        "con_",
        "com1_",
        "x",
        "order_v2",
    ]


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    names = {attribute_name("a" * 5_000 + end) for end in "xyz"}
    assert len(names) == 3
    assert max(map(len, names)) <= LONGEST


@pytest.mark.parametrize("base", [Value, Event, Command, Row])
def test_no_attribute_hides_one_of_a_base_class(base: type[BaseModel]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        public = {*dir(base), *base.__annotations__}
    hidden = {name for name in public if not name.startswith("_") and attribute_name(name) == name}
    assert hidden == set()


def test_the_exact_name_stays_and_one_more_text_renames_no_other() -> None:
    wires = ["userId", "user_id", "user-id"]
    names = unique(wires, attribute_name)
    assert names["user_id"] == "user_id"
    more = unique([*wires, "USER_ID", "UserID"], attribute_name)
    assert {wire: more[wire] for wire in wires} == names


@given(makers, st.lists(texts, max_size=8, unique=True), texts)
def test_one_more_text_renames_at_most_those_that_make_the_same_name(
    make: Callable[[str], str], wanted: list[str], more: str
) -> None:
    before, after = unique(wanted, make), unique([*wanted, more], make)
    renamed = [text for text in wanted if before[text] != after[text]]
    assert [text for text in renamed if make(text) != make(more)] == []


def test_names_that_handwritten_code_relies_on_may_not_meet() -> None:
    places = {
        "OrderPlaced": Location("a.yaml", 3),
        "order-placed": Location("b.yaml", 7),
        "Paid": Location("b.yaml", 9),
    }
    with pytest.raises(SpecError) as caught:
        distinct(places, class_name, "event")
    (finding,) = caught.value.diagnostics
    assert finding.span == Location("b.yaml", 7)
    assert finding.related[0].span == Location("a.yaml", 3)
    assert "`OrderPlaced`" in finding.message


def test_distinct_names_pass() -> None:
    assert distinct({"placeOrder": Location("a.yaml", 1)}, function_name, "command") == {
        "placeOrder": "place_order"
    }
