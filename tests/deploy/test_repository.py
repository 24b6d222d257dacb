"""The repository's own services: what is generated can be deployed."""

from __future__ import annotations

import pytest
from specfold.deploy.discover import topologies
from specfold.deploy.dry_run import record
from specfold.deploy.program import WAVES

from tests.deploy.sample_project import ROOT


def test_the_generated_services_can_be_deployed_as_they_are() -> None:
    services = topologies(ROOT)
    graph = record(ROOT)
    wanted = {function.name for topology in services for function in topology.functions}
    assert wanted
    assert set(graph.of("aws:lambda/function:Function")) == wanted
    assert set(graph.exports["tables"]) == {table.name for topology in services for table in topology.tables}
    readers = {one.name for topology in services for one in topology.functions if one.reads}
    assert set(graph.of("aws:lambda/eventSourceMapping:EventSourceMapping")) == readers
    routes = {f"{route.method} {route.path}" for topology in services for route in topology.routes}
    assert set(graph.of("aws:apigatewayv2/route:Route")) == routes


@pytest.mark.parametrize("writer", ["ordering-api", "payments-api", "ordering-on-payment-captured"])
def test_readers_get_new_code_before_whoever_writes(writer: str) -> None:
    functions = record(ROOT).of("aws:lambda/function:Function")
    purposes = {name: one.inputs["tags"]["purpose"] for name, one in functions.items()}
    assert set(purposes.values()) == {purpose for wave in WAVES for purpose in wave} - {"consumer"}
    first = {"reader", "repair"} | ({"policy"} if purposes[writer] == "api" else set())
    wanted = {functions[name].urn for name, purpose in purposes.items() if purpose in first}
    assert wanted <= functions[writer].depends_on
    for name, purpose in purposes.items():  # and no circle: what reads waits for nobody
        if purpose not in ("policy", "api"):
            assert not {one.urn for one in functions.values()} & functions[name].depends_on
