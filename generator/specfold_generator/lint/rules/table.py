"""Every rule."""

from __future__ import annotations

from specfold_generator.lint.rules import (
    alternatives,
    channels,
    commands,
    events,
    keys,
    policies,
    privacy,
    projections,
    queries,
    refusals,
    routes,
)
from specfold_generator.lint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *events.RULES,
    *commands.RULES,
    *queries.RULES,
    *projections.RULES,
    *keys.RULES,
    *privacy.RULES,
    *policies.RULES,
    *channels.RULES,
    *routes.RULES,
    *alternatives.RULES,
    *refusals.RULES,
)
