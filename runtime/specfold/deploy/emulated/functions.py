"""Lambda: functions as zips, and what feeds them."""

from __future__ import annotations

from typing import Any

from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.code import zipped
from specfold.deploy.emulated.shapes import Inputs


def function(cloud: Cloud, inputs: Inputs) -> str:
    """A function with its code as a zip.

    The layer is left out: the emulator runs functions on its own Python, which has the dependencies.
    """
    client, name = cloud.client("lambda"), inputs.take("name")
    concurrency = inputs.take("reservedConcurrentExecutions")
    inputs.take("layers")
    code = zipped(inputs.take("code"))
    request = inputs.request(client, "CreateFunction")
    client.create_function(FunctionName=name, Code={"ZipFile": code}, **request)
    cloud.await_later("lambda", "function_active_v2", FunctionName=name)
    if concurrency is not None:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=concurrency)
    return str(name)


def update_code(cloud: Cloud, inputs: Inputs) -> None:
    """New code for a function that exists: the one change a developer makes all day."""
    client, name = cloud.client("lambda"), inputs.take("name")
    client.update_function_code(FunctionName=name, ZipFile=zipped(inputs.take("code")))
    cloud.await_later("lambda", "function_updated_v2", FunctionName=name)


def layer(cloud: Cloud, inputs: Inputs) -> str:
    """The dependencies' layer is not published: see `function`. Its ARN is what AWS would give it."""
    return cloud.place.arn("lambda", f"layer:{inputs.take('layerName')}:1")


def permission(cloud: Cloud, inputs: Inputs) -> str:
    """Who may invoke a function."""
    client = cloud.client("lambda")
    request = inputs.request(client, "AddPermission", {"function": "FunctionName"})
    client.add_permission(**request)
    return str(request["StatementId"])


def mapping(cloud: Cloud, inputs: Inputs) -> str:
    """An event source mapping; disabled where our own driver reads the stream."""
    client = cloud.client("lambda")
    request: dict[str, Any] = inputs.request(
        client,
        "CreateEventSourceMapping",
        {"onFailure": "OnFailure", "destinationArn": "Destination"},
    )
    if cloud.driver == "local":
        request["Enabled"] = False
    created = client.create_event_source_mapping(**request)
    return str(created["UUID"])
