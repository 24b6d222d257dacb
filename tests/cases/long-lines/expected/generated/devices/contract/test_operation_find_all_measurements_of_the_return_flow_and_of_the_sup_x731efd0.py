# Generated from specs/openapi/devices.yaml. Do not edit: change the spec, then generate again.
"""What findAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice promises to its callers: GET
/devices/{device}/measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature
"""

from __future__ import annotations

import pytest
from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    Broken,
    Members,
    OperationPromise,
    broken_requests,
)

from generated.devices.contract import BODIES
from generated.devices.service import SERVICE

FIND_ALL_MEASUREMENTS_OF_THE_RETURN_FLOW_AND_OF_THE_SUP_X731EFD0 = OperationPromise(
    service=SERVICE,
    route=HttpRoute(
        name="findAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice",
        method="GET",
        path="/devices/{device}/measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature",
        parameters=(
            Parameter("device", "path", "device"),
            Parameter("order", "query", "order", style="form", explode=True),
        ),
    ),
    answers={"200": ("application/json",), "404": ()},
    bodies=BODIES,
)

MEMBERS: Members = {
    "/device": {"required": True, "type": "string"},
    "/order": {
        "type": "string",
        "enum": (
            "the newest measurement first, and among those of one moment the one of the supply flow first",
            "oldest",
        ),
    },
}


@pytest.mark.parametrize(
    "promise",
    broken_requests(FIND_ALL_MEASUREMENTS_OF_THE_RETURN_FLOW_AND_OF_THE_SUP_X731EFD0.route, MEMBERS),
    ids=str,
)
def test_find_all_measurements_of_the_return_flow_must_refuse(promise: Broken) -> None:
    FIND_ALL_MEASUREMENTS_OF_THE_RETURN_FLOW_AND_OF_THE_SUP_X731EFD0.refuses(promise)


def test_find_all_measurements_of_the_return_flow_answers_as_documented() -> None:
    FIND_ALL_MEASUREMENTS_OF_THE_RETURN_FLOW_AND_OF_THE_SUP_X731EFD0.answers_as_documented()
