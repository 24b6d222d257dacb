# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the courier service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="courier",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="courier-api",
            handler="generated.courier.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="POST", path="/trackings", function="courier-api"),
        Route(method="PUT", path="/parcels/{parcelId}/watchers", function="courier-api"),
    ),
)
