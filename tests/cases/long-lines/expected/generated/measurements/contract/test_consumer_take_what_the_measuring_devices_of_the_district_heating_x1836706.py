# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""What takeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHaveMeasured promises to anyone who sends to
it.
"""

from __future__ import annotations

from specfold.testing.contract import ConsumerPromise

from generated.measurements.channels import TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X590B0E1
from generated.measurements.contract import (
    test_event_org_example_district_heating_measurements_report_as_xml,
    test_event_org_example_district_heating_measurements_report_as_yaml,
    test_event_org_example_district_heating_measurements_temperature_o_x47f497d,
)

TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X1836706_PROMISE = ConsumerPromise(
    consumer=TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X590B0E1,
    events=(
        test_event_org_example_district_heating_measurements_temperature_o_x47f497d.ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_TEMPERATURE_O_X47F497D,
        test_event_org_example_district_heating_measurements_report_as_xml.ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_XML,
        test_event_org_example_district_heating_measurements_report_as_yaml.ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_REPORT_AS_YAML,
    ),
)


def test_take_what_the_measuring_devices_of_the_gets_what_was_sent_and_what_is_said_around_it() -> None:
    TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X1836706_PROMISE.hands_on()


def test_take_what_the_measuring_devices_of_the_gets_nothing_else() -> None:
    TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X1836706_PROMISE.hands_on_nothing_else()


def test_take_what_the_measuring_devices_of_the_takes_each_of_its_messages() -> None:
    TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X1836706_PROMISE.takes()
