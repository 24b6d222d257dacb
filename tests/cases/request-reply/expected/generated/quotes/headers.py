# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""What the messages of the quotes service say around their payloads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Value


class QuoteGivenHeaders(Value):
    """Headers of QuoteGiven.

    Spec: specs/asyncapi/quotes.yaml#/components/messageTraits/correlated/headers
    """

    correlation_id: Annotated[str | None, Field(alias="correlationId")] = None


class QuoteRefusedHeaders(Value):
    """Headers of QuoteRefused.

    Spec: specs/asyncapi/quotes.yaml#/components/messages/QuoteRefused/headers
    """

    reason: str
    correlation_id: Annotated[str | None, Field(alias="correlationId")] = None


class QuoteRequestedHeaders(Value):
    """Headers of QuoteRequested.

    Spec: specs/asyncapi/quotes.yaml#/components/messages/QuoteRequested/headers
    """

    reply_to: Annotated[str, Field(alias="replyTo", min_length=1)]
    timeout: Annotated[int | None, Field(ge=1)] = None
    """In seconds."""
    correlation_id: Annotated[str | None, Field(alias="correlationId")] = None
