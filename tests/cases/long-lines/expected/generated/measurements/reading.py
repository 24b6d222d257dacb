# Generated from specs/. Do not edit: change the spec, then generate again.
"""How the events of the measurements service are read: every version up to the latest."""

from __future__ import annotations

from specfold import Catalog

from generated.measurements.events import (
    OrgExampleDistrictHeatingMeasurementsReportAsXml,
    OrgExampleDistrictHeatingMeasurementsReportAsYaml,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
)

CATALOG = Catalog(
    OrgExampleDistrictHeatingMeasurementsReportAsXml,
    OrgExampleDistrictHeatingMeasurementsReportAsYaml,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
)
