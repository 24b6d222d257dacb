# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the ordering service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.ordering.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"orders": "ORDERING_ORDERS_STREAM", "payments": "PAYMENTS_PAYMENTS_STREAM"},
    streams={"orders": "ordering-orders", "payments": "payments-payments"},
    rows={"CustomerTotals": "ORDERING_CUSTOMER_TOTALS_TABLE", "OrderSummary": "ORDERING_ORDER_SUMMARY_TABLE"},
    cursors={"CustomerTotals": "ORDERING_CUSTOMER_TOTALS_CURSORS_TABLE"},
    ledger="ORDERING_LEDGER_TABLE",
    policies="ORDERING_POLICY_CURSORS_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="ORDERING_REPAIR_FUNCTION",
)

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)

# Event source mapping: the ledger of this channel's aggregates, then their views
orders_reader = functions.reader(SERVICE, ENVIRONMENT, "orders")

# Event source mapping of its own
on_payment_captured = functions.policy(SERVICE, ENVIRONMENT, "onPaymentCaptured")

# Event source mapping of its own
on_payment_declined = functions.policy(SERVICE, ENVIRONMENT, "onPaymentDeclined")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"orders": ("Order",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
