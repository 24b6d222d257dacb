"""`python -m specfold.operations held | repair KEY | unpark READER KEY | skip KEY RECORD | …`: by hand.

Which stack is always said, by --stack or --endpoint: an operator must not repair one and mean another. On AWS
region, profile and endpoint come from the usual environment (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL).
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta

from specfold.aws.clients import Clients
from specfold.aws.stopped_keys import stopped_keys
from specfold.deploy.emulated.endpoint import loopback
from specfold.deploy.emulated.errors import NotLoopback
from specfold.eventlog.skips import Why
from specfold.local.aws import environment
from specfold.model.errors import Refused, Unavailable
from specfold.operations import auditing, blocked, printing, replaying, skipping
from specfold.operations.arguments import parser
from specfold.operations.lagging_readers import Behind, behind
from specfold.operations.repairing import at_reader, everywhere, mend
from specfold.operations.stack import LOCAL, Deployed, NoStack, deployed

WELL, NOT_WELL, USAGE, NOT_NOW = 0, 1, 2, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; see there."""
    given = parser(__doc__).parse_args(arguments)
    if any("\ud800" <= character <= "\udfff" for text in _texts(given) for character in text):
        sys.stderr.write(f"specfold {given.command}: a word of the command line is not Unicode text\n")
        return USAGE
    quiet = logging.getLogger("runtime")  # its signals are for the service's own log; here the result is told
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    try:
        return _run(given)
    except (NoStack, NotLoopback) as problem:
        sys.stderr.write(f"specfold {given.command}: {printing.plain(problem)}\n")
        return USAGE
    except (Unavailable, Refused) as problem:
        sys.stderr.write(f"specfold {given.command}: not now: {printing.plain(problem)}\n")
        return NOT_NOW


def _texts(given: argparse.Namespace) -> Iterable[str]:
    return (value for value in vars(given).values() if isinstance(value, str))


def _run(given: argparse.Namespace) -> int:
    if given.command == "audit":
        return _audit(given)
    found = [one for one in deployed(given.project, _stack(given)) if given.service in ("", one.service.name)]
    if not found:
        raise NoStack(f"no service {given.service!r} here reads a log")
    if given.command == "held":
        return _held(found, given.form)
    if given.command == "replay":
        return _replay(found, given)
    if given.command == "skip":
        return _skip(found, given)
    if given.command == "unpark":
        targets = [at_reader(found, given.reader, given.key)]
    else:
        targets = everywhere(found, given.key)
    done = [one for target in targets for one in mend(target, rehearsal=given.dry_run)]
    if given.form == "json":
        _print([printing.mended_json(done, rehearsal=given.dry_run)])
    else:
        _print(printing.mended_text(done, rehearsal=given.dry_run))
    return WELL if all(one.result in ("ok", "goes on") for one in done) else NOT_WELL


def _stack(given: argparse.Namespace) -> str:
    """The stack's name; this process's environment leads there, and nowhere else."""
    endpoint = given.endpoint or (None if given.stack else os.environ.get("AWS_ENDPOINT_URL"))
    if endpoint:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]  # anyone who runs this may have credentials of a real account
        os.environ.update(environment(loopback(endpoint)))
        return LOCAL
    if not given.stack:
        raise NoStack("say where: --stack NAME on AWS, or --endpoint URL, as `specfold up` prints it")
    stack: str = given.stack
    return stack


def _held(found: Sequence[Deployed], form: str) -> int:
    client = Clients().dynamodb
    problems: list[Unavailable] = []
    held = [
        (one.service.name, stopped)
        for one in found
        for stopped in stopped_keys(one.service, one.environment, client, problems.append)
    ]
    refused = blocked.refused(found)
    unread = sorted({str(problem) for problem in problems})
    shown = printing.held_json if form == "json" else printing.held_text
    lines = shown(held, refused, unread)
    _print([lines] if isinstance(lines, str) else lines)
    if held or any(one.blocked for one in refused):
        return NOT_WELL
    return NOT_NOW if refused or unread else WELL


def _replay(found: Sequence[Deployed], given: argparse.Namespace) -> int:
    again = replaying.replayed(found, given.view, given.key, given.as_of)
    as_json = given.form == "json"
    _print([json.dumps(replaying.json_of(again))] if as_json else replaying.text(again))
    return NOT_WELL if again.stopped else WELL


def _skip(found: Sequence[Deployed], given: argparse.Namespace) -> int:
    why = Why(by=given.by, reason=given.reason)
    one = skipping.skipped(found, given.key, given.record, why, rehearsal=given.dry_run)
    if given.form == "json":
        _print([json.dumps(skipping.json_of(one, rehearsal=given.dry_run), indent=2)])
    else:
        _print(skipping.text(one, rehearsal=given.dry_run))
    return WELL if one.well else NOT_WELL


def _audit(given: argparse.Namespace) -> int:
    event = {"hours": given.hours, "settledHours": given.settled, "write": given.write, "whole": given.whole}
    stack = _stack(given)
    found = auditing.audited(given.project, stack, given.service, event)
    late = _behind(given, stack) if given.readers else []
    _print(
        [json.dumps(auditing.json_of(found, late))] if given.form == "json" else auditing.text(found, late)
    )
    return NOT_WELL if late or not all(facts["right"] for _, _, facts in found) else WELL


def _behind(given: argparse.Namespace, stack: str) -> list[Behind]:
    """Of all services, as one reads the stream of another; those of the one that is asked for."""
    found = behind(deployed(given.project, stack), timedelta(seconds=given.patience))
    return [one for one in found if given.service in ("", one.service)]


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
