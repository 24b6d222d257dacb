"""One HTTP API for the project: JWT authorizers, routes, throttling, an access log without payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pulumi

from specfold.deploy.deploy_context import child
from specfold.deploy.errors import InvalidSettings
from specfold.deploy.keys import Keys
from specfold.deploy.pulumi_aws_import import aws
from specfold.deploy.roles import Granted
from specfold.deploy.settings import JwtSettings
from specfold.model.topology import Authorizer, Route, Topology

STAGE = "$default"
_LIMIT_MS = 30_000  # an HTTP API waits no longer for an integration

# What an operator needs to find a request again; no header, no query, no body.
_ACCESS_LOG = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "latencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integrationLatency",
    "integrationError": "$context.integrationErrorMessage",
    "authorizerError": "$context.authorizer.error",
    "responseLength": "$context.responseLength",
}


def jwt_of(authorizer: Authorizer, service: str, settings: Mapping[str, JwtSettings]) -> JwtSettings:
    """Issuer and audience of an authorizer in this stack: the stack's where it has them, else the spec's.

    Raises:
        InvalidSettings: neither says who issues the tokens, or for whom.
    """
    ours = settings.get(f"{service}/{authorizer.name}") or settings.get(authorizer.name) or JwtSettings()
    issuer, audience = ours.issuer or authorizer.issuer, ours.audience or authorizer.audience
    if not issuer or not audience:
        lacks = "issuer" if not issuer else "audience"
        raise InvalidSettings(
            f"authorizer {authorizer.name!r} of service {service!r} has no {lacks}: "
            f"set `authorizers` to {{{authorizer.name!r}: {{issuer: https://…, audience: […]}}}}"
        )
    return JwtSettings(issuer, audience)


class Api(pulumi.ComponentResource):
    """The API and everything that hangs on it. `before` must stand before the first request can come in."""

    api: aws.apigatewayv2.Api
    stage: aws.apigatewayv2.Stage

    def __init__(
        self,
        topologies: Sequence[Topology],
        functions: Mapping[str, aws.lambda_.Function],
        granted: Granted,
        before: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Api", "api", None, opts)
        self._site = site = granted.site
        name = site.names.physical("api")
        args = aws.apigatewayv2.ApiArgs(name=name, protocol_type="HTTP", tags=site.tags())
        self.api = aws.apigatewayv2.Api("api", args, opts=child(self))
        routes: list[pulumi.Resource] = []
        for topology in topologies:
            routes += self._service(topology, functions)
        self.stage = self._stage(granted.keys, [*routes, *before])
        self.register_outputs({})

    def _service(
        self, topology: Topology, functions: Mapping[str, aws.lambda_.Function]
    ) -> list[pulumi.Resource]:
        used = {route.authorizer for route in topology.routes}
        authorizers = {
            authorizer.name: self._authorizer(authorizer, topology.service)
            for authorizer in topology.authorizers
            if authorizer.name in used
        }
        integrations = {
            function.name: self._integration(
                function.name, function.timeout_seconds, functions[function.name]
            )
            for function in topology.functions
            if function.purpose == "api"
        }
        return [self._route(route, authorizers, integrations) for route in topology.routes]

    def _authorizer(self, authorizer: Authorizer, service: str) -> aws.apigatewayv2.Authorizer:
        jwt = jwt_of(authorizer, service, self._site.settings.authorizers)
        args = aws.apigatewayv2.AuthorizerArgs(
            name=f"{service}-{authorizer.name}",
            api_id=self.api.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration=aws.apigatewayv2.AuthorizerJwtConfigurationArgs(
                issuer=jwt.issuer, audiences=list(jwt.audience)
            ),
        )
        return aws.apigatewayv2.Authorizer(f"{service}-{authorizer.name}", args, opts=child(self))

    def _integration(
        self, name: str, timeout_seconds: int, function: aws.lambda_.Function
    ) -> aws.apigatewayv2.Integration:
        permission = aws.lambda_.PermissionArgs(
            statement_id="http-api",
            action="lambda:InvokeFunction",
            function=function.name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(self.api.execution_arn, "/", STAGE, "/*"),
        )
        allowed = aws.lambda_.Permission(name, permission, opts=child(self))
        args = aws.apigatewayv2.IntegrationArgs(
            api_id=self.api.id,
            integration_type="AWS_PROXY",
            integration_uri=function.invoke_arn,
            integration_method="POST",
            payload_format_version="2.0",
            timeout_milliseconds=min(timeout_seconds * 1000 + 1000, _LIMIT_MS),
        )
        return aws.apigatewayv2.Integration(name, args, opts=child(self, allowed))

    def _route(
        self,
        route: Route,
        authorizers: Mapping[str, aws.apigatewayv2.Authorizer],
        integrations: Mapping[str, aws.apigatewayv2.Integration],
    ) -> aws.apigatewayv2.Route:
        key = f"{route.method} {route.path}"
        authorizer = authorizers[route.authorizer] if route.authorizer else None
        args = aws.apigatewayv2.RouteArgs(
            api_id=self.api.id,
            route_key=key,
            target=pulumi.Output.concat("integrations/", integrations[route.function].id),
            authorization_type="JWT" if authorizer else "NONE",
            authorizer_id=authorizer.id if authorizer else None,
            authorization_scopes=list(route.scopes) or None,
        )
        return aws.apigatewayv2.Route(key, args, opts=child(self))

    def _stage(self, keys: Keys, before: Sequence[pulumi.Resource]) -> aws.apigatewayv2.Stage:
        site, settings = self._site, self._site.settings
        logs = aws.cloudwatch.LogGroup(
            "api",
            aws.cloudwatch.LogGroupArgs(
                name=f"/aws/vendedlogs/{site.names.physical('api')}",
                retention_in_days=settings.log_retention_days,
                kms_key_id=keys.operations.arn,
                tags=site.tags(),
            ),
            opts=child(self),
        )
        args = aws.apigatewayv2.StageArgs(
            api_id=self.api.id,
            name=STAGE,
            auto_deploy=True,
            access_log_settings=aws.apigatewayv2.StageAccessLogSettingsArgs(
                destination_arn=logs.arn, format=json.dumps(_ACCESS_LOG)
            ),
            default_route_settings=aws.apigatewayv2.StageDefaultRouteSettingsArgs(
                detailed_metrics_enabled=True,
                throttling_burst_limit=settings.throttle_burst,
                throttling_rate_limit=float(settings.throttle_requests_per_second),
            ),
            tags=site.tags(),
        )
        return aws.apigatewayv2.Stage("api", args, opts=child(self, *before))
