"""Names of what a service needs of the cloud."""

from __future__ import annotations

import re

from specfold_generator.python.names import constant_name, module_name

# Prefixes that Lambda, Python and the loader keep to themselves.
_KEPT = re.compile(r"(?:AWS|LAMBDA|LD|DYLD|PULUMI)_|PYTHON")


def logical(*parts: str) -> str:
    """A logical name: lower-case words joined by hyphens, "ordering-order-summary"."""
    words = re.findall(r"[a-z0-9]+", "_".join(module_name(part) for part in parts))
    return "-".join(words)


def variable(*parts: str) -> str:
    """A name for an environment variable: "ORDER_SUMMARY_TABLE"."""
    made = "_".join(constant_name(part).strip("_") for part in parts)
    return f"SERVICE_{made}" if _KEPT.match(made) else made
