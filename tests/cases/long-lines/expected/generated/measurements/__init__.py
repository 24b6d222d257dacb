# Generated from specs/. Do not edit: change the spec, then generate again.
"""Long Words, version 1.0.0."""
