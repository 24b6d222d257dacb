"""A customer's journey through ordering and payments: `make demo`."""
