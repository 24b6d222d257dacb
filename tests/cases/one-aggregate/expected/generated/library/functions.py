# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the library service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.library.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={"books": "LIBRARY_BOOKS_STREAM"},
    streams={"books": "library-books"},
    rows={"Loan": "LIBRARY_LOAN_TABLE"},
    ledger="LIBRARY_LEDGER_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="LIBRARY_REPAIR_FUNCTION",
)

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)

# Event source mapping: the ledger of this channel's aggregates, then their views
books_reader = functions.reader(SERVICE, ENVIRONMENT, "books")

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"books": ("Book",)})

# Folds one key again, from the archive and the stream
repair = functions.repair(SERVICE, ENVIRONMENT)
