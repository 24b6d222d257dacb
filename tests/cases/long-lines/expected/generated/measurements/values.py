# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the measurements service are made of."""

from __future__ import annotations

from enum import StrEnum


class OrgExampleDistrictHeatingMeasurementsReportAsXmlHeadersCause(StrEnum):
    """Spec: specs/asyncapi/measurements.yaml#/components/schemas/Traced/properties/cause"""

    PASSWORD_RESET = "PASSWORD_RESET"
    DAY_NIGHT = "day – night"


class ReasonOfTheMeasurementAtThatMomentInTheDistrict(StrEnum):
    """Spec:
    specs/asyncapi/measurements.yaml#/components/schemas/ReasonOfTheMeasurementAtThatMomentInTheDistrict
    """

    THE_SCHEDULE_ASKED_FOR_IT_AS_IT_DOES_FOUR_TIMES_IN_EVER_X97BBFF0 = (
        "The schedule asked for it, as it does four times in every hour and on every day of the year"
    )
    SOMEBODY_ASKED_FOR_IT_WITH_THE_BUTTON_AT_THE_DEVICE_OR_X08126EE = (
        "Somebody asked for it with the button at the device, or from afar with the application that "
        "shows the devices"
    )
    U305F_U308C_U304B_U304B_U6A5F_U5668_U306E_U30DB_U30BF_U_X7D76CE8 = (
        "だれかが機器のボタンで、または機器を表示するアプリケーションで遠くから測定を求めました。そのと"
        "きの測定値は予定された測定値と同じように送られます。"
    )
