"""JSON Schemas of every dialect -> shapes of one dialect, with references inside the service only."""
