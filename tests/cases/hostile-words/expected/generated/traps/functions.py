# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the traps service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.traps.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"import os": "TRAPS_IMPORT_OS_STREAM"},
    streams={"import os": "traps-import-os"},
    rows={"Row": "TRAPS_ROW_TABLE"},
    ledger="TRAPS_LEDGER_TABLE",
    policies="TRAPS_POLICY_CURSORS_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="TRAPS_REPAIR_FUNCTION",
)

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)

# Event source mapping: the ledger of this channel's aggregates, then their views
import_os_reader = functions.reader(SERVICE, ENVIRONMENT, "import os")

# Event source mapping of its own
policy = functions.policy(SERVICE, ENVIRONMENT, "Policy")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"import os": ("Event",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
