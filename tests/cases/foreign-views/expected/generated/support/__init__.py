# Generated from specs/. Do not edit: change the spec, then generate again.
"""Support, version 1.0.0."""
