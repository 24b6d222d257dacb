# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the gate service needs of the cloud."""

from __future__ import annotations

from specfold import Authorizer, Function, Route, Topology

TOPOLOGY = Topology(
    service="gate",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="gate-api",
            handler="generated.gate.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(
        Authorizer(name="people", issuer="https://login.example", audience=("gate",)),
        Authorizer(name="machines", issuer="https://machines.example", audience=()),
    ),
    routes=(
        Route(method="GET", path="/default", function="gate-api", authorizer="people", scopes=("read",)),
        Route(method="GET", path="/nobody", function="gate-api"),
        Route(method="GET", path="/maybe", function="gate-api"),
        Route(method="GET", path="/either", function="gate-api", authorizer="people", scopes=("admin",)),
        Route(method="GET", path="/issuer", function="gate-api", authorizer="machines", scopes=("run",)),
        Route(method="GET", path="/key", function="gate-api"),
        Route(method="GET", path="/basic", function="gate-api"),
        Route(method="GET", path="/bearer", function="gate-api"),
        Route(method="GET", path="/oauth", function="gate-api"),
        Route(method="GET", path="/mutual", function="gate-api"),
        Route(method="GET", path="/both", function="gate-api"),
    ),
)
