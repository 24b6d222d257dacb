# Generated from specs/. Do not edit: change the spec, then generate again.
"""Library, version 1.0."""
