# Generated from specs/asyncapi/streetlights.yaml. Do not edit: change the spec, then generate again.
"""Events of the streetlights service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field
from specfold import Event

from generated.streetlights.values import TurnOnOffCommandModel


class LightMeasured(Event, type="lightMeasured", version=1):
    """Inform about environmental lighting conditions of a particular streetlight.

    Spec: specs/asyncapi/streetlights.yaml#/components/messages/lightMeasured
    """

    lumens: Annotated[int | None, Field(ge=0)] = None
    """Light intensity measured in lumens."""
    sent_at: Annotated[AwareDatetime | None, Field(alias="sentAt")] = None


class TurnOnOff(Event, type="turnOnOff", version=1):
    """Spec: specs/asyncapi/streetlights.yaml#/components/messages/turnOnOff"""

    command: TurnOnOffCommandModel | None = None
