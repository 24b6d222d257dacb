"""The repository's own services: what is generated can be deployed."""

from __future__ import annotations

from runtime.deploy.discover import topologies
from runtime.deploy.record import record
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
