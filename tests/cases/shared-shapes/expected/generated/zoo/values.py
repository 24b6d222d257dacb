# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the zoo service are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from specfold import Nullable, Value


class Mood(StrEnum):
    """Spec: specs/shared/messages.yaml#/Weighed/payload/fields/3/type"""

    CALM = "CALM"
    WILD = "WILD"


class Named(Value):
    """Spec: specs/shared/animals.yaml#/Named"""

    name: Annotated[str, Field(min_length=1)]


class Cat(Named):
    """Spec: specs/shared/animals.yaml#/Cat"""

    kind: Literal["cat"]
    lives: Annotated[int | None, Nullable, Field(ge=0, le=9)] = None


class Dog(Named):
    """Spec: specs/shared/deeper/dog.yaml#"""

    kind: Literal["dog"]
    tricks: list[str] | None = None


Animal: TypeAlias = Annotated[Cat | Dog, Field(discriminator="kind")]
"""Spec: specs/shared/animals.yaml#/Animal"""


class Node(Value):
    """A family tree holds itself.

    Spec: specs/shared/animals.yaml#/Node
    """

    animal: Animal
    children: list[Node] | None = None
    mate: Annotated[Node | None, Nullable] = None


class WeighedValue(Value):
    """What an animal weighs.

    Spec: specs/shared/messages.yaml#/Weighed/payload
    """

    grams: Annotated[int, Field(ge=-2147483648, le=2147483647)]
    by: Annotated[str | None, Nullable] = None
    on: Annotated[int, Field(ge=-2147483648, le=2147483647)]
    mood: Mood
    earlier: list[WeighedValue] = Field(default_factory=list)
