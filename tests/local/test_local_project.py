"""Topologies, names, and the one environment that the functions of a process share."""

from __future__ import annotations

from pathlib import Path

import pytest
from specfold.local.errors import EntryPointError, EnvironmentConflictError, LocalError, TopologyError
from specfold.local.invoke import load
from specfold.local.poll_intervals import Pace
from specfold.local.project import of_purpose, topologies, variables
from specfold.local.settings import Settings
from specfold.model.topology import Function, Ref, Topology

SHOP = Path(__file__).parent / "shop"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        project=tmp_path,
        state=tmp_path / "state",
        endpoint="http://127.0.0.1:1",
        issuer="http://127.0.0.1:2",
        api_port=3,
        names={"table": {"a-rows": "p-a-rows", "b-rows": "p-b-rows"}, "stream": {}, "function": {}},
        archive_bucket="p-archive",
        pace=Pace(poll=0.5),
    )


def reader(name: str, **environment: Ref) -> Function:
    return Function(name=name, handler="a.b", purpose="reader", environment=environment)


def test_variables_hold_physical_names(settings: Settings) -> None:
    functions = [
        reader("one", ROWS=Ref("table", "a-rows"), ARCHIVE=Ref("bucket", "archive")),
        reader("two", ROWS=Ref("table", "a-rows"), OTHERS=Ref("table", "b-rows")),
    ]
    assert variables(functions, settings) == {
        "ROWS": "p-a-rows",
        "OTHERS": "p-b-rows",
        "ARCHIVE": "p-archive",
    }


def test_two_functions_that_disagree_cannot_share_a_process(settings: Settings) -> None:
    functions = [reader("one", ROWS=Ref("table", "a-rows")), reader("two", ROWS=Ref("table", "b-rows"))]
    with pytest.raises(
        EnvironmentConflictError, match="ROWS is the table a-rows for one and the table b-rows for two"
    ):
        variables(functions, settings)


def test_what_was_not_provisioned_is_named(settings: Settings) -> None:
    with pytest.raises(TopologyError, match="no stream was provisioned for orders"):
        variables([reader("one", S=Ref("stream", "orders"))], settings)


def test_settings_survive_their_file(settings: Settings, tmp_path: Path) -> None:
    settings.save(tmp_path / "settings.json")
    assert Settings.load(tmp_path / "settings.json") == settings


def test_topologies_are_found_by_service() -> None:
    [found] = topologies(SHOP)
    assert found.service == "shop"
    assert [function.name for function in of_purpose([found], {"reader", "archive"})] == [
        "shop-reader",
        "shop-archive",
    ]


def test_a_module_without_a_topology_is_refused(tmp_path: Path) -> None:
    (tmp_path / "generated" / "x").mkdir(parents=True)
    (tmp_path / "generated" / "x" / "topology.py").write_text("TOPOLOGY = 1\n")
    with pytest.raises(TopologyError, match="has no TOPOLOGY"):
        topologies(tmp_path)


def test_two_projects_can_be_looked_at_by_one_process(tmp_path: Path) -> None:
    for project, service in (("one", "Topology(service='first')"), ("two", "Topology(service='second')")):
        folder = tmp_path / project / "generated" / "same"
        folder.mkdir(parents=True)
        (folder / "topology.py").write_text(
            f"from specfold.model.topology import Topology\nTOPOLOGY = {service}\n"
        )
    found = [topologies(tmp_path / project) for project in ("one", "two")]
    assert found == [[Topology(service="first")], [Topology(service="second")]]


@pytest.mark.parametrize("path", ["nowhere.at.all", "json.nothing", "json", "json.decoder.NaN", ""])
def test_an_entry_point_that_is_none_is_a_clear_error(path: str) -> None:
    with pytest.raises(EntryPointError, match="entry point") as caught:
        load(path)
    assert isinstance(caught.value, LocalError)
