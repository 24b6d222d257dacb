"""Which definitions of a service a schema needs."""

from __future__ import annotations

from specfold_generator.json_schema.references import keys_in
from specfold_generator.model import ir


def reached(service: ir.Service, schema: object) -> dict[str, ir.Shape]:
    """The definitions that a schema needs, and those that they need."""
    found: dict[str, ir.Shape] = {}
    queue = [schema]
    while queue:
        for key in sorted(keys_in(queue.pop())):
            if key not in found and key in service.definitions:
                found[key] = service.definitions[key]
                queue.append(found[key].schema)
    return found
