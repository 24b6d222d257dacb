# Generated from specs/. Do not edit: change the spec, then generate again.
"""Gate, version 1.0.0."""
