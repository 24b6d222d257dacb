# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the payments service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.payments.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"payments": "PAYMENTS_PAYMENTS_STREAM", "orders": "ORDERING_ORDERS_STREAM"},
    streams={"payments": "payments-payments", "orders": "ordering-orders"},
    rows={"PaymentStatus": "PAYMENTS_PAYMENT_STATUS_TABLE"},
    ledger="PAYMENTS_LEDGER_TABLE",
    policies="PAYMENTS_POLICY_CURSORS_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="PAYMENTS_REPAIR_FUNCTION",
)

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)

# Event source mapping: the ledger of this channel's aggregates, then their views
payments_reader = functions.reader(SERVICE, ENVIRONMENT, "payments")

# Event source mapping of its own
on_order_placed = functions.policy(SERVICE, ENVIRONMENT, "onOrderPlaced")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"payments": ("Payment",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
