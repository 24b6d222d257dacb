# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the devices service, operation by operation."""

from __future__ import annotations

from specfold import (
    HttpRoute,
    OperationRoute,
    Parameter,
    fill_missing_handlers,
)

from generated.devices.handlers import MeasuringDevicesOfTheDistrictHeatingNetworkAndWXb55850ex54ae2a2
from generated.devices.queries import FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice
from handwritten.devices import measuring_devices_of_the_district_heating_network_and_w_xb55850e_operations

fill_missing_handlers(
    measuring_devices_of_the_district_heating_network_and_w_xb55850e_operations,
    MeasuringDevicesOfTheDistrictHeatingNetworkAndWXb55850ex54ae2a2,
)
_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_NETWORK_AND_W_XB55850E_OPERATIONS: (
    MeasuringDevicesOfTheDistrictHeatingNetworkAndWXb55850ex54ae2a2
)
_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_NETWORK_AND_W_XB55850E_OPERATIONS = (
    measuring_devices_of_the_district_heating_network_and_w_xb55850e_operations
)

ROUTES: tuple[HttpRoute, ...] = (
    OperationRoute(
        name="findAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice",
        method="GET",
        path="/devices/{device}/measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature",
        request=FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice,
        handle=_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_NETWORK_AND_W_XB55850E_OPERATIONS.find_all_measurements_of_the_return_flow_and_of_the_sup_x731efd0,
        parameters=(
            Parameter("device", "path", "device"),
            Parameter("order", "query", "order", style="form", explode=True),
        ),
    ),
)
