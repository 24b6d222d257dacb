"""The HTTP API."""

from __future__ import annotations

from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.shapes import Inputs


def api(cloud: Cloud, inputs: Inputs) -> str:
    """An API."""
    client = cloud.client("apigatewayv2")
    return str(client.create_api(**inputs.request(client, "CreateApi"))["ApiId"])


def authorizer(cloud: Cloud, inputs: Inputs) -> str:
    """Who checks tokens."""
    client = cloud.client("apigatewayv2")
    request = inputs.request(
        client, "CreateAuthorizer", {"identitySources": "IdentitySource", "audiences": "Audience"}
    )
    return str(client.create_authorizer(**request)["AuthorizerId"])


def integration(cloud: Cloud, inputs: Inputs) -> str:
    """Which function answers."""
    client = cloud.client("apigatewayv2")
    request = inputs.request(client, "CreateIntegration", {"timeoutMilliseconds": "TimeoutInMillis"})
    return str(client.create_integration(**request)["IntegrationId"])


def route(cloud: Cloud, inputs: Inputs) -> str:
    """Which requests go there."""
    client = cloud.client("apigatewayv2")
    return str(client.create_route(**inputs.request(client, "CreateRoute"))["RouteId"])


def stage(cloud: Cloud, inputs: Inputs) -> str:
    """The stage that serves them."""
    client = cloud.client("apigatewayv2")
    request = inputs.request(client, "CreateStage", {"name": "StageName"})
    client.create_stage(**request)
    return str(request["StageName"])
