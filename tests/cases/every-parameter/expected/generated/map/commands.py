# Generated from specs/openapi/map.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the map service, and why it may be refused."""

from __future__ import annotations

from specfold import Command


class Copy(Command, extra="allow"):
    """COPY /search

    Spec: specs/openapi/map.yaml#/paths/~1search/additionalOperations/COPY
    """
