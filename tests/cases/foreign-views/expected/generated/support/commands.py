# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the support service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command


class CloseTicket(Command):
    """DELETE /tickets/{ticketId}

    Spec: specs/openapi/support.yaml#/paths/~1tickets~1{ticketId}/delete
    """

    ticket_id: Annotated[str, Field(alias="ticketId")]
