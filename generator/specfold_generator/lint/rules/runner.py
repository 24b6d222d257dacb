"""Every rule over every service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specfold_generator.lint.rules.rule import Found, found
from specfold_generator.lint.rules.table import RULES
from specfold_generator.model import ir


def check_rules(services: Iterable[ir.Service]) -> Iterator[Found]:
    """What the rules find, in the order of services and rules."""
    by_name = {service.name: service for service in services}
    for service in by_name.values():
        for rule in RULES:
            yield from found(rule, service, by_name)
