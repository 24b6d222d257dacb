# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the devices service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="devices",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="devices-api",
            handler="generated.devices.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(
            method="GET",
            path="/devices/{device}/measurements-of-the-return-flow-and-of-the-supply-flow-and-of-the-outdoor-temperature",
            function="devices-api",
        ),
    ),
)
