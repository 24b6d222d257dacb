# Generated from specs/. Do not edit: change the spec, then generate again.
"""Payments, version 1.1.0.

What happens to the money for an order.
"""
