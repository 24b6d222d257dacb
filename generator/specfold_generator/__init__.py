"""Specs -> text. Knows nothing of this or that service; begin at `pipeline`."""
