# Generated from specs/asyncapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""Events of the zoo service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Event, Nullable

from generated.zoo.values import Animal, Mood, Node, WeighedValue


class Born(Event, type="Born", version=1):
    """A family tree holds itself.

    Spec: specs/asyncapi/zoo.yaml#/components/messages/Born
    """

    animal: Animal
    children: list[Node] | None = None
    mate: Annotated[Node | None, Nullable] = None


class Weighed(Event, type="Weighed", version=1):
    """What an animal weighs.

    Spec: specs/shared/messages.yaml#/Weighed
    """

    grams: Annotated[int, Field(ge=-2147483648, le=2147483647)]
    by: Annotated[str | None, Nullable] = None
    on: Annotated[int, Field(ge=-2147483648, le=2147483647)]
    mood: Mood
    earlier: list[WeighedValue] = Field(default_factory=list)
