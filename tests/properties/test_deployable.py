"""What the deployment refuses is reported when the documents are generated, whatever their names are."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specfold.deploy.checks import check
from specfold.deploy.errors import InvalidTopology
from specfold_generator.cli.run import run
from specfold_generator.source.project import read_project

from tests.properties.depth import cases

SIGNS = st.sampled_from([*"abzAZ019_-.:/#*+@~$ {}%?é日\n", "order", "delivery", "aws", "python", "path"])
ODD = st.lists(SIGNS, min_size=1, max_size=6).map("".join) | st.sampled_from(
    ["x" * 61, "x" * 200, "by", "1st"]
)


def named(usual: str) -> st.SearchStrategy[str]:
    """Most often the usual name, so that documents generate, else an odd one."""
    return st.integers(0, 4).flatmap(lambda dice: ODD if dice == 0 else st.just(usual))


ISSUERS = st.sampled_from(
    [
        "https://id.example/",
        "http://id.example",
        "file:///etc/passwd",
        "https://id.example/?a",
        "http://localhost",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A stem, an AsyncAPI and an OpenAPI document of one service, with odd names wherever AWS sees them."""
    stem = draw(
        st.sampled_from(["shop", "1st", "my_shop", "Shop.v2", "delivery", "x" * 61]) | st.just("shop")
    )
    aggregate, channel, member, index = (
        "Thing",
        draw(named("orders")),
        draw(named("owner")),
        draw(named("byOwner")),
    )
    payload = {
        "type": "object",
        "required": ["id", member],
        "properties": {"id": {"type": "string"}, member: {"type": "string"}},
    }
    made = {"payload": payload, "x-event-sourcing": {"aggregate": aggregate, "version": 1}}
    pointer = channel.replace("~", "~0").replace("/", "~1").replace("%", "%25")
    events = {
        "asyncapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "x-event-sourcing": {
            "source": "//x.example/",
            "aggregates": {aggregate: {"identity": "id", "channel": channel}},
        },
        "channels": {channel: {"address": "a", "messages": {"Made": made}}},
        "operations": {
            draw(named("onMade")): {"action": "receive", "channel": {"$ref": f"#/channels/{pointer}"}}
        },
    }
    scheme = draw(named("idp"))
    read_model = {"key": "id", "indexes": {index: {"partition": member}}, "from": ["Made"]}
    row = {**payload, "x-event-sourcing": {"readModel": read_model}}
    get = {
        "operationId": draw(named("getRow")),
        "x-event-sourcing": {"readModel": "Row"},
        "security": [{scheme: [draw(named("rows:read"))]}],
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {
            "200": {
                "description": "ok",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Row"}}},
            },
            "404": {"description": "none"},
        },
    }
    security = {"type": "openIdConnect", "openIdConnectUrl": draw(ISSUERS), "x-audience": draw(named("shop"))}
    api = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {f"/{draw(named('rows'))}/{{id}}": {"get": get}},
        "components": {"schemas": {"Row": row}, "securitySchemes": {scheme: security}},
    }
    return stem, events, api


@settings(max_examples=cases(bounded=30, deep=5_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_a_topology_without_a_diagnostic_passes_the_checks_of_the_deployment(
    drawn: tuple[str, dict[str, Any], dict[str, Any]],
) -> None:
    stem, events, api = drawn
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for kind, document in (("asyncapi", events), ("openapi", api)):
            (root / "specs" / kind).mkdir(parents=True)
            (root / "specs" / kind / f"{stem}.json").write_text(json.dumps(document), "utf-8")
        outcome = run(read_project(root))
        if outcome.failed:
            return
        reported = [one.message for one in outcome.diagnostics if one.code == "SPF446"]
        refused = _refused(root)
        assert bool(refused) <= bool(reported), refused
        assert len(reported) <= len(refused) + sum("characters" in one for one in reported), reported


def _refused(root: Path) -> list[str]:
    """What the deployment says against the topology that was generated."""
    (file,) = root.glob("generated/*/topology.py")
    module = ModuleType("topology")
    exec(compile(file.read_text("utf-8"), str(file), "exec"), module.__dict__)
    try:
        check([module.TOPOLOGY])
    except InvalidTopology as error:
        return list(error.problems)
    return []
