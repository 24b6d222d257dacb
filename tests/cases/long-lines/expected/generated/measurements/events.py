# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""Events of the measurements service: facts, in every version that was ever published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Event, EventRoot

from generated.measurements.values import ReasonOfTheMeasurementAtThatMomentInTheDistrict


class OrgExampleDistrictHeatingMeasurementsReportAsXml(
    EventRoot, type="org.example.district.heating.measurements.ReportAsXml", version=1
):
    """Spec:
    specs/asyncapi/measurements.yaml#/channels/org.example.district.heating.measurements/messages/org.example.district.heating.measurements.ReportAsXml
    """

    root: str


class OrgExampleDistrictHeatingMeasurementsReportAsYaml(
    EventRoot, type="org.example.district.heating.measurements.ReportAsYaml", version=1
):
    """Spec:
    specs/asyncapi/measurements.yaml#/channels/org.example.district.heating.measurements/messages/org.example.district.heating.measurements.ReportAsYaml
    """

    root: str


class OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31(
    Event, type="org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured", version=1
):
    """Spec:
    specs/asyncapi/measurements.yaml#/channels/org.example.district.heating.measurements/messages/org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured
    """

    reason_of_the_measurement_at_that_moment: Annotated[
        ReasonOfTheMeasurementAtThatMomentInTheDistrict | None,
        Field(alias="reasonOfTheMeasurementAtThatMoment"),
    ] = None
    reason_of_the_measurement_before_that_one_at_the_same_device: Annotated[
        ReasonOfTheMeasurementAtThatMomentInTheDistrict,
        Field(alias="reason_of_the_measurement_before_that_one_at_the_same_device"),
    ] = ReasonOfTheMeasurementAtThatMomentInTheDistrict(
        "The schedule asked for it, as it does four times in every hour and on every day of the year"
    )
    a_member_whose_name_is_a_sentence_that_goes_on_for_so_l_x19c8409: Annotated[
        str | None,
        Field(
            alias=(
                "a member whose name is a sentence that goes on for so long that no line of code can "
                "hold it whole"
            )
        ),
    ] = None
