# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the devices service are made of."""

from __future__ import annotations

from enum import StrEnum


class FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOx2d02ed8(StrEnum):
    """Spec:
    specs/openapi/devices.yaml#/paths/~1devices~1{device}~1measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature/get/properties/order
    """

    THE_NEWEST_MEASUREMENT_FIRST_AND_AMONG_THOSE_OF_ONE_MOM_XC58CD15 = (
        "the newest measurement first, and among those of one moment the one of the supply flow first"
    )
    OLDEST = "oldest"
