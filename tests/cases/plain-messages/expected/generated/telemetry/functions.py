# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the telemetry service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.telemetry.channels import TAKE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"readings": "TELEMETRY_READINGS_STREAM"},
    streams={"readings": "telemetry-readings"},
    archive="ARCHIVE_BUCKET",
)

# Event source mapping: plain messages, one by one
take = functions.consumer(TAKE)

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"readings": ()})
