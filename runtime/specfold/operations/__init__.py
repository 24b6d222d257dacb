"""What an operator does to a running service: see which keys are held, repair them, let them go on.

    held        which keys stand still, at which reader, since when and why
    repair      one key, at every reader, folded again from the log
    unpark      one key at one reader, once what stopped it is repaired
    skip        a record that will never read, at every reader; the decision is recorded in the log
    audit       the archive compared with the streams, and the ledger's heads with both; repaired with --write

`python -m specfold.operations` is the entry; `specfold held`, `repair` and so on become it.
"""
