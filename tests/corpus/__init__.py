"""Real and hostile documents through the whole generator: `make corpus`. The documents stand elsewhere."""
