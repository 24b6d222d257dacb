# Generated from specs/. Do not edit: change the spec, then generate again.
"""Streetlights API, version 1.0.0.

The Smartylighting Streetlights API.
"""
