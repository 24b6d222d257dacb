# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""What the messages of the measurements service say around their payloads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Value

from generated.measurements.values import OrgExampleDistrictHeatingMeasurementsReportAsXmlHeadersCause


class OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders(Value):
    """Headers of org.example.district.heating.measurements.ReportAsXml.

    Spec: specs/asyncapi/measurements.yaml#/components/schemas/Traced
    """

    trace: str
    """The caller’s own"""
    cause: OrgExampleDistrictHeatingMeasurementsReportAsXmlHeadersCause | None = None


class OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers(Value):
    """Headers of org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured.

    Spec:
    specs/asyncapi/measurements.yaml#/channels/org.example.district.heating.measurements/messages/org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured/headers
    """

    trace_of_the_measurement: Annotated[str | None, Field(alias="traceOfTheMeasurement")] = None
