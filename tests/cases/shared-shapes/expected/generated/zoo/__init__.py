# Generated from specs/. Do not edit: change the spec, then generate again.
"""Zoo, version 1.0.0."""
