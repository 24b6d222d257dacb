# Generated from specs/asyncapi/quotes.yaml. Do not edit: change the spec, then generate again.
"""Events of the quotes service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Event


class Check(Event, type="Check", version=1):
    """Spec: specs/asyncapi/quotes.yaml#/channels/checks/messages/Check"""

    id: str


class QuoteGiven(Event, type="QuoteGiven", version=1):
    """Spec: specs/asyncapi/quotes.yaml#/components/messages/QuoteGiven"""

    cents: int


class QuoteRefused(Event, type="QuoteRefused", version=1, extra="allow"):
    """Spec: specs/asyncapi/quotes.yaml#/components/messages/QuoteRefused"""


class QuoteRequested(Event, type="QuoteRequested", version=1):
    """Spec: specs/asyncapi/quotes.yaml#/components/messages/QuoteRequested"""

    symbol: Annotated[str, Field(min_length=1)]


class Result(Event, type="Result", version=1):
    """Spec: specs/asyncapi/quotes.yaml#/channels/results/messages/Result"""

    id: str
    sound: bool
