# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the zoo service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="zoo",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="zoo-api",
            handler="generated.zoo.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="POST", path="/animals", function="zoo-api"),
        Route(method="PUT", path="/trees", function="zoo-api"),
    ),
)
