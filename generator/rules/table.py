"""Every rule."""

from __future__ import annotations

from generator.rules import channels, commands, events, policies, privacy, projections, queries
from generator.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *events.RULES,
    *commands.RULES,
    *queries.RULES,
    *projections.RULES,
    *privacy.RULES,
    *policies.RULES,
    *channels.RULES,
)
