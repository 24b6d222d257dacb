"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.devices.queries import FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice


def find_all_measurements_of_the_return_flow_and_of_the_sup_x731efd0(
    request: FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice, /
) -> Answer:
    """Documented answers: 200, 404."""
    raise NotImplementedError("answer findAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice")
