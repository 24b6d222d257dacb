"""Alarms on what functions say of themselves: metrics of `specfold.telemetry.signals`, by function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from specfold.deploy.alarm_rules import Rule

NEWER: Final = Rule(
    name="newer",
    namespace="Specfold",
    metric="NewerEvents",
    threshold=0,
    page=True,
    meaning="Events are newer than the code that reads them: deploy the newer code, and the keys resume.",
)

STOPS: Final = (
    NEWER,
    Rule(
        name="held",
        namespace="Specfold",
        metric="HeldKeys",
        threshold=0,
        page=True,
        meaning="Keys stand still at a reader: its input has a gap, or a handler raised.",
    ),
    Rule(
        name="suspect",
        namespace="Specfold",
        metric="Suspect",
        threshold=0,
        page=True,
        meaning="A record of another shard came late, and is not known as accepted.",
    ),
)

BLOCKED: Final = (
    Rule(
        name="blocked",
        namespace="Specfold",
        metric="Blocked",
        threshold=0,
        period_seconds=60,
        page=True,
        meaning="AWS refuses all that this function does: a table, a permission, a KMS key or a quota.",
    ),
)

DEFECTS: Final = (
    Rule(
        name="defect",
        namespace="Specfold",
        metric="Defects",
        threshold=0,
        page=True,
        meaning="A repair could not repair a key, or a message does not read.",
    ),
)

PROJECTION: Final = (
    Rule(
        name="malformed",
        namespace="Specfold",
        metric="MalformedCommits",
        threshold=0,
        page=True,
        meaning="Somebody writes to the log what is no commit.",
    ),
    Rule(
        name="void",
        namespace="Specfold",
        metric="VoidRate",
        statistic="Average",
        threshold=50,
        periods=3,
        meaning="Of two commits more than one loses its race: too many write one aggregate.",
    ),
    Rule(
        name="visible-late",
        namespace="Specfold",
        metric="ProjectionLag",
        statistic="p99",
        threshold=60_000,
        periods=2,
        meaning="What is written shows more than a minute later.",
    ),
)

REACTION: Final = (
    Rule(
        name="reacts-late",
        namespace="Specfold",
        metric="ReactionLag",
        statistic="p99",
        threshold=60_000,
        periods=2,
        meaning="A policy's commands come more than a minute after the event.",
    ),
)

DECISION: Final = (
    Rule(
        name="verdict-late",
        namespace="Specfold",
        metric="CommitWait",
        statistic="p99",
        threshold=5_000,
        periods=3,
        meaning="One client in a hundred waits more than five seconds for its verdict.",
    ),
    Rule(
        name="failures",
        namespace="Specfold",
        metric="Failures",
        threshold=0,
        meaning="Requests failed by a fault of ours, or as a store or stream was not there.",
    ),
)

AUDIT: Final = (
    Rule(
        name="held",
        namespace="Specfold",
        metric="HeldKeys",
        threshold=0,
        period_seconds=7_200,  # audits come hourly: it rings as long as a key is held
        page=True,
        meaning="Aggregates are held or parked in the ledger: no command is taken for them.",
    ),
    Rule(
        name="missing",
        namespace="Specfold",
        metric="AuditMissing",
        threshold=0,
        meaning="The archive lacked records. The auditor wrote them under repair/; find out why.",
    ),
    Rule(
        name="mismatch",
        namespace="Specfold",
        metric="HeadMismatch",
        threshold=0,
        page=True,
        meaning="The ledger stands on a commit that neither the archive nor the stream holds.",
    ),
    Rule(
        name="disagrees",
        namespace="Specfold",
        metric="Defects",
        threshold=0,
        page=True,
        meaning="The archive holds what the stream did not.",
    ),
)

SIGNALS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "reader": (*STOPS, *BLOCKED, *PROJECTION),
    "policy": (*STOPS, *BLOCKED, *REACTION),
    "consumer": DEFECTS,
    "repair": (NEWER, *DEFECTS),
    "api": DECISION,
    "audit": AUDIT,
}
"""By what a function is for. A test has each of them measured by a function of that purpose."""
