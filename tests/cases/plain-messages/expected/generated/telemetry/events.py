# Generated from specs/asyncapi/telemetry.yaml. Do not edit: change the spec, then generate again.
"""Events of the telemetry service: facts, in every version that was ever published."""

from __future__ import annotations

from specfold import Event


class Reading(Event, type="Reading", version=1):
    """Spec: specs/asyncapi/telemetry.yaml#/channels/readings/messages/Reading"""

    device: str
    value: float | None = None
