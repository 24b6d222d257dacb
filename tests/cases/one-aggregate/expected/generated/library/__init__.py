# Generated from specs/. Do not edit: change the spec, then generate again.
"""Library, version 3.0.0."""
