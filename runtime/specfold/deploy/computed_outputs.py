"""The outputs that AWS computes: ARNs, endpoints, addresses. The same for a recording and for an emulator.

Each entry takes the physical id and the inputs; whatever it returns stands beside the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from specfold.deploy.graph import Made, Registered

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where ARNs point."""

    account: str = "000000000000"
    region: str = "eu-central-1"
    partition: str = "aws"
    api_host: str = ""  # how the emulator is reached; empty: as on AWS

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def api(self, api: str) -> str:
        """The endpoint of an HTTP API."""
        return self.api_host.format(api=api) or f"https://{api}.execute-api.{self.region}.amazonaws.com"


def _function(place: Place, _id: str, inputs: Inputs) -> Mapping[str, Any]:
    arn = place.arn("lambda", f"function:{inputs['name']}")
    path = f"path/2015-03-31/functions/{arn}/invocations"
    return {"arn": arn, "invokeArn": f"arn:{place.partition}:apigateway:{place.region}:lambda:{path}"}


def _bucket(place: Place, id_: str, _inputs: Inputs) -> Mapping[str, Any]:
    return {"arn": f"arn:{place.partition}:s3:::{id_}", "bucketDomainName": f"{id_}.s3.amazonaws.com"}


def _api(place: Place, id_: str, _inputs: Inputs) -> Mapping[str, Any]:
    return {
        "arn": f"arn:{place.partition}:apigateway:{place.region}::/apis/{id_}",
        "apiEndpoint": place.api(id_),
        "executionArn": place.arn("execute-api", id_),
    }


def _iam(kind: str) -> Callable[[Place, str, Inputs], Mapping[str, Any]]:
    def outputs(place: Place, _id: str, inputs: Inputs) -> Mapping[str, Any]:
        return {"arn": f"arn:{place.partition}:iam::{place.account}:{kind}/{inputs['name']}"}

    return outputs


def _named(service: str, resource: str) -> Callable[[Place, str, Inputs], Mapping[str, Any]]:
    def outputs(place: Place, id_: str, inputs: Inputs) -> Mapping[str, Any]:
        return {"arn": place.arn(service, resource.format(name=inputs.get("name", id_), id=id_))}

    return outputs


def _layer(place: Place, id_: str, inputs: Inputs) -> Mapping[str, Any]:
    return {"arn": id_, "layerArn": place.arn("lambda", f"layer:{inputs['layerName']}"), "version": "1"}


def _key(place: Place, id_: str, _inputs: Inputs) -> Mapping[str, Any]:
    return {"arn": place.arn("kms", f"key/{id_}"), "keyId": id_}


def _mapping(_place: Place, id_: str, _inputs: Inputs) -> Mapping[str, Any]:
    return {"uuid": id_}


_COMPUTED: Mapping[str, Callable[[Place, str, Inputs], Mapping[str, Any]]] = {
    "aws:apigatewayv2/api:Api": _api,
    "aws:cloudwatch/eventRule:EventRule": _named("events", "rule/{name}"),
    "aws:cloudwatch/logGroup:LogGroup": _named("logs", "log-group:{name}"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": _named("cloudwatch", "alarm:{name}"),
    "aws:dynamodb/table:Table": _named("dynamodb", "table/{name}"),
    "aws:iam/policy:Policy": _iam("policy"),
    "aws:iam/role:Role": _iam("role"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": _named("firehose", "deliverystream/{name}"),
    "aws:kinesis/stream:Stream": _named("kinesis", "stream/{name}"),
    "aws:kms/key:Key": _key,
    "aws:lambda/eventSourceMapping:EventSourceMapping": _mapping,
    "aws:lambda/function:Function": _function,
    "aws:lambda/layerVersion:LayerVersion": _layer,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:sns/topic:Topic": _named("sns", "{name}"),
}


def made(place: Place, resource: Registered, id_: str) -> Made:
    """A resource with this physical id, and all its outputs."""
    compute = _COMPUTED.get(resource.type)
    computed = compute(place, id_, resource.inputs) if compute else {}
    return Made(id=id_, outputs={**resource.inputs, **computed})


def provider_function(place: Place, token: str) -> Mapping[str, Any]:
    """The answers of the provider functions that the program uses.

    Raises:
        NotImplementedError: a function the program did not use when this was written.
    """
    match token:
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return {"accountId": place.account, "arn": f"arn:{place.partition}:iam::{place.account}:root"}
        case "aws:index/getPartition:getPartition":
            return {"partition": place.partition, "dnsSuffix": "amazonaws.com"}
        case _:
            raise NotImplementedError(f"provider function {token}")
