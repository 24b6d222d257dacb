"""The runbook knows every alarm that may ring, and every metric by its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from specfold.aws.refusals import REFUSALS
from specfold.deploy import alarm_rules
from specfold.deploy.signal_rules import SIGNALS
from specfold.telemetry.signals import METRICS

TEXT = (Path(__file__).parents[2] / "docs/operations.md").read_text("utf-8")
RULES = {
    "stream": alarm_rules.STREAM,
    "delivery": alarm_rules.DELIVERY,
    "function": alarm_rules.FUNCTION,
    "reader": alarm_rules.READER,
    "mapping": alarm_rules.MAPPING,
    "table": alarm_rules.TABLE,
    "http": alarm_rules.API,
    "audit": (*alarm_rules.CLOCK, *SIGNALS["audit"]),
    "signal": tuple(rule for purpose, rules in SIGNALS.items() if purpose != "audit" for rule in rules),
}


@pytest.mark.parametrize("kind", RULES)
def test_every_alarm_is_told_with_what_to_do(kind: str) -> None:
    rows = [row for row in TEXT.splitlines() if row.startswith(f"| {kind} `")]
    told = {
        name: "(page)" in row for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row.split("|")[1])
    }
    assert told == {rule.name: rule.page for rule in RULES[kind]}


def test_every_metric_is_told_with_its_unit() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", TEXT, re.MULTILINE))
    assert told == METRICS


def test_every_refusal_is_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs/refusals.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| \[[\w.]+\]\((\S+)\) \|$", page, re.MULTILINE)
    assert sorted(rows) == sorted((one.code, one.scope.value, one.source) for one in REFUSALS.values())
