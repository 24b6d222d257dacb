"""Diagnostics as they are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold_generator.cli.reporters import FORMATS, FileLines, arrange, render
from specfold_generator.cli.text_reporter import WIDTH, excerpt
from specfold_generator.diagnostics.codes import CODES, diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related, Severity

FILES = {
    "specs/a.yaml": [
        "asyncapi: 3.0.0",
        "info:",
        "  $ref: '#/nope'",
        "\tид: \x1b[31m日本 x",
        "x" * 5000 + "HERE" + "y" * 5000,
    ],
    "specs/b.yaml": ["things: {}"],
}


def lines(file: str, line: int) -> str:
    return FILES[file][line - 1] if line <= len(FILES[file]) else ""


def span(
    line: int, column: int, end_column: int, file: str = "specs/a.yaml", end_line: int | None = None
) -> Location:
    return Location(file, line, column, end_line or line, end_column)


DANGLING = diagnose(
    "SPF206",
    span(3, 9, 17),
    "`#/nope` points at nothing",
    help="did you mean `#/info`?",
    related=[Related(span(1, 1, 7, "specs/b.yaml"), "it was looked for here")],
)
EMPTY = diagnose("SPF105", Location("specs/b.yaml"), "the file is empty")
WARNING = diagnose("SPF211", span(2, 1, 5), "this was read as that", severity=Severity.WARNING)


def text(*found: Diagnostic) -> str:
    return render(found, lines=lines)


def test_text_shows_the_line_the_caret_the_related_place_and_the_mend() -> None:
    assert text(EMPTY, DANGLING, WARNING) == (
        "error[SPF206]: `#/nope` points at nothing\n"
        " --> specs/a.yaml:3:9\n"
        "  |\n"
        "3 |   $ref: '#/nope'\n"
        "  |         ^^^^^^^^\n"
        " ::: specs/b.yaml:1:1\n"
        "  |\n"
        "1 | things: {}\n"
        "  | ------ it was looked for here\n"
        "  = help: did you mean `#/info`?\n"
        "\n"
        "error[SPF105]: the file is empty\n"
        " --> specs/b.yaml\n"
        "\n"
        "warning[SPF211]: this was read as that\n"
        " --> specs/a.yaml:2:1\n"
        "  |\n"
        "2 | info:\n"
        "  | ^^^^\n"
        "\n"
        "2 errors, 1 warning in 2 files\n"
    )


def test_diagnostics_of_one_cause_are_printed_once_with_their_places() -> None:
    same = [diagnose("SPF203", span(line, 1, 5), "`https://a` is never fetched") for line in range(1, 10)]
    out = text(*same, WARNING)
    assert out.count("SPF203") == 1
    assert "= also at: specs/a.yaml:2:1, specs/a.yaml:3:1," in out
    assert "specs/a.yaml:6:1 and 3 more places\n" in out
    assert out.endswith("9 errors, 1 warning in 1 file\n")


def test_a_code_with_very_many_diagnostics_is_cut_in_text_and_whole_in_json() -> None:
    many = [diagnose("SPF203", span(1, n + 1, n + 2), f"`https://a/{n}` is never fetched") for n in range(60)]
    assert text(*many).count("error[SPF203]") == 50
    assert "10 more SPF203 are not printed; `--format json` lists them" in text(*many)
    assert len(json.loads(render(many, "json"))) == 60


def test_text_without_sources_still_says_where_and_why() -> None:
    printed = render([DANGLING])
    assert " --> specs/a.yaml:3:9\n" in printed
    assert " ::: specs/b.yaml:1:1: it was looked for here\n" in printed
    assert "^" not in printed


def test_nothing_found_prints_nothing() -> None:
    assert render([]) == ""
    assert render([], "github") == ""
    assert json.loads(render([], "json")) == []
    assert json.loads(render([], "sarif"))["runs"][0]["results"] == []


def test_diagnostics_are_sorted_and_told_once() -> None:
    later = diagnose("SPF101", span(3, 1, 2), "x")
    assert arrange([EMPTY, DANGLING, later, WARNING, DANGLING]) == [WARNING, later, DANGLING, EMPTY]


def test_the_caret_stands_under_wide_and_escaped_signs() -> None:
    printed = text(diagnose("SPF101", span(4, 6, 13), "m"))
    [source, caret] = printed.splitlines()[3:5]
    assert source == "4 |     ид: \\x1b[31m日本 x"
    assert caret.index("^") == source.index("\\x1b")
    assert caret.count("^") == len("\\x1b[31m") + 2 * len("日本")


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    printed = text(diagnose("SPF101", span(3, 3, 1, end_line=9), "m"))
    assert "  |   ^^^^^^^^^^^^^^\n" in printed


def test_a_long_line_is_cut_round_the_caret() -> None:
    printed = text(diagnose("SPF101", span(5, 5001, 5005), "m"))
    [source, caret] = printed.splitlines()[3:5]
    assert len(source) < WIDTH + 10
    assert source[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    assert source.startswith("5 | …")
    assert source.endswith("…")


@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=0x4FF, categories=["L", "N"]), min_size=1, max_size=400
    ),
    st.data(),
)
def test_the_underlined_part_is_the_span(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, min(len(line), start + 20)))
    quoted, before, under = excerpt(line, start + 1, end + 1)
    assert quoted[before : before + under] == line[start:end]
    assert len(quoted) <= WIDTH + 2


@given(st.text(), st.text(), st.text(), st.sampled_from(FORMATS), st.booleans())
def test_no_text_of_a_spec_reaches_a_terminal_unescaped(
    message: str, name: str, line: str, form: Any, related: bool
) -> None:
    place = Location(name or "x", 1, 1, 1, 2)
    found = diagnose("SPF101", place, message, help=name, related=[Related(place, line)] if related else ())
    printed = render([found], form, lines=lambda _file, _line: line)
    printed.encode()
    if form == "github":
        assert printed.count("\n") == 1
    if form == "text":
        assert all(sign.isprintable() or sign in "\n" for sign in printed)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]", printed)


def test_colour_only_when_asked() -> None:
    assert "\x1b" not in text(DANGLING, WARNING)
    coloured = render([DANGLING, WARNING], lines=lines, colour=True)
    assert "\x1b[1;31merror[SPF206]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(DANGLING, WARNING)


def test_json_is_a_list_of_objects() -> None:
    assert json.loads(render([DANGLING], "json")) == [
        {
            "code": "SPF206",
            "severity": "error",
            "message": "`#/nope` points at nothing",
            "file": "specs/a.yaml",
            "line": 3,
            "column": 9,
            "end_line": 3,
            "end_column": 17,
            "help": "did you mean `#/info`?",
            "related": [
                {
                    "message": "it was looked for here",
                    "file": "specs/b.yaml",
                    "line": 1,
                    "column": 1,
                    "end_line": 1,
                    "end_column": 7,
                }
            ],
        }
    ]


def test_github_commands_cannot_be_forged() -> None:
    forged = diagnose(
        "SPF101", Location("a,b:c%.yaml", 3, 9, 3, 17), "100%\r\n::warning::pwned", help="x\n::y"
    )
    assert render([forged], "github") == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=9,endColumn=17,title=SPF101"
        "::100%25%0D%0A::warning::pwned%0Ahelp: x%0A::y\n"
    )
    assert render([EMPTY], "github") == "::error file=specs/b.yaml,title=SPF105::the file is empty\n"
    assert render([WARNING], "github").startswith("::warning file=specs/a.yaml,line=2,")
    several_lines = diagnose("SPF101", span(3, 9, 2, end_line=4), "m", severity=Severity.NOTE)
    assert (
        render([several_lines], "github") == "::notice file=specs/a.yaml,line=3,endLine=4,title=SPF101::m\n"
    )


def test_sarif() -> None:
    log = json.loads(render([DANGLING, EMPTY, WARNING], "sarif"))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SPF105", "SPF206", "SPF211"]
    assert rules[1]["shortDescription"]["text"] == CODES["SPF206"].title
    warning, dangling, empty = run["results"]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("SPF211", "warning"),
        ("SPF206", "error"),
        ("SPF105", "error"),
    ]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert dangling["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "specs/a.yaml"},
                "region": {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 17},
            }
        }
    ]
    assert dangling["relatedLocations"][0]["message"]["text"] == "it was looked for here"
    assert "region" not in empty["locations"][0]["physicalLocation"]
    assert warning["message"]["text"] == "this was read as that"


def test_sarif_messages_hold_no_links_of_the_specification() -> None:
    found = diagnose("SPF101", Location("a.yaml"), "[here](https://evil.example)", help="[x](1)")
    log = render([found], "sarif")
    assert "](" not in log
    assert "evil.example" in log


@pytest.mark.parametrize("form", FORMATS)
def test_lone_surrogates_are_printed_as_escapes(form: Any) -> None:
    found = diagnose(
        "SPF101", Location("\ud800"), "m\ud800", help="\udfff", related=[Related(Location("x"), "\udc80")]
    )
    printed = render([found], form)
    printed.encode()
    if form in ("json", "sarif"):
        json.dumps(json.loads(printed), ensure_ascii=False).encode()


def test_sarif_uris_are_encoded() -> None:
    odd = diagnose("SPF105", Location("specs/odd name%#.yaml"), "m")
    place = json.loads(render([odd], "sarif"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/odd%20name%25%23.yaml"


def test_lines_from_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    (tmp_path / "b.yaml").write_bytes(b"caf\xe9")
    (tmp_path / "c.yaml").write_bytes("é\nñandú\n".encode("utf-16"))
    read = FileLines(tmp_path)
    assert [read("a.yaml", 1), read("a.yaml", 2), read("a.yaml", 9)] == ["one", "two", ""]
    assert read("c.yaml", 2) == "ñandú"
    assert [read(file, 1) for file in ("b.yaml", "missing.yaml", ".", "x\0")] == [""] * 4


@pytest.mark.parametrize("form", FORMATS)
def test_every_code_can_be_printed_in_every_format(form: Any) -> None:
    printed = render([diagnose(code, Location("a.yaml"), "m") for code in CODES], form)
    assert all(code in printed for code in CODES)
