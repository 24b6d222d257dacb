# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the measurements service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.measurements.channels import TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X590B0E1

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment(
    channels={
        "org.example.district.heating.measurements": (
            "MEASUREMENTS_ORG_EXAMPLE_DISTRICT_HEATING_MEASUREMENTS_STREAM"
        )
    },
    streams={
        "org.example.district.heating.measurements": "measurements-org-example-district-heating-measurements"
    },
    archive="ARCHIVE_BUCKET",
)

# Event source mapping: plain messages, one by one
take_what_the_measuring_devices_of_the_district_heating_x590b0e1 = functions.consumer(
    TAKE_WHAT_THE_MEASURING_DEVICES_OF_THE_DISTRICT_HEATING_X590B0E1
)

# Firehose transform: records on their way to the archive
archive = functions.archive()

# By the clock: repairs the archive from the stream, and looks for what the ledger stands on
audit = functions.audit(ENVIRONMENT, {"org.example.district.heating.measurements": ()})
