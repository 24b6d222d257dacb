# Generated from specs/. Do not edit: change the spec, then generate again.
"""Lambda entry points of the devices service, and the environment they stand on."""

from __future__ import annotations

from specfold.aws import functions

from generated.devices.service import SERVICE

# Names of environment variables; the topology says what each is set to.
ENVIRONMENT = functions.Environment()

# HTTP API, payload format 2.0
api = functions.api(SERVICE, ENVIRONMENT)
