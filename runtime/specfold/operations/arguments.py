"""The words that operators type."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from specfold.operations.lagging_readers import PATIENCE
from specfold.recovery.audit_report import SETTLED

_EXITS: Final = """exit codes: 0 nothing is held or wrong, or all is put right (in a dry run: would be);
1 keys are held, or something is wrong, still; 2 the command line or the stack is wrong, and nothing was done;
4 AWS could not be asked, or not to the end: what was written until then is right, and the same command may be
given again"""
_NAMES: Final = "held | repair | unpark | skip | replay | audit"


def parser(about: str | None) -> argparse.ArgumentParser:
    """Reads a command line; ends the process with 2 where it is wrong."""
    made = argparse.ArgumentParser(prog="specfold", description=about, epilog=_EXITS)
    commands = made.add_subparsers(dest="command", required=True, metavar=_NAMES)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, epilog=_EXITS, parents=[_everywhere()])

    command("held", "which keys stand still: reader, key, record, error, since when")
    _folding(command("repair", "fold a key again from the log, at every reader"))
    unpark = command("unpark", "let a key go on at one reader, once what stopped it is repaired")
    unpark.add_argument("reader", help='a view, a policy, or "ledger"')
    _folding(unpark)
    skip = command("skip", "have every reader pass over a record that will never read; recorded in the log")
    skip.add_argument("key", help="as `held` shows it: <aggregate>-<id>")
    skip.add_argument("record", help="the record that stops it, as `held` shows it: <epoch>/<shard>/<number>")
    skip.add_argument("--by", required=True, help="who decides; it is kept in the log")
    skip.add_argument("--reason", required=True, help="why; it is kept in the log")
    skip.add_argument("--dry-run", action="store_true", help="report what would change, and write nothing")
    _replaying(command("replay", "fold a view again from archive and stream, as of any time; writes nothing"))
    _auditing(command("audit", "compare streams with the archive, and the ledger's heads with both"))
    return made


def _everywhere() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--project", type=Path, default=Path(), help="holds generated/ and Pulumi.yaml")
    where = common.add_mutually_exclusive_group()
    where.add_argument("--stack", help="the Pulumi stack: on AWS, by the usual environment")
    where.add_argument("--endpoint", help="the embedded AWS, as `specfold up` prints it")
    common.add_argument("--service", default="", help="one service only")
    common.add_argument("--format", choices=("text", "json"), default="text", dest="form")
    return common


def _folding(command: argparse.ArgumentParser) -> None:
    command.add_argument("key", help="as `held` shows it: <aggregate>-<id>")
    command.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")


def _replaying(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("view", help="a view, as the specs name it")
    replay.add_argument("--key", default="", help="the row of one aggregate: <aggregate>-<id>")
    replay.add_argument("--as-of", type=_moment, help="a time with its offset: 2026-01-31T12:00:00Z")


def _auditing(audit: argparse.ArgumentParser) -> None:
    settled, late = SETTLED / timedelta(hours=1), PATIENCE.total_seconds()
    audit.add_argument("--hours", type=_hours, default=24.0, help="length of the window; 24")
    audit.add_argument("--settled", type=_hours, default=settled, help="hours since its end; 3")
    audit.add_argument("--write", action="store_true", help="write what is missing under repair/")
    audit.add_argument("--whole", action="store_true", help="follow every chain from its first record")
    audit.add_argument("--readers", action="store_true", help="compare views and policies with the ledger")
    audit.add_argument("--patience", type=_seconds, default=late, help="seconds a reader may be late; 60")


def _hours(text: str) -> float:
    return _within(text, 24 * 365)


def _seconds(text: str) -> float:
    return _within(text, 3600)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = datetime.min
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time with its offset: write 2026-01-31T12:00:00Z")
    return at


def _within(text: str, most: int) -> float:
    number = float(text)
    if not 0 <= number <= most:
        raise ValueError(text)
    return number
