"""What a team lead would say about specs that are right, but not yet good: rules over the model alone.

Each module has a RULES table; `table` joins them, `checking` runs them, `silence` leaves out what was
silenced. What a rule means, and how much it matters, stands in the table of codes under its id.
"""
