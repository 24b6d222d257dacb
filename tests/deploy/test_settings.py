"""What a stack may decide, where its values come from, and what is refused."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from specfold.deploy.dry_run import record
from specfold.deploy.errors import DeployError, InvalidSettings, InvalidTopology
from specfold.deploy.names import Names
from specfold.deploy.project import read_project
from specfold.deploy.settings import Settings, key_of, read
from specfold.model.shared.limits import FUNCTION_NAME

from tests.deploy.sample_project import ROOT, SHOP, write_project


def settings(**values: Any) -> Settings:
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
    return read(texts.get, project="shop", stack="prod", region="eu-central-1")


def test_the_project_file_declares_the_defaults_of_the_settings() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    defaults = settings()
    held = {key_of(field.name): getattr(defaults, field.name) for field in dataclasses.fields(Settings)}
    objects = {"authorizers", "reservedConcurrency", "streamEpochs"}  # a project file cannot declare objects
    assert set(declared) == set(held) - objects - {"project", "stack", "region"}
    for key, value in declared.items():
        assert value["default"] == (list(held[key]) if isinstance(held[key], tuple) else held[key]), key
        assert value["description"]


def test_values_are_read_by_their_keys() -> None:
    read_back = settings(
        protect="false",
        logRetentionDays="365",
        breakGlassRoles=["arn:aws:iam::123456789012:role/keeper"],
        reservedConcurrency={"shop-api": 50},
        authorizers={"customer": {"issuer": "https://id.example/tenant", "audience": "shop"}},
    )
    assert read_back.protect is False
    assert read_back.log_retention_days == 365
    assert read_back.break_glass_roles == ("arn:aws:iam::123456789012:role/keeper",)
    assert read_back.reserved_concurrency == {"shop-api": 50}
    assert read_back.authorizers["customer"].audience == ("shop",)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("logRetentionDays", "100"),
        ("objectLockMode", "compliance"),
        ("protect", "yes"),
        ("archiveBufferMb", "1"),
        ("archiveBufferSeconds", "900"),
        ("pythonRuntime", "python3.11"),
        ("breakGlassRoles", ["*"]),
        ("authorizers", {"a": {"issuer": "http://id.example"}}),
        ("authorizers", {"a": {"url": "https://id.example"}}),
        ("authorizers", "not json"),
        ("reservedConcurrency", {"shop-api": "many"}),
        ("layer", "../elsewhere"),
        ("alarmEmail", "nobody"),
        ("tableMaxReadUnits", "-1"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key(key: str, value: Any) -> None:
    with pytest.raises(InvalidSettings, match=key):
        settings(**{key: value})


def test_names_are_made_of_project_stack_and_logical_name() -> None:
    names = Names("shop", "prod")
    assert names.physical("orders") == "shop-prod-orders"
    with pytest.raises(InvalidTopology, match="at most 64"):
        names.physical("o" * 60, FUNCTION_NAME)
    with pytest.raises(InvalidSettings, match="stack"):
        Names("shop", "team/prod")


def recorded(project: Path, **config: Any) -> Mapping[str, Any]:
    """The inputs of a few resources under a configuration."""
    graph = record(project, config=config)
    return {f"{one.type.split(':')[-1]} {one.name}": one.inputs for one in graph.resources}


def test_settings_reach_the_resources(project: Path) -> None:
    inputs = recorded(
        project,
        reservedConcurrency={"shop-api": 50},
        tableMaxReadUnits=4000,
        tableMaxWriteUnits=1000,
        objectLockDays=0,
        breakGlassRoles=["arn:aws:iam::123456789012:role/keeper"],
        alarmEmail="ops@shop.example",
        streamEpochs={"shop-orders": 2},
        authorizers={"shop/customer": {"issuer": "https://login.example", "audience": ["a", "b"]}},
    )
    assert inputs["Function shop-api"]["reservedConcurrentExecutions"] == 50
    assert (
        inputs["Function shop-api"]["environment"]["variables"]["STREAM_EPOCHS"]
        == "specfold-dev-shop-orders=2"
    )
    summary = inputs["Table shop-order-summary"]
    units = {"maxReadRequestUnits": 4000, "maxWriteRequestUnits": 1000}
    assert summary["onDemandThroughput"] == units
    assert summary["globalSecondaryIndexes"][0]["onDemandThroughput"] == units
    assert "BucketObjectLockConfiguration archive" not in inputs
    denied = {one["Sid"]: one for one in json.loads(inputs["BucketPolicy archive"]["policy"])["Statement"]}
    assert denied["NeverDelete"]["Condition"] == {
        "ArnNotEquals": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/keeper"]}
    }
    assert inputs["TopicSubscription pages"]["endpoint"] == "ops@shop.example"
    assert inputs["Authorizer shop-customer"]["jwtConfiguration"] == {
        "issuer": "https://login.example",
        "audiences": ["a", "b"],
    }


def test_a_throwaway_stack_protects_nothing(project: Path) -> None:
    graph = record(project, config={"protect": False})
    assert not [one for one in graph.resources if one.protect]
    assert graph.one("aws:dynamodb/table:Table", "shop-ledger").inputs["deletionProtectionEnabled"] is False


def test_an_authorizer_without_issuer_must_be_set_by_the_stack(tmp_path: Path) -> None:
    (authorizer,) = SHOP.authorizers
    bare = dataclasses.replace(SHOP, authorizers=(dataclasses.replace(authorizer, issuer=""),))
    project = write_project(tmp_path, bare)
    with pytest.raises(InvalidSettings, match=r"'customer'.*no issuer"):
        record(project)
    record(project, config={"authorizers": {"customer": {"issuer": "https://id.example"}}})


def test_a_refused_topology_registers_nothing(tmp_path: Path) -> None:
    api, *others = SHOP.functions
    hostile = dataclasses.replace(SHOP, functions=(dataclasses.replace(api, handler="os.system"), *others))
    with pytest.raises(InvalidTopology, match=r"os\.system"):
        record(write_project(tmp_path, hostile))


def test_a_project_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match=r"Pulumi\.yaml"):
        read_project(tmp_path)
    project = write_project(tmp_path / "p")
    (project / "generated" / "shop" / "topology.py").write_text("TOPOLOGY = None\n")
    with pytest.raises(DeployError, match="no TOPOLOGY"):
        record(project)
    (project / "generated" / "shop" / "topology.py").unlink()
    with pytest.raises(DeployError, match="no topology"):
        record(project)
