"""Reading one file: values, places, and everything that is refused."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from specfold_generator.diagnostics.codes import CODES
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.source import document as source
from specfold_generator.source import yaml_reader
from specfold_generator.source.document import Document, parse_document, read_document
from specfold_generator.source.positions import JsonValue, SourceText


def read(text: str | bytes, name: str = "specs/a.yaml") -> Document:
    return parse_document(text if isinstance(text, bytes) else text.encode(), name)


def refused(text: str | bytes, name: str = "specs/a.yaml") -> list[Diagnostic]:
    with pytest.raises(SpecError) as caught:
        read(text, name)
    assert all(found.code in CODES and found.span.file == name for found in caught.value.diagnostics)
    return list(caught.value.diagnostics)


def only(text: str | bytes, name: str = "specs/a.yaml") -> Diagnostic:
    [found] = refused(text, name)
    return found


def at(found: Diagnostic) -> tuple[str, int, int]:
    return found.code, found.span.line, found.span.column


# --- values ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("nil", "nil"),
        ("2024-01-31", "2024-01-31"),
        ("12:30:45", "12:30:45"),
        ("190:20", "190:20"),
        ("1_000", "1_000"),
        ("12", 12),
        ("-0", 0),
        ("+7", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("0b11", "0b11"),
        ("1e3", 1000.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5e-3", -0.0015),
        ("1.2.3", "1.2.3"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!float 12", 12.0),
        ("!!int '12'", 12),
        ("! 'x'", "x"),
        ("=", "="),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: JsonValue) -> None:
    read_value = read(f"a: {written}\n").root
    assert read_value == {"a": value}
    assert isinstance(read_value, dict)
    assert type(read_value["a"]) is type(value)


def test_whole_numbers_as_keys_become_text() -> None:
    assert read("responses:\n  200: ok\n  0x1F: odd\n  '404': gone\n").root == {
        "responses": {"200": "ok", "0x1F": "odd", "404": "gone"}
    }


def test_aliases_share_and_merge_keys_add() -> None:
    document = read(
        "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n"
        "one: {<<: *base, b: 5}\nmany:\n  <<: [*base, *other]\n  d: 6\n'<<': text\n"
    )
    assert document.root == {
        "base": {"a": 1, "b": 2},
        "other": {"b": 3, "c": 4},
        "one": {"a": 1, "b": 5},
        "many": {"b": 2, "c": 4, "a": 1, "d": 6},
        "<<": "text",
    }
    assert document.span(("one", "a")).line == 1
    assert document.span(("one", "b")).line == 3


def test_json_in_a_yaml_file_may_be_indented_with_tabs() -> None:
    assert read('{\n\t"a": "\\ud83d\\ude00"\n}\n').root == {"a": "\N{GRINNING FACE}"}


def test_flow_yaml_that_begins_like_json_is_yaml() -> None:
    assert read("{a: 1, b: [x, 'y']}").root == {"a": 1, "b": ["x", "y"]}


@pytest.mark.parametrize("name", ["specs/a.yaml", "specs/a.json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_read_and_not_counted(name: str, encoding: str) -> None:
    document = read('{"a": "ж"}\n'.encode(encoding), name)
    assert document.root == {"a": "ж"}
    assert document.span(("a",), key=True).column == 2


@pytest.mark.parametrize("name", ["specs/a.yaml", "specs/a.json"])
def test_digest_is_of_the_bytes(name: str) -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n'
    assert read(data, name).digest == hashlib.sha256(data).hexdigest()


# --- places ---------------------------------------------------------------------------------------------

YAML = """\
asyncapi: 3.0.0   # a comment
info:
  title: 'Orders'
  version: 1.10
channels:
- address: orders
  messages: {Placed: {x: 1}, "Gone": [a, b]}
empty:
text: |
  two
  lines

