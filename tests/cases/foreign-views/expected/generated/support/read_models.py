# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""Read models of the support service: what a row holds."""

from __future__ import annotations

from specfold import Row


class Month(Row):
    """What closed in a region within a month.

    Spec: specs/openapi/support.yaml#/components/schemas/Month
    """

    region: str
    month: int
    deals: int
    tickets: int
