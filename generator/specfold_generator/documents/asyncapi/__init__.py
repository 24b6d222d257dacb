"""AsyncAPI 2.6, 3.0 and 3.1 -> one form for all of them, still without shapes."""
