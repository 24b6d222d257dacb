# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the devices service promises, and tests that see whether it keeps it."""

from __future__ import annotations

from pathlib import Path

from specfold import Schemas
from specfold.testing.contract import Bodies

SCHEMAS = Schemas(Path(__file__).parents[1] / "schemas.json")
BODIES = Bodies(SCHEMAS)
