# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the petstore service are made of."""

from __future__ import annotations

from runtime import Value


class Pet(Value):
    """Spec: specs/openapi/petstore.yaml#/components/schemas/Pet"""

    id: int
    name: str
    tag: str | None = None
