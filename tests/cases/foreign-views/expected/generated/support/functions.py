# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the support service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.support.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"deals": "SUPPORT_DEALS_STREAM", "sales.deals": "SALES_DEALS_STREAM"},
    streams={"deals": "support-deals", "sales.deals": "sales-deals"},
    rows={"Month": "SUPPORT_MONTH_TABLE"},
    cursors={"Month": "SUPPORT_MONTH_CURSORS_TABLE"},
    ledger="SUPPORT_LEDGER_TABLE",
    policies="SUPPORT_POLICY_CURSORS_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="SUPPORT_REPAIR_FUNCTION",
)

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)

# Event source mapping: the ledger of this channel's aggregates, then their views
deals_reader = functions.reader(SERVICE, ENVIRONMENT, "deals")

# Event source mapping: the ledger of this channel's aggregates, then their views
sales_deals_reader = functions.reader(SERVICE, ENVIRONMENT, "sales.deals")

# Event source mapping of its own
on_deal_closed = functions.policy(SERVICE, ENVIRONMENT, "onDealWon")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"deals": ("Ticket",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
