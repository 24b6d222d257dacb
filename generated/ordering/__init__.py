# Generated from specs/. Do not edit: change the spec, then generate again.
"""Ordering, version 1.4.0.

What happens to an order, from the moment a customer places it.
"""
