# Generated from specs/openapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the zoo service, and why it may be refused."""

from __future__ import annotations

from specfold import Command

from generated.zoo.values import Animal, Node


class TakeIn(Command):
    """POST /animals

    Spec: specs/shared/paths.yaml#/animals/post
    """

    body: Animal


class KeepTree(Command):
    """PUT /trees

    Spec: specs/openapi/zoo.yaml#/paths/~1trees/put
    """

    body: Node
