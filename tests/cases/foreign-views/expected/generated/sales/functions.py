# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the sales service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.sales.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"deals": "SALES_DEALS_STREAM"},
    streams={"deals": "sales-deals"},
    ledger="SALES_LEDGER_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="SALES_REPAIR_FUNCTION",
)

# Event source mapping: the ledger of this channel's aggregates, then their views
deals_reader = functions.reader(SERVICE, ENVIRONMENT, "deals")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"deals": ("Deal",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
