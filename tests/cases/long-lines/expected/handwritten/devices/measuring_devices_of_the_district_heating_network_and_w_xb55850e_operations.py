"""Operations that are answered wholly by hand."""

from __future__ import annotations

from generated.devices.queries import FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice
from runtime.service import Answer


def find_all_measurements_of_the_return_flow_and_of_the_sup_x731efd0(
    request: FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice, /
) -> Answer:
    """Documented answers: 200, 404."""
    raise NotImplementedError("answer findAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice")