last: *x
""".replace("last: *x", "last: end")


def cut(document: Document, pointer: tuple[str | int, ...], text: str, *, key: bool = False) -> str:
    """What stands at a span, read by line and column as an editor would."""
    span = document.span(pointer, key=key)
    lines = re.split(r"\r\n|\r|\n", text)
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    middle = lines[span.line : span.end_line - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1][: span.end_column - 1]
    return "\n".join([first, *middle, last])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_spans_of_values_and_keys(ending: str) -> None:
    text = YAML.replace("\n", ending)
    document = read(text)
    assert cut(document, ("asyncapi",), text) == "3.0.0"
    assert cut(document, ("info",), text, key=True) == "info"
    assert cut(document, ("info",), text) == "title: 'Orders'\n  version: 1.10"
    assert cut(document, ("info", "title"), text) == "'Orders'"
    assert cut(document, ("channels", 0, "messages", "Gone"), text) == "[a, b]"
    assert cut(document, ("channels", 0, "messages", "Gone"), text, key=True) == '"Gone"'
    assert cut(document, ("channels", 0, "messages", "Gone", 1), text) == "b"
    assert cut(document, ("channels", "0", "address"), text) == "orders"
    assert cut(document, ("text",), text) == "|\n  two\n  lines"
    assert document.span(("last",)).line == 13
    assert document.text_line(4) == "  version: 1.10"
    assert document.text_line(99) == ""


def test_the_text_of_a_number_survives() -> None:
    document = read(YAML)
    assert document.written(("info", "version")) == "1.10"
    assert document.written(("info", "nothing")) == ""


def test_a_missing_pointer_has_the_place_of_its_nearest_ancestor() -> None:
    document = read(YAML)
    assert document.span(("info", "contact", "email")) == document.span(("info",))
    assert document.span(("channels", 7)) == document.span(("channels",))
    assert document.span(("info", "contact"), key=True) == document.span(("info",), key=True)
    assert document.span(("empty",)).line == 8


def test_lines_are_those_of_editors_also_behind_unicode_separators() -> None:
    text = 'a: "x\u2028y\u0085z"\nb: c\n'
    assert read(text).span(("b",)).line == 2


def test_json_places_need_no_yaml() -> None:
    text = '{\r\n "a\\u0062": [1, {"c": "x\\"y"}, []],\r\n "d": {}, "e": -1.5e3}'
    document = read(text, "specs/a.json")
    assert cut(document, ("ab",), text, key=True) == '"a\\u0062"'
    assert cut(document, ("ab", 1, "c"), text) == '"x\\"y"'
    assert cut(document, ("ab", 2), text) == "[]"
    assert cut(document, ("e",), text) == "-1.5e3"
    assert cut(document, (), text) == text.replace("\r", "")


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ROOTS = st.dictionaries(TEXT, JSON_VALUES, min_size=1, max_size=4)


class _Quoting(yaml.SafeDumper):
    """PyYAML leaves text bare that only YAML 1.2 takes for a number (`0o7`), so all text is quoted here."""


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, '"')
)


def scalars_of(
    value: JsonValue, pointer: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], JsonValue]]:
    if isinstance(value, dict):
        return [pair for key, below in value.items() for pair in scalars_of(below, (*pointer, key))]
    if isinstance(value, list):
        return [pair for number, below in enumerate(value) for pair in scalars_of(below, (*pointer, number))]
    return [(pointer, value)]


@given(ROOTS, st.booleans())
def test_any_json_reads_back_with_every_scalar_at_its_place(value: JsonValue, ascii_only: bool) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=ascii_only)
    document = read(text, "specs/a.json")
    assert document.root == value
    for pointer, scalar in scalars_of(value):
        assert json.loads(cut(document, pointer, text)) == scalar


@given(ROOTS, st.booleans(), st.booleans())
def test_any_value_written_as_yaml_reads_back(value: JsonValue, flow: bool, unicode: bool) -> None:
    text = yaml.dump(value, Dumper=_Quoting, default_flow_style=flow, allow_unicode=unicode, width=1000)
    document = read(text)
    assert document.root == value
    for pointer, scalar in scalars_of(value):
        assert read("a: " + document.written(pointer)).root == {"a": scalar}


@given(ROOTS, st.booleans())
@settings(max_examples=25)
def test_the_pure_parser_agrees_with_the_c_parser(value: JsonValue, flow: bool) -> None:
    text = yaml.dump(value, Dumper=_Quoting, default_flow_style=flow)
    pure = yaml_reader.read(SourceText("a", text), yaml.SafeLoader)
    assert pure == yaml_reader.read(SourceText("a", text))


@given(st.binary(max_size=60) | TEXT.map(str.encode), st.sampled_from(["specs/a.yaml", "specs/a.json"]))
@settings(max_examples=300)
def test_any_bytes_end_as_a_document_or_as_diagnostics(data: bytes, name: str) -> None:
    with contextlib.suppress(SpecError):
        assert read(data, name).span(("a", 0)).line > 0


@given(st.text(alphabet="ab:-[]{}&*!<>?|'\"\\#, \n\t%@`~01.e$", max_size=40))
@settings(max_examples=500)
def test_any_punctuation_ends_as_a_document_or_as_diagnostics(text: str) -> None:
    with contextlib.suppress(SpecError):
        assert read(text).span(("a", 0)).line > 0


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \n\n", "\ufeff"])
@pytest.mark.parametrize("name", ["specs/a.yaml", "specs/a.json"])
def test_an_empty_file(text: str, name: str) -> None:
    found = only(text, name)
    assert (found.code, found.message) == ("SPF105", "the file is empty")


@pytest.mark.parametrize("text", ["# nothing\n", "---\n", "---\n# still nothing\n...\n", "null\n", "~"])
def test_a_file_without_a_document(text: str) -> None:
    assert only(text).code == "SPF105"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("a: 1\n  b: 2\n", "SPF106", 2, 4, "a ':' stands where no key can stand"),
        ("a:\n  - b\n c: d\n", "SPF106", 3, 2, "the indentation fits no open mapping"),
        ("a: 'x\nb: 1\n", "SPF106", 1, 4, "this quote is never closed"),
        ("a: @x\n", "SPF106", 1, 4, "plain text cannot begin with '@'"),
        ("a: [1, 2\n", "SPF106", 2, 1, "a ',' or a ']' is missing"),
        ('a: "\\q"\n', "SPF106", 1, 5, "double-quoted text has no such escape"),
        ('a: "\\ud800"\n', "SPF106", 1, 7, "this escape is no character"),
        ("a:\n\tb: 1\n", "SPF108", 2, 1, "line 2 is indented with a tab"),
        ("a:\n  b: 1\n\tc: 2\n", "SPF108", 3, 1, "line 3 is indented with a tab"),
        ("a: 1\n---\nb: 2\n", "SPF109", 2, 1, "a second YAML document begins here"),
        ("a: \x00\n", "SPF104", 1, 4, "a NUL byte"),
        ("a: \x1b[31m\n", "SPF104", 1, 4, "U+001B"),
        ("~: 1\n", "SPF111", 1, 1, "`~` is no text"),
        ("true: 1\n", "SPF111", 1, 1, "`true` is no text"),
        ("1.5: 1\n", "SPF111", 1, 1, "`1.5` is no text"),
        ("a: {{x}}\n", "SPF111", 1, 5, "this key is no text"),
        ("a: !include x.yaml\n", "SPF112", 1, 4, "`!include`"),
        ('a: !!python/object/apply:os.system ["x"]\n', "SPF112", 1, 4, "`!!python/object/apply:os.system`"),
        ("a: !!binary aGk=\n", "SPF112", 1, 4, "`!!binary`"),
        ("a: !!set {x}\n", "SPF112", 1, 4, "`!!set`"),
        ("a: !!map [x]\n", "SPF112", 1, 4, "`!!map`"),
        ("a: !!int x\n", "SPF120", 1, 4, "`x` cannot be read as !!int"),
        ("a: *b\n", "SPF113", 1, 4, "no anchor &b"),
        ("a: &b [1, *b]\n", "SPF114", 1, 11, "*b stands inside the node that it names"),
        ("a: &b 1\nc: &b {x: *b}\n", "SPF114", 2, 11, "*b stands inside"),
        ("a: .nan\n", "SPF117", 1, 4, ".nan is no JSON number"),
        ("a: -.INF\n", "SPF117", 1, 4, "-.INF"),
        ("a: 1e400\n", "SPF117", 1, 4, "too large for a double"),
        (f"a: {'9' * 5000}\n", "SPF117", 1, 4, "5000 digits"),
        ("a: {<<: 1}\n", "SPF119", 1, 9, "merge key"),
        ("a: &m {x: 1}\nb: {<<: [*m, 2]}\n", "SPF119", 2, 9, "merge key"),
    ],
)
def test_yaml_that_is_refused(text: str, code: str, line: int, column: int, words: str) -> None:
    found = only(text)
    assert at(found) == (code, line, column)
    assert words in found.message


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ('{"a": 1,}', "SPF107", 1, 8, "a trailing comma is not JSON"),
        ('{\n "a": [1,\n]}', "SPF107", 2, 9, "a trailing comma is not JSON"),
        ('{"a": 1, b: 2}', "SPF107", 1, 10, "a key in double quotes is missing"),
        ('{"a": [1, , 2]}', "SPF107", 1, 11, "a value is missing"),
        ('{"a": 1 "b": 2}', "SPF107", 1, 9, "a ',' or a closing bracket is missing"),
        ('{"a": {"b": 1', "SPF107", 1, 14, "the file ends in the middle"),
        ('{"a": "b', "SPF107", 1, 7, "this string is never closed"),
        ('{"a": "\\', "SPF107", 1, 7, "this string is never closed"),
        ('{"a": 1} x', "SPF107", 1, 10, "the document ended before this"),
        ("a: 1\n", "SPF107", 1, 1, "this is not JSON"),
        ('{"a": "b\n"}', "SPF107", 1, 9, "a line break or tab inside a string"),
        ('{"a": "\x01"}', "SPF104", 1, 8, "U+0001"),
        ('{"a": NaN}', "SPF117", 1, 7, "NaN is no JSON number"),
        ('{"a": -Infinity}', "SPF117", 1, 7, "-Infinity"),
        ('{"a": 1e400}', "SPF117", 1, 7, "too large for a double"),
        ('{"a": ' + "9" * 5000 + "}", "SPF117", 1, 7, "5000 digits"),
        ('{"a": "\\ud800"}', "SPF118", 1, 7, "surrogate"),
        ('{"\\udfff": 1}', "SPF118", 1, 2, "surrogate"),
        ("null", "SPF105", 1, 1, "no document"),
    ],
)
def test_json_that_is_refused(text: str, code: str, line: int, column: int, words: str) -> None:
    found = only(text, "specs/a.json")
    assert at(found) == (code, line, column)
    assert words in found.message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("200: a\nb:\n  c: 1\n'200': d\n", "specs/a.yaml"),
        ('{"200": 1,\n"b": 2,\n\n"200": 3}', "specs/a.json"),
    ],
)
def test_a_duplicate_key_names_both_places(text: str, name: str) -> None:
    found = only(text, name)
    assert (found.code, found.span.line) == ("SPF110", 4)
    assert "`200`" in found.message
    assert "line 1" in found.message
    assert [other.span.line for other in found.related] == [1]


def test_everything_that_leaves_a_file_readable_is_told_at_once() -> None:
    text = "a: .nan\na: 1\nb: !include x\nc: *nowhere\n? [x]\n: 1\n"
    assert [found.code for found in refused(text)] == ["SPF117", "SPF110", "SPF112", "SPF113", "SPF111"]
    text = '{"a": NaN, "a": "\\ud800", "b": 1e999}'
    assert [found.code for found in refused(text, "specs/a.json")] == ["SPF117", "SPF110", "SPF118", "SPF117"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("text", "name"), [("a: .nan\n" * 50_000, "a.yaml"), ("[" + "NaN," * 50_000 + "1]", "a.json")]
)
def test_a_file_of_nothing_but_mistakes_is_given_up(text: str, name: str) -> None:
    assert len(refused(text, name)) == 100


def test_what_was_found_before_a_syntax_error_is_told_too() -> None:
    assert [found.code for found in refused("a: .nan\nb: [\n")] == ["SPF117", "SPF106"]


@pytest.mark.parametrize("data", [b"a: caf\xe9\n", b"\xff\xfea", "a: b".encode("utf-32"), b"\xed\xa0\x80"])
def test_bytes_that_are_no_text(data: bytes) -> None:
    assert only(data).code == "SPF103"


def test_the_line_of_a_wrong_byte() -> None:
    assert "0xe9 on line 3" in only(b"a: 1\r\nb: 2\r\nc: caf\xe9\n").message


def test_utf16_without_a_mark_is_refused_with_a_hint() -> None:
    found = only("a: b".encode("utf-16-le"))
    assert found.code == "SPF104"
    assert "UTF-8" in found.help


# --- bombs ----------------------------------------------------------------------------------------------


def test_aliases_are_limited_by_what_they_expand_to() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert only("\n".join(levels)).code == "SPF115"


def test_a_few_aliases_of_a_large_node_are_fine() -> None:
    text = f"a: &a [{', '.join(['x'] * 1000)}]\nb: [{', '.join(['*a'] * 50)}]\n"
    assert isinstance(read(text).root, dict)


@pytest.mark.parametrize("depth", [1_000, 200_000])
@pytest.mark.parametrize(
    ("opening", "closing", "name"),
    [
        ("[", "]", "specs/a.json"),
        ('{"a":', "1}", "specs/a.json"),
        ("[", "]", "specs/a.yaml"),
        ("{a: ", "}", "specs/a.yaml"),
    ],
)
def test_deep_flow_nesting(opening: str, closing: str, name: str, depth: int) -> None:
    assert only(opening * depth + closing * depth, name).code == "SPF116"
    assert only(opening * depth, name).code == "SPF116"


def test_deep_block_nesting() -> None:
    assert only("- " * 1000 + "x\n").code == "SPF116"
    assert only("".join(" " * level + "a:\n" for level in range(1000))).code == "SPF116"


def test_depth_through_aliases_counts() -> None:
    half = "[" * 150 + "]" * 150
    assert only(f"a: &a {half}\nb: {'[' * 150}*a{']' * 150}\n").code == "SPF116"


def test_brackets_in_strings_are_no_nesting() -> None:
    text = json.dumps({"a": "[" * 1000, "b\\": '"' + "{" * 1000})
    assert read(text, "specs/a.json").root == json.loads(text)


@pytest.mark.parametrize("name", ["specs/a.json", "specs/a.yaml"])
def test_two_hundred_levels_are_read(name: str) -> None:
    assert isinstance(read('{"a":' * 200 + "1" + "}" * 200, name).root, dict)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["specs/a.json", "specs/a.yaml"])
def test_the_number_of_values_is_limited(name: str) -> None:
    assert only("[" + "0," * 2_000_001 + "0]", name).code == "SPF102"
    assert read(json.dumps({"a": "," * 2_000_001}), name).root == {"a": "," * 2_000_001}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("text", ['{"a": "' + '\\"' * 500_000, '"' * 1_000_001, '{"a": "' + "\\" * 1_000_001])
def test_open_strings_take_no_quadratic_time(text: str) -> None:
    refused(text, "specs/a.json")


# --- files ----------------------------------------------------------------------------------------------


def test_reading_from_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"a: 1\n")
    document = read_document(file, "specs/a.yml")
    assert (document.path, document.root) == ("specs/a.yml", {"a": 1})


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("missing.yaml", ".", "pipe.yaml", "a\0b"):
        with pytest.raises(SpecError) as caught:
            read_document(tmp_path / name, "specs/a.yaml")
        assert [found.code for found in caught.value.diagnostics] == ["SPF101"]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with file.open("wb") as opened:
        opened.truncate(source.MAX_BYTES + 1)
    with pytest.raises(SpecError, match="SPF102"):
        read_document(file, "specs/a.yaml")


def test_importing_the_reader_is_cheap() -> None:
    heavy = [
        "jinja2",
        "pydantic",
        "datamodel_code_generator",
        "rich",
        "typer",
        "jsonschema",
        "boto3",
        "orjson",
    ]
    program = (
        f"import sys, specfold_generator.source.document; print([m for m in {heavy!r} if m in sys.modules])"
    )
    root = Path(source.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_table_of_codes_is_sorted_and_complete() -> None:
    assert list(CODES) == sorted(CODES)
    assert all(row.id == key and row.title and row.explanation and row.category for key, row in CODES.items())
