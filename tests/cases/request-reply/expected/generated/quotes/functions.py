# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the quotes service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.quotes.channels import ON_CHECK

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"checks": "QUOTES_CHECKS_STREAM", "results": "QUOTES_RESULTS_STREAM"},
    streams={"checks": "quotes-checks", "results": "quotes-results"},
    archive="ARCHIVE_BUCKET",
)

# Event source mapping: plain messages, one by one
on_check = functions.consumer(ON_CHECK, ENVIRONMENT, "results")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"checks": (), "results": ()})
