"""Called once or more for a message: repeating it must do no harm."""

from __future__ import annotations

from generated.measurements.events import (
    OrgExampleDistrictHeatingMeasurementsReportAsXml,
    OrgExampleDistrictHeatingMeasurementsReportAsYaml,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
)
from generated.measurements.headers import (
    OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers,
)


def on_org_example_district_heating_measurements_temperatur_xa89c0db(
    event: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
    /,
    *,
    headers: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers | None,
) -> None:
    """what to do about org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured"""
    raise NotImplementedError("what to do about org.example.district.heating.measurements.Temperatur…")


def on_org_example_district_heating_measurements_report_as_xml(
    event: OrgExampleDistrictHeatingMeasurementsReportAsXml,
    /,
    *,
    headers: OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders | None,
) -> None:
    """what to do about org.example.district.heating.measurements.ReportAsXml"""
    raise NotImplementedError("what to do about org.example.district.heating.measurements.ReportAsXml")


def on_org_example_district_heating_measurements_report_as_yaml(
    event: OrgExampleDistrictHeatingMeasurementsReportAsYaml, /
) -> None:
    """what to do about org.example.district.heating.measurements.ReportAsYaml"""
    raise NotImplementedError("what to do about org.example.district.heating.measurements.ReportAsYa…")
