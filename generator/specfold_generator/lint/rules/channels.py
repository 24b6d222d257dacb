"""Rules for channels: the log is kept long enough, and is nothing but a log."""

from __future__ import annotations

from collections.abc import Iterator

from specfold.model.shared.limits import RETENTION_HOURS

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir


def _retention(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for channel in service.channels:
        if channel.service == service.name and channel.kinesis and channel.retention_hours < RETENTION_HOURS:
            message = f"{quoted(channel.name)} keeps its events for {channel.retention_hours} hours"
            help = (
                f"write `retentionHours: {RETENTION_HOURS}`: the stream must outlast an outage of the archive"
            )
            yield hit(channel, message, help)


def _mixed(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    logs = {aggregate.channel for aggregate in service.aggregates}
    for channel in service.channels:
        if channel.service == service.name and channel.name in logs:
            plain = [e.name for e in service.events if e.name in channel.events and e.aggregate is None]
            if plain:
                message = (
                    f"{join_names(plain)} is no event of an aggregate, and {quoted(channel.name)} is a log"
                )
                yield hit(channel, message, "give it an aggregate, or a channel of its own")


RULES = (
    Rule("SPF561", "channels", _retention),
    Rule("SPF562", "channels", _mixed),
)
