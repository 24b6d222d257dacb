# Generated from specs/openapi/devices.yaml. Do not edit: change the spec, then generate again.
"""The questions that the devices service answers."""

from __future__ import annotations

from specfold import Query

from generated.devices.values import FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOx2d02ed8


class FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice(Query):
    """GET
    /devices/{device}/measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature

    Spec:
    specs/openapi/devices.yaml#/paths/~1devices~1{device}~1measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature/get
    """

    device: str
    order: FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOx2d02ed8 | None = None
