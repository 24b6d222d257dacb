# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the map service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="map",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="map-api",
            handler="generated.map.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(
            method="GET",
            path="/tiles/{plain}/{label}/{labels}/{matrix}/{matrices}/{both}",
            function="map-api",
        ),
        Route(method="GET", path="/search", function="map-api"),
        Route(method="GET", path="/form", function="map-api"),
        Route(method="GET", path="/json", function="map-api"),
    ),
)
