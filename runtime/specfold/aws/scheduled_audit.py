"""The audits that a function makes by the clock, and what it says of them.

EventBridge invokes it without a word of ours; a person may say more:

    {"hours": 48, "settledHours": 3, "write": false, "whole": true}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from specfold.aws.auditor import Auditor, cursors
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.environment import Environment, Variables, epoch_of, variable
from specfold.aws.log_store import KinesisSource
from specfold.eventlog.cursor import Cursor, Status
from specfold.model.errors import Refused
from specfold.recovery.audit_report import SETTLED, Report
from specfold.telemetry.signals import signal

HOURS: Final = 3.0  # of the window; more than the time between two audits, so that one may fail


class Audits:
    """The audits of one service's streams. `channels`: the aggregates that are recorded in each."""

    def __init__(self, environment: Environment, channels: Mapping[str, Sequence[str]]) -> None:
        self._environment, self._channels = environment, channels
        self._clients, self._clock = Clients(), SystemClock()
        self._streams = Variables(environment.channels, "the stream of channel")

    def handle(self, event: Mapping[str, Any], _context: Any) -> Any:
        """Audit the streams; the facts of each report, by channel.

        Raises:
            Refused: what was asked for does not read.
            DamagedLine, Unavailable: see `Auditor.run`. Streams audited before are audited, and told.
        """
        until = self._clock.now() - _hours(event, "settledHours", SETTLED / timedelta(hours=1))
        since = until - _hours(event, "hours", HOURS)
        write, whole = event.get("write", True) is True, event.get("whole", False) is True
        answer = {}
        for channel in self._channels:
            report = self.auditor(channel).run(since, until, write=write, whole=whole)
            tell(channel, report)
            answer[channel] = report.facts
        return answer

    def auditor(self, channel: str) -> Auditor:
        """What audits one channel's stream, and the heads of its aggregates."""
        stream, aggregates = self._streams[channel], self._channels[channel]
        return Auditor(
            client=self._clients.s3,
            bucket=variable(self._environment.archive, "the bucket of the archive"),
            stream=self._environment.streams[channel],
            source=KinesisSource(self._clients.kinesis, stream, epoch_of(stream), self._clock),
            cursors=lambda: self._cursors(aggregates),
        )

    def _cursors(self, aggregates: Sequence[str]) -> Mapping[str, Cursor]:
        if not aggregates:
            return {}
        table = variable(self._environment.ledger, "the table of the ledger")
        found = cursors(self._clients.dynamodb, table, aggregates)
        still = sum(cursor.status is not Status.OK for cursor in found.values())
        if still:  # a reader tells it with the key's next record, which may never come
            signal("standing", reader="ledger", count=still)
        return found


def tell(channel: str, report: Report) -> None:
    """Signal what an audit gave: metrics count it, and alarms watch them."""
    if report.missing:
        signal("AuditMissing", channel=channel, count=report.missing, written=len(report.written))
    if report.departed:
        signal("HeadMismatch", channel=channel, count=len(report.departed))
        for departure in report.departed[:100]:
            signal("defect", reader="audit", channel=channel, key=departure.key, error=departure.why)
    if report.changed or report.strange:
        what = f"{report.changed} changed and {report.strange} strange in the archive"
        signal("defect", reader="audit", channel=channel, error=what)
    signal("audited", channel=channel, records=report.expected)


def _hours(event: Mapping[str, Any], name: str, otherwise: float) -> timedelta:
    hours = event.get(name, otherwise)
    if not isinstance(hours, int | float) or not 0 <= hours <= 24 * 365:
        raise Refused(f"{name} is a number of hours")
    return timedelta(hours=hours)
