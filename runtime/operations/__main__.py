"""`python -m runtime.operations held | repair KEY | unpark READER KEY | replay VIEW | audit`: by hand.

Which stack is always said, by --stack or --endpoint: an operator must not mend one and mean another. On AWS
region, profile and endpoint come from the usual environment (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL).
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from runtime.audit.report import SETTLED
from runtime.aws.clients import Clients
from runtime.aws.held import stopped_keys
from runtime.deploy.emulated.endpoint import loopback
from runtime.deploy.emulated.errors import NotLoopback
from runtime.errors import Refused, Unavailable
from runtime.local.aws import environment
from runtime.operations import auditing, printing, replaying
from runtime.operations.behind import PATIENCE, Behind, behind
from runtime.operations.mending import at_reader, everywhere, mend
from runtime.operations.stack import LOCAL, Deployed, NoStack, deployed

WELL, NOT_WELL, USAGE, NOT_NOW = 0, 1, 2, 4
_EXITS: Final = """exit codes: 0 nothing is held or wrong, or all is put right (in a dry run: would be);
1 keys are held, or something is wrong, still; 2 the command line or the stack is wrong, and nothing was done;
4 AWS could not be asked, or not to the end: what was written until then is right, and the same command may be
given again"""


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--project", type=Path, default=Path(), help="holds generated/ and Pulumi.yaml")
    where = common.add_mutually_exclusive_group()
    where.add_argument("--stack", help="the Pulumi stack: on AWS, by the usual environment")
    where.add_argument("--endpoint", help="the embedded AWS, as `specfold up` prints it")
    common.add_argument("--service", default="", help="one service only")
    common.add_argument("--format", choices=("text", "json"), default="text", dest="form")
    folding = argparse.ArgumentParser(add_help=False)
    folding.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser = argparse.ArgumentParser(prog="specfold", description=__doc__, epilog=_EXITS)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="held | repair | unpark | replay | audit"
    )
    for name, text, more in (
        ("held", "which keys stand still: reader, key, record, error, since when", [common]),
        ("repair", "fold a key again from the log, at every reader", [common, folding]),
        ("unpark", "let a key go on at one reader, once what stopped it is mended", [common, folding]),
    ):
        command = commands.add_parser(name, help=text, description=text, epilog=_EXITS, parents=more)
        if name == "unpark":
            command.add_argument("reader", help='a view, a policy, or "ledger"')
        if name != "held":
            command.add_argument("key", help="as `held` shows it: <aggregate>-<id>")
    text = "fold a view again from archive and stream, as of any time; nothing is written"
    replay = commands.add_parser("replay", help=text, description=text, epilog=_EXITS, parents=[common])
    replay.add_argument("view", help="a view, as the specs name it")
    replay.add_argument("--key", default="", help="the row of one aggregate: <aggregate>-<id>")
    replay.add_argument("--as-of", type=_moment, help="a time with its offset: 2026-01-31T12:00:00Z")
    text = "compare streams with the archive, and the ledger's heads with both"
    audit = commands.add_parser("audit", help=text, description=text, epilog=_EXITS, parents=[common])
    settled = SETTLED / timedelta(hours=1)
    audit.add_argument("--hours", type=_hours, default=24.0, help="length of the window; 24")
    audit.add_argument(
        "--settled", type=_hours, default=settled, help="hours since its end; 3: Firehose tries"
    )
    audit.add_argument("--write", action="store_true", help="write what is missing under repair/")
    audit.add_argument("--whole", action="store_true", help="follow every chain from its first record")
    audit.add_argument("--readers", action="store_true", help="compare views and policies with the ledger")
    late = PATIENCE.total_seconds()
    audit.add_argument(
        "--patience", type=_seconds, default=late, help="seconds that a reader may be late; 60"
    )
    return parser


def _hours(text: str) -> float:
    return _within(text, 24 * 365)


def _seconds(text: str) -> float:
    return _within(text, 3600)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def _within(text: str, most: int) -> float:
    number = float(text)
    if not 0 <= number <= most:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; see there."""
    given = _parser().parse_args(arguments)
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
            del os.environ[name]  # whoever runs this may have credentials of a real account
        os.environ.update(environment(loopback(endpoint)))
        return LOCAL
    if not given.stack:
        raise NoStack("say where: --stack NAME on AWS, or --endpoint URL, as `specfold up` prints it")
    stack: str = given.stack
    return stack


def _held(found: Iterable[Deployed], form: str) -> int:
    client = Clients().dynamodb
    held = [
        (one.service.name, stopped)
        for one in found
        for stopped in stopped_keys(one.service, one.environment, client)
    ]
    _print([printing.held_json(held)] if form == "json" else printing.held_text(held))
    return NOT_WELL if held else WELL


def _replay(found: Sequence[Deployed], given: argparse.Namespace) -> int:
    again = replaying.replayed(found, given.view, given.key, given.as_of)
    as_json = given.form == "json"
    _print([json.dumps(replaying.json_of(again))] if as_json else replaying.text(again))
    return NOT_WELL if again.stopped else WELL


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
