# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the streetlights service are made of."""

from __future__ import annotations

from enum import StrEnum


class TurnOnOffCommandModel(StrEnum):
    """Spec: specs/asyncapi/streetlights.yaml#/components/messages/turnOnOff/properties/command"""

    ON = "on"
    OFF = "off"
