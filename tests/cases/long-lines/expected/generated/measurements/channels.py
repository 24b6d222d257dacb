# Generated from specs/asyncapi/measurements.yaml. Do not edit: change the spec, then generate again.
"""Plain messages of the measurements service: what it sends and receives on each channel."""

from __future__ import annotations

from pathlib import Path

from specfold import (
    Channel,
    Consumer,
    Received,
    Schemas,
    Send,
    fill_missing_handlers,
)

from generated.measurements.events import (
    OrgExampleDistrictHeatingMeasurementsReportAsXml,
    OrgExampleDistrictHeatingMeasurementsReportAsYaml,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
)
from generated.measurements.handlers import TakeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHxcc06184
from generated.measurements.headers import (
    OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders,
    OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers,
)
from generated.measurements.reading import CATALOG
from handwritten.measurements import take_what_the_measuring_devices_of_the_district_heating_x590b0e1

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS = Channel(
    name="org.example.district.heating.measurements",
    address="org.example.district.heating.measurements",
    types=(
        "org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured",
        "org.example.district.heating.measurements.ReportAsXml",
        "org.example.district.heating.measurements.ReportAsYaml",
    ),
    catalog=CATALOG,
    schemas=SCHEMAS,
    content_types={
        "org.example.district.heating.measurements.ReportAsXml": "application/xml",
        "org.example.district.heating.measurements.ReportAsYaml": "application/yaml",
    },
    headers={
        "org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured": (
            OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers
        ),
        "org.example.district.heating.measurements.ReportAsXml": (
            OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders
        ),
    },
)


class OrgExampleDistrictHeatingMeasurementsPublisher:
    """地域熱供給の 測定値は このチャネルで 送られます。測定値ごとに 一つの メッセージが 送られ、順番は
    機器ごとに 守られます。遅れて 届いた ものは 捨てられません。
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def org_example_district_heating_measurements_temperature_o_xe0372f1(
        self,
        event: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31,
        /,
        *,
        headers: OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers | None = None,
    ) -> None:
        """Sends org.example.district.heating.measurements.TemperatureOfTheReturnFlowMeasured."""
        self._send(ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS.message(event, {}, headers))

    def org_example_district_heating_measurements_report_as_xml(
        self,
        event: OrgExampleDistrictHeatingMeasurementsReportAsXml,
        /,
        *,
        headers: OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders,
    ) -> None:
        """Sends org.example.district.heating.measurements.ReportAsXml."""
        self._send(ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS.message(event, {}, headers))

    def org_example_district_heating_measurements_report_as_yaml(
        self, event: OrgExampleDistrictHeatingMeasurementsReportAsYaml, /
    ) -> None:
        """Sends org.example.district.heating.measurements.ReportAsYaml."""
        self._send(ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS.message(event, {}))


def _take_what_the_measuring_devices_of_the_district_heating_x590b0e1(
    consumer: TakeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHxcc06184,
) -> Consumer:
    def handle(received: Received) -> None:
        match received.event:
            case OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31() as event:
                consumer.on_org_example_district_heating_measurements_temperatur_xa89c0db(
                    event,
                    headers=received.told(
                        OrgExampleDistrictHeatingMeasurementsTemperatureOfTheRex83aad31Headers
                    ),
                )
            case OrgExampleDistrictHeatingMeasurementsReportAsXml() as event:
                consumer.on_org_example_district_heating_measurements_report_as_xml(
                    event, headers=received.told(OrgExampleDistrictHeatingMeasurementsReportAsXmlHeaders)
                )
            case OrgExampleDistrictHeatingMeasurementsReportAsYaml() as event:
                consumer.on_org_example_district_heating_measurements_report_as_yaml(event)

    return Consumer(
        name="takeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHaveMeasured",
        channel=ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS,
        handle=handle,
    )


fill_missing_handlers(
    take_what_the_measuring_devices_of_the_district_heating_x590b0e1,
    TakeWhatTheMeasuringDevicesOfTheDistrictHeatingNetworkHxcc06184,
)
TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X590B0E1 = (
    _take_what_the_measuring_devices_of_the_district_heating_x590b0e1(
        take_what_the_measuring_devices_of_the_district_heating_x590b0e1
    )
)
