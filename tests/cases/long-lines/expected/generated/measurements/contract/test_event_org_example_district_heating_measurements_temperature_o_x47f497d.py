# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""What org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured, version 1, promises to
anyone who writes or reads it.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.measurements.contract import SCHEMAS
from generated.measurements.events import OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31

ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D = EventPromise(
    event=OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
    type="org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured.v1",
    schemas=SCHEMAS,
    source="/measurements",
)

MEMBERS: Members = {
    "": {"type": "object"},
    "/reasonOfTheMeasurementAtThatMoment": {
        "type": "string",
        "enum": (
            "The schedule asked for it, as it does four times in every hour and on every day of the year",
            (
                "Somebody asked for it with the button at the device, or from afar with the "
                "application that shows the devices"
            ),
            "だれかが機器のボタンで、または機器を表示するアプリケーションで遠くから測定を求めました。そのときの測定値は予定された測定値と同じように送られます。",
        ),
    },
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_org_example_district_heating_measurements_te_v1_must_refuse(promise: Broken) -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D.refuses(promise)


def test_published_examples_of_org_example_district_heating_measurements_te_v1_survive_the_round_trip() -> (
    None
):
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D.survives()


def test_any_valid_org_example_district_heating_measurements_te_v1_survives_the_round_trip() -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D.survives_any()


def test_org_example_district_heating_measurements_te_v1_ignores_members_it_does_not_know() -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D.ignores_unknown_members()


def test_org_example_district_heating_measurements_te_v1_travels_as_a_cloud_event() -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D.travels()
