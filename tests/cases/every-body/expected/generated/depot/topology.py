# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the depot service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="depot",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="depot-api",
            handler="generated.depot.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="POST", path="/forms", function="depot-api"),
        Route(method="POST", path="/uploads", function="depot-api"),
        Route(method="GET", path="/blobs/{name}", function="depot-api"),
        Route(method="PUT", path="/blobs/{name}", function="depot-api"),
        Route(method="POST", path="/notes", function="depot-api"),
        Route(method="GET", path="/readings", function="depot-api"),
        Route(method="POST", path="/readings", function="depot-api"),
    ),
)
