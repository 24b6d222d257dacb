# Generated from specs/asyncapi/sales.yaml. Do not edit: change the spec, then generate again.
"""Events of the sales service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field
from specfold import Event


class Closed(Event, type="Closed", version=1):
    """A deal is done.

    Spec: specs/asyncapi/sales.yaml#/components/messages/Closed
    """

    deal_id: Annotated[str, Field(alias="dealId")]
    region: str
    month: int
    amount: int


class Won(Event, type="Won", version=1):
    """Spec: specs/asyncapi/sales.yaml#/components/messages/Won"""

    deal_id: Annotated[str, Field(alias="dealId")]
    area: str
    when: int


DealEvent: TypeAlias = Closed | Won
