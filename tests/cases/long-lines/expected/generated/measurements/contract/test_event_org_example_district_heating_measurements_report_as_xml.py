# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""What org.example.district.heating.measurements.ReportAsXml, version 1, promises to anyone who writes or
reads it.
"""

from __future__ import annotations

import pytest
from specfold.testing.contract import Broken, EventPromise, Members, broken

from generated.measurements.contract import SCHEMAS
from generated.measurements.events import OrgExampleDistrictHeatingMeasurementsReportAsXml

ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML = EventPromise(
    event=OrgExampleDistrictHeatingMeasurementsReportAsXml,
    type="org.example.district.heating.measurements.ReportAsXml.v1",
    schemas=SCHEMAS,
    source="/measurements",
    examples=('<report device="d1"><degrees>41.5</degrees></report>',),
)

MEMBERS: Members = {
    "": {"type": "string"},
}


@pytest.mark.parametrize("promise", broken(MEMBERS), ids=str)
def test_org_example_district_heating_measurements_re_v1_must_refuse(promise: Broken) -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML.refuses(promise)


def test_published_examples_of_org_example_district_heating_measurements_re_v1_survive_the_round_trip() -> (
    None
):
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML.survives()


def test_any_valid_org_example_district_heating_measurements_re_v1_survives_the_round_trip() -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML.survives_any()


def test_org_example_district_heating_measurements_re_v1_ignores_members_it_does_not_know() -> None:
    ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML.ignores_unknown_members()
