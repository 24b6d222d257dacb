# Generated from specs/. Do not edit: change the spec, then generate again.
"""Swagger Petstore, version 1.0.0."""
