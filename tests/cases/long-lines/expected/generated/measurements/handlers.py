# Generated from specs/. Do not edit: change the spec, then generate again.
"""What handwritten/measurements provides. A plain module satisfies a protocol."""

from __future__ import annotations

from typing import Protocol

from generated.measurements.events import (
    OrgExampleDistrictHeatingMeasurementsReportAsXml,
    OrgExampleDistrictHeatingMeasurementsReportAsYaml,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
)
from generated.measurements.headers import (
    OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers,
)


class TakeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHxcc06184(Protocol):
    """Called once or more for a message: repeating it must do no harm.

    Written by hand in
    handwritten/measurements/take_what_the_measuring_devices_of_the_district_heating_x590b0e1.py.
    """

    def on_org_example_district_heating_measurements_temperatur_xa89c0db(
        self,
        event: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
        /,
        *,
        headers: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers | None,
    ) -> None: ...

    def on_org_example_district_heating_measurements_report_as_xml(
        self,
        event: OrgExampleDistrictHeatingMeasurementsReportAsXml,
        /,
        *,
        headers: OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders | None,
    ) -> None: ...

    def on_org_example_district_heating_measurements_report_as_yaml(
        self, event: OrgExampleDistrictHeatingMeasurementsReportAsYaml, /
    ) -> None: ...
