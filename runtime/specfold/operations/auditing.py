"""An audit by hand: the deployed auditor's own work, in this process, without Lambda's fifteen minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from specfold.aws.functions import FunctionFailed
from specfold.model.errors import Unavailable
from specfold.operations.lagging_readers import Behind
from specfold.operations.printing import plain
from specfold.operations.stack import NoStack, module, taken_over

Audited = tuple[str, str, Mapping[str, Any]]  # service, channel, facts of the report
_COUNTS = {
    "expected": "records in the window",
    "missing": "missing in the archive",
    "changed": "changed in the archive",
    "strange": "strange to the stream",
}


def audited(project: Path, stack: str, service: str, event: Mapping[str, Any]) -> list[Audited]:
    """Audit every stream of a service, or of all services where none is named.

    Raises:
        NoStack: there is no such service, or it is not deployed in this stack.
        Unavailable: AWS could not be asked, or not to the end; or an object of the archive does not read.
    """
    found: list[Audited] = []
    for package, topology in taken_over(project, stack, "audit"):
        if service not in ("", topology.service):
            continue
        try:
            reports = module(package, "functions").audit(event, None)
        except FunctionFailed as problem:
            raise Unavailable(str(problem)) from problem
        found += [(topology.service, channel, facts) for channel, facts in reports.items()]
    if not found:
        raise NoStack(f"no service {service!r} here has a log" if service else "no service here has a log")
    return found


def text(found: Sequence[Audited], late: Sequence[Behind] = ()) -> Iterator[str]:
    """As people read it."""
    for service, channel, facts in found:
        yield f"{service} {channel}: {'right' if facts['right'] else 'not right'}"
        for name, label in _COUNTS.items():
            yield f"  {label:<24}{facts[name]:>10,}"
        yield f"  {'heads without a record':<24}{len(facts['departed']):>10,}"
        yield f"  {'objects written':<24}{len(facts['written']):>10,}"
        for departure in facts["departed"]:
            yield f"  {departure['key']}: {_why(departure)}"
        yield from (f"  {name}" for name in facts["written"])
    for one in late:
        where = one.reason or f"at version {one.found.version}, the ledger is at {one.ledger.version}"
        yield plain(f"{one.service} {one.reader} {one.key}: {where}: `repair KEY --dry-run`, then without")


def _why(departure: Mapping[str, Any]) -> str:
    head, records = departure["ledger"], departure["found"]["version"]
    if departure["why"] == "gap":
        return f"a commit before the last is in no record; the records end at version {records}"
    return f"the ledger is at version {head['version']}, the records end at {records}"


def json_of(found: Sequence[Audited], late: Sequence[Behind] = ()) -> dict[str, Any]:
    """As programs read it."""
    audits = [{"service": one, "channel": channel, **facts} for one, channel, facts in found]
    return {"audits": audits, "behind": msgspec.to_builtins(late)}
