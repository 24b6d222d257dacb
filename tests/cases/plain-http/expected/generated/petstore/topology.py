# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the petstore service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="petstore",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="petstore-api",
            handler="generated.petstore.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="GET", path="/pets", function="petstore-api"),
        Route(method="POST", path="/pets", function="petstore-api"),
        Route(method="GET", path="/pets/{petId}", function="petstore-api"),
        Route(method="PUT", path="/names", function="petstore-api"),
        Route(method="PUT", path="/marks", function="petstore-api"),
        Route(method="PUT", path="/labels", function="petstore-api"),
        Route(method="GET", path="/files/{proxy+}", function="petstore-api"),
    ),
)
