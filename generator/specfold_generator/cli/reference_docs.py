"""Prints the reference pages of docs/ from the tables that they describe: `make docs`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from specfold_generator.diagnostics.codes import CATEGORIES, CODES
from specfold_generator.documents.validation.member_table import ASYNCAPI, OPENAPI, SCHEMA, Uses, use_of
from specfold_generator.documents.validation.validator import standard_members
from specfold_generator.json_schema.keywords import KNOWN

PLACES = {
    "document": "`x-event-sourcing` at the root of an AsyncAPI document",
    "aggregate": "each of its `aggregates`",
    "message": "`x-event-sourcing` at a message",
    "policy": "`x-event-sourcing` at a receive operation",
    "command": "`x-event-sourcing` at an HTTP operation that changes an aggregate",
    "query": "`x-event-sourcing` at an HTTP operation that a read model answers",
    "response": "`x-event-sourcing` at a response of a command",
    "readModel": "`readModel`, in `x-event-sourcing` at a schema of the components",
    "kinesis": "`x-kinesis` at a channel",
    "personal": "`x-personal-data` at a member of a schema",
    "ignore": "`x-specfold-ignore`, anywhere",
}


def codes_page() -> str:
    """Every code of a diagnostic."""
    lines = [
        "# Codes",
        "",
        "Every diagnostic of `specfold`. Printed from `generator/specfold_generator/diagnostics/codes.toml`;",
        "run `make docs` after a change.",
    ]
    for hundred, category in CATEGORIES.items():
        rows = [code for code in CODES.values() if code.id[3] == hundred]
        if rows:
            lines += [
                "",
                f"## {category.capitalize()}",
                "",
                "| code | severity | what | meaning |",
                "|---|---|---|---|",
            ]
            lines += [
                f"| {row.id} | {row.severity.name.lower()} | {_cell(row.title)} | {_cell(row.explanation)} |"
                for row in rows
            ]
    return "\n".join(lines) + "\n"


def vocabulary_tables() -> str:
    """What each extension object may hold, by its place."""
    schema = json.loads(
        (Path(__file__).parents[1] / "documents" / "vocabulary.schema.json").read_text("utf-8")
    )
    defs: Mapping[str, Any] = schema["$defs"]
    defs = {**defs, "readModel": defs["schema"]["properties"]["readModel"]}
    return "\n".join(_table(title, defs[name], defs) for name, title in PLACES.items() if name in defs)


def standards_page() -> str:
    """What becomes of every member of the two standards."""
    lines = [
        "# AsyncAPI and OpenAPI, member by member",
        "",
        "What Specfold makes of each member of the standards. A member that is *generated* changes the",
        "generated code; one that is *checked* changes diagnostics, or holds what others refer to; one that",
        "is *not read* changes nothing, for the reason beside it. `tests/standards` removes each member from",
        "documents that have them all, and compares. Printed from",
        "`generator/specfold_generator/documents/validation/member_table.py`;",
        "run `make docs` after a change.",
    ]
    both = {"AsyncAPI": ("asyncapi 2", "asyncapi 3"), "OpenAPI": ("openapi 3.1", "openapi 3.2")}
    tables = {"AsyncAPI": ASYNCAPI, "OpenAPI": OPENAPI}
    for standard, versions in both.items():
        objects: dict[str, dict[str, None]] = {}
        for version in versions:
            for kind, members in standard_members(version).items():
                objects.setdefault(kind, {}).update(dict.fromkeys(members))
        lines += _uses(
            f"{standard} {' and '.join(v.split()[1] for v in versions)}", tables[standard], objects
        )
    lines += _uses("Schemas of both", SCHEMA, {"Schema": dict.fromkeys(sorted(KNOWN))})
    return "\n".join(lines) + "\n"


def _uses(title: str, uses: Uses, objects: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", "| object | member | use | what becomes of it |", "|---|---|---|---|")
    for kind, members in objects.items():
        for member in members:
            use, words = use_of(uses, kind, member)
            yield f"| {kind} | `{member}` | {use.value} | {_cell(words)} |"


def _table(title: str, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    lines = [f"### {title[0].upper()}{title[1:]}", "", "| member | required | what |", "|---|---|---|"]
    required = schema.get("required", ())
    lines += [
        f"| `{name}` | {'yes' if name in required else ''} | {_cell(_said(member, defs))} |"
        for name, member in schema.get("properties", {}).items()
    ]
    if isinstance(schema.get("additionalProperties"), dict):
        lines += [f"| any code of a rule |  | {_cell(_said(schema['additionalProperties'], defs))} |"]
    return "\n".join([*lines, ""])


def _said(member: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "description" in member:
        return str(member["description"])
    if "$ref" in member:
        return _said(defs[member["$ref"].removeprefix("#/$defs/")], defs)
    if "additionalProperties" in member and isinstance(member["additionalProperties"], dict):
        return f"names to {_said(member['additionalProperties'], defs)}"
    return " or ".join(json.dumps(value) for value in member.get("enum", [])) or str(
        member.get("type", "anything")
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def pages(docs: Path) -> Iterator[tuple[Path, str]]:
    """Each page, and what it must be."""
    yield docs / "codes.md", codes_page()
    yield docs / "standards.md", standards_page()
    vocabulary = docs / "vocabulary.md"
    before, mark, _ = vocabulary.read_text("utf-8").partition(
        "<!-- printed from generator/specfold_generator/documents/vocabulary.schema.json -->\n"
    )
    yield vocabulary, f"{before}{mark}\n{vocabulary_tables()}"


def main() -> int:
    """Write the pages below docs/ of the working directory."""
    for file, text in pages(Path("docs")):
        file.write_text(text, "utf-8")
        sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
