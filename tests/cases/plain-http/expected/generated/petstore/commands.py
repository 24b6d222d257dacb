# Generated from specs/openapi/petstore.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the petstore service, and why it may be refused."""

from __future__ import annotations

from generated.petstore.values import Pet
from runtime import Command


class CreatePets(Command):
    """Create a pet. POST /pets

    Spec: specs/openapi/petstore.yaml#/paths/~1pets/post
    """

    body: Pet
