# Generated from specs/. Do not edit: change the spec, then generate again.
"""Sales, version 1.0.0."""
