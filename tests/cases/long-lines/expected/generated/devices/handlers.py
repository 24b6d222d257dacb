# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/devices provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from specfold import Answer

from generated.devices.queries import FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice


class MeasuringDevicesOfTheDistrictHeatingNetworkAndWXb55850ex54ae2a2(Protocol):
    """Operations that are answered wholly by hand.

    Written by hand in
    handwritten/devices/measuring_devices_of_the_district_heating_network_and_w_xb55850e_operations.py.
    """

    def find_all_measurements_of_the_return_flow_and_of_the_sup_x731efd0(
        self, request: FindAllMeasurementsOfTheReturnFlowAndOfTheSupplyFlowOfOneDevice, /
    ) -> Answer: ...
