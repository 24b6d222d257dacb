# Generated from specs/asyncapi/support.yaml. Do not edit: change the spec, then generate again.
"""Events of the support service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field
from specfold import Event


class Closed(Event, type="Closed", version=1):
    """A ticket is closed.

    Spec: specs/asyncapi/support.yaml#/components/messages/Closed
    """

    ticket_id: Annotated[str, Field(alias="ticketId")]
    region: str
    month: int


TicketEvent: TypeAlias = Closed
