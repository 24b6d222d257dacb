"""Channels as the model has them: who publishes, who consumes, and on which stream."""

from __future__ import annotations

from collections.abc import Iterable

from generator import ir
from generator.asyncapi.model import ChannelEntry
from generator.findings import Findings
from generator.services.catalogue import Group
from generator.vocabulary import read_extension

RETENTION = 168  # hours: seven days, the window in which the archive can be repaired


def channel(
    entry: ChannelEntry,
    service: str,
    events: Iterable[Group],
    *,
    log: bool,
    publishes: bool,
    consumes: bool,
    findings: Findings,
) -> ir.Channel:
    """The channel of an entry. `log`: whether an aggregate's events go to it."""
    at = entry.view.find("x-kinesis")
    told = read_extension(findings, at, "kinesis") or {}
    shards = told.get("shards")
    if at is not None and shards is not None and told.get("mode") == "on-demand":
        message = "a stream that is on-demand has no number of shards"
        findings.add("SPF404", at.child("shards").span, message, mend="leave out `mode`, or `shards`")
    if at is not None and shards is None and told.get("mode") == "provisioned":
        message = "a provisioned stream needs a number of shards"
        findings.add("SPF404", at.child("mode").span, message, mend="write `shards: 1` beside it")
    return ir.Channel(
        name=entry.name,
        doc=entry.doc,
        origin=entry.view.span,
        pointer=entry.view.at.uri,
        service=service,
        address=entry.address,
        events=tuple(dict.fromkeys(group.name for group in events)),
        parameters=entry.parameters,
        kinesis=log or at is not None or entry.kinesis_server,
        retention_hours=int(told.get("retentionHours", RETENTION)),
        shards=shards,
        publishes=publishes or log,
        consumes=consumes,
    )
