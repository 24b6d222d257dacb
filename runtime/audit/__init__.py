"""The auditor: does the archive hold what the stream held, and does the ledger stand on it?

Firehose gives a batch up after its last try, and an object can be lost. The stream still has the records, for
as long as its retention: so a closed window of it is read once more, its identities are compared with the
archive, and the lines that are missing are written under `repair/`. What the stream has lost too is found by
the ledger's heads alone: a last commit leaves no gap behind. That is reported, and never guessed.

The core of the runtime does not know of it. What it reads and writes on AWS stands in `runtime.aws.audit`.
"""
