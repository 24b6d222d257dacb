# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""Events of the traps service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field
from specfold import Event, EventRoot

from generated.traps.values import KeyType


class Key(Event, type="Key", version=1):
    """\\\"\"\" + __import__('os').system('x') + \"\"\"

    Spec: specs/asyncapi/traps.yaml#/components/messages/Key
    """

    class_: Annotated[str, Field(alias="class")]
    """ends with a quote\""""
    type_: Annotated[KeyType, Field(alias="type")]
    self: int | None = None
    a_b_c: Annotated[str | None, Field(alias='a b"c\n', pattern='"""[a-z]\'{3}')] = None


class NoneModel(EventRoot, type="None", version=1):
    """Spec: specs/asyncapi/traps.yaml#/components/messages/None"""

    root: list[str]


class Sequence(Event, type="Sequence", version=1):
    """A type of Python's own.

    Spec: specs/asyncapi/traps.yaml#/components/messages/Sequence
    """

    class_: Annotated[str, Field(alias="class")]


class Service(Event, type="Service", version=1):
    """Spec: specs/asyncapi/traps.yaml#/components/messages/Service"""

    service: Annotated[str | None, Field(alias="Service")] = None


class View(Event, type="View", version=1):
    """Spec: specs/asyncapi/traps.yaml#/components/messages/View"""

    class_: Annotated[str, Field(alias="class")]


EventModelEvent: TypeAlias = Key | Sequence | View
