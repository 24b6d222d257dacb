"""Every value of every case before every door: agreement, or a disagreement and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.json_schema.doors import Channels, Door, Verdict, doors
from tests.json_schema.official import Case, Test
from tests.json_schema.projects import Made, service

# Readings that differ from the suite's by design.
REASONS: Mapping[str, str] = {
    "remote": "a reference to another host is refused when specs are read (SPF203, SPF204); "
    "nothing is ever fetched",
    "format": "formats are enforced; to the suite they are annotations, unless a dialect says otherwise",
    "object": "a schema with `properties` and no `type` means an object (noted as SPF650); "
    "to the suite, values of other kinds are valid too",
    "empty enum": "`enum: []` is ignored with a warning (SPF348): its author has not filled it in yet",
    "dialect": "a dialect of one's own is read as 2020-12, with a warning (SPF362)",
    "leap second": "Python's types of times end at `:59`, so a class refuses `:60`",
    "content": "`contentEncoding` and `contentMediaType` are annotations, as 2020-12 has them",
}
_REMOTE = frozenset(("SPF203", "SPF204"))


@dataclass(frozen=True)
class Result:
    """One value before one door. `reason`: a key of REASONS, "" if the door agrees, "?" if none fits."""

    case: Case
    test: Test
    door: str
    reason: str = ""
    said: str = ""


def judge(made: Made, cases: Sequence[Case]) -> Iterator[Result]:
    """What the doors of each draft's service make of the cases."""
    for draft in dict.fromkeys(case.draft for case in cases):
        channels = Channels(service(draft))
        for name, door in doors(service(draft), channels).items():
            for case in cases:
                if case.draft == draft:
                    yield from _case(made, case, name, door, channels)


def _case(made: Made, case: Case, name: str, door: Door, channels: Channels) -> Iterator[Result]:
    refused = made.refused.get((case.draft, case.name))
    for test in case.tests:
        if name == "publisher" and not test.valid:
            continue  # nobody can make an event of it: what is asked is whether all that is valid can be sent
        if refused is not None:
            codes = {found.code for found in refused}
            told = "; ".join(f"{found.code} {found.message}" for found in refused)
            yield Result(case, test, name, "remote" if codes <= _REMOTE else "?", told)
            continue
        verdict = door(case, test.value)
        if verdict.taken == test.valid and not verdict.broken:
            yield Result(case, test, name)
        else:
            reason = "?" if verdict.broken else _reason(made, case, test, channels)
            yield Result(case, test, name, reason, verdict.why)


def _reason(made: Made, case: Case, test: Test, channels: Channels) -> str:
    """Why a door disagrees, by what was told and by who refuses; never by the case's name alone."""
    told = {found.code for found in made.told.get((case.draft, case.name), ())}
    if test.valid:
        if "SPF362" in told:
            return "dialect"
        if not channels.edge_alone(case, test.value):
            return "format" if _is_format_alone(case.schema) else "?"
        kinds = channels.class_alone(case, test.value)
        if kinds <= {"datetime_type", "time_type"} and ":60" in str(test.value):
            return "leap second"
        return "object" if kinds == {"model_type"} and "SPF650" in told else "?"
    if "SPF348" in told and isinstance(case.schema, dict) and case.schema.get("enum") == []:
        return "empty enum"
    content = isinstance(case.schema, dict) and case.schema.keys() & {"contentEncoding", "contentMediaType"}
    return "content" if content else "?"


def _is_format_alone(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.keys() <= {"$schema", "format"}


__all__ = ["REASONS", "Result", "Verdict", "judge"]
