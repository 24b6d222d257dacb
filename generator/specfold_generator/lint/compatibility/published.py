"""specs/published/: every event schema ever released, as it was. What stands there may not change any more.

A file is a JSON Schema of its own; its `$id` is the `dataschema` of stored events. Delete one only where no
such event was ever stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Related
from specfold_generator.lint.compatibility.differences import changes
from specfold_generator.lint.compatibility.policies import FILE as POLICIES
from specfold_generator.lint.compatibility.policies import policies_text
from specfold_generator.model import ir
from specfold_generator.model.reachability import reached

FOLDER = "published"
RELEASED = "x-released"
LONGEST = 120  # characters of an event's name in a file name
Place = tuple[str, str, int]  # service, event, version
Row = tuple[Place, ir.Service, ir.Event, ir.EventVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One released schema."""

    place: Place
    path: str  # from the project root
    schema: Mapping[str, Any]


def read_published(root: Path, specs: str) -> tuple[list[Published], list[Diagnostic]]:
    """Every released schema; and a diagnostic for each file that is none."""
    found, wrong = [], []
    files = (root / specs / FOLDER).glob("*/*.json")
    for file in sorted(file for file in files if file.name != POLICIES):
        path = file.relative_to(root).as_posix()
        try:
            schema = json.loads(file.read_text("utf-8"))
            told = schema[RELEASED]
            place = (file.parent.name, str(told["event"]), int(told["version"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            message = "this is no schema that `specfold release` wrote"
            wrong.append(
                diagnose("SPF903", Location(path), message, help="take it from version control again")
            )
            continue
        found.append(Published(place=place, path=path, schema=schema))
    return found, wrong


def check_published(root: Path, specs: str, services: Iterable[ir.Service]) -> list[Diagnostic]:
    """Whether every released schema still stands in the specs as it was."""
    released, diagnostics = read_published(root, specs)
    current = {place: (service, event, version) for place, service, event, version in _versions(services)}
    for one in released:
        if one.place not in current:
            diagnostics.append(_gone(one, specs))
        else:
            diagnostics += _changed(one, *current[one.place])
    return diagnostics


def unreleased(root: Path, specs: str, services: Iterable[ir.Service]) -> dict[str, str]:
    """The schemas and the names of policies that are not released yet: texts by path from the root."""
    known = {one.place for one in read_published(root, specs)[0]}
    policies = {f"{specs}/{FOLDER}/{one.name}/{POLICIES}": policies_text(one) for one in services}
    changed = {path: text for path, text in policies.items() if text and text != _stored(root / path)}
    return changed | {
        f"{specs}/{FOLDER}/{place[0]}/{_file_name(event.name)}.v{version.number}.json": _text(
            service, event, version
        )
        for place, service, event, version in _versions(services)
        if place not in known
    }


def _stored(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _versions(services: Iterable[ir.Service]) -> Iterator[Row]:
    for service in services:
        for event in service.events:
            for version in event.versions:
                yield (service.name, event.name, version.number), service, event, version


def _gone(one: Published, specs: str) -> Diagnostic:
    service, event, version = one.place
    message = f"version {version} of {quoted(event)} was released and is no longer in the specs of {service}"
    help = (
        f"put the message back into {specs}/asyncapi/{service}.yaml, with `deprecated: true` if nothing "
        "writes it: stored events are read with it. Delete this file only if no such event was ever stored"
    )
    return diagnose("SPF902", Location(one.path), message, help=help)


def _changed(
    one: Published, service: ir.Service, event: ir.Event, version: ir.EventVersion
) -> Iterator[Diagnostic]:
    definitions = {key: shape.schema for key, shape in service.definitions.items()}
    following = event.latest.number + 1
    for change in changes(one.schema, version.shape.schema, definitions):
        home = service.definitions[change.definition] if change.definition else version.shape
        where = f"{quoted(change.pointer)}: " if change.pointer else ""
        message = f"version {version.number} of {quoted(event.name)} was released; {where}{change.what}"
        help = (
            f"take the change back, and make it in a new message: `x-event-sourcing: "
            f"{{event: {event.name}, version: {following}}}`, with an upcaster from version {following - 1}"
        )
        related = [Related(Location(one.path), "as it was released")]
        yield diagnose("SPF901", home.origin, message, help=help, related=related)


def _file_name(event: str) -> str:
    """A file name of any event's name; nothing of it reaches another folder."""
    name = quote(event, safe="")
    if len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST]}-{hashlib.sha256(event.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _text(service: ir.Service, event: ir.Event, version: ir.EventVersion) -> str:
    schema = version.shape.schema
    body = {"allOf": [schema]} if isinstance(schema, bool) else dict(schema)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{service.source}/schemas/{quote(event.name, safe='')}/{version.number}",
        RELEASED: {"event": event.name, "version": version.number},
        **body,
    }
    definitions = {key: shape.schema for key, shape in reached(service, body).items()}
    if definitions:
        document["$defs"] = definitions
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True) + "\n"
