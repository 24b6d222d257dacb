# Generated from specs/. Do not edit: change the spec, then generate again.
"""What the reading_room service needs of the cloud."""

from __future__ import annotations

from specfold import Function, Route, Topology

TOPOLOGY = Topology(
    service="reading-room",
    streams=(),
    tables=(),
    functions=(
        Function(
            name="reading-room-api",
            handler="generated.reading_room.functions.api",
            purpose="api",
            grants=(),
        ),
    ),
    authorizers=(),
    routes=(
        Route(method="GET", path="/books", function="reading-room-api"),
        Route(method="GET", path="/shelves/{shelfId}/books", function="reading-room-api"),
        Route(method="POST", path="/shelves/{shelfId}/books", function="reading-room-api"),
    ),
)
