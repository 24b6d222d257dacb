"""Which adapter makes which type, and which changes of an existing resource are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from specfold.deploy.emulated import buckets, functions, streams, tables
from specfold.deploy.emulated import http_api as front
from specfold.deploy.emulated import iam_kms as access
from specfold.deploy.emulated import monitoring as watching
from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.shapes import Inputs

Adapter = Callable[[Cloud, Inputs], str]
"""Makes a resource and returns its physical id. Leaves no input untaken."""

_ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"

ADAPTERS: Final[Mapping[str, Adapter]] = {
    "aws:apigatewayv2/api:Api": front.api,
    "aws:apigatewayv2/authorizer:Authorizer": front.authorizer,
    "aws:apigatewayv2/integration:Integration": front.integration,
    "aws:apigatewayv2/route:Route": front.route,
    "aws:apigatewayv2/stage:Stage": front.stage,
    "aws:cloudwatch/eventRule:EventRule": watching.event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": watching.event_target,
    "aws:cloudwatch/logGroup:LogGroup": watching.log_group,
    "aws:cloudwatch/logStream:LogStream": watching.log_stream,
    "aws:cloudwatch/metricAlarm:MetricAlarm": watching.alarm,
    "aws:dynamodb/table:Table": tables.table,
    "aws:dynamodb/tableItem:TableItem": tables.item,
    "aws:iam/policy:Policy": access.policy,
    "aws:iam/role:Role": access.role,
    "aws:iam/rolePolicy:RolePolicy": access.role_policy,
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": streams.delivery,
    "aws:kinesis/stream:Stream": streams.stream,
    "aws:kms/alias:Alias": access.alias,
    "aws:kms/key:Key": access.key,
    "aws:lambda/eventSourceMapping:EventSourceMapping": functions.mapping,
    "aws:lambda/function:Function": functions.function,
    "aws:lambda/layerVersion:LayerVersion": functions.layer,
    "aws:lambda/permission:Permission": functions.permission,
    "aws:s3/bucket:Bucket": buckets.bucket,
    "aws:s3/bucketNotification:BucketNotification": buckets.notification,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": buckets.object_lock,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": buckets.ownership,
    "aws:s3/bucketPolicy:BucketPolicy": buckets.policy,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": buckets.public_access,
    _ENCRYPTION: buckets.encryption,
    "aws:s3/bucketVersioning:BucketVersioning": buckets.versioning,
    "aws:sns/topic:Topic": watching.topic,
    "aws:sns/topicPolicy:TopicPolicy": watching.topic_policy,
    "aws:sns/topicSubscription:TopicSubscription": watching.subscription,
}

UPDATES: Final[Mapping[tuple[str, str], Callable[[Cloud, Inputs], None]]] = {
    ("aws:lambda/function:Function", "code"): functions.update_code,
}
"""By type and the one input that changed."""
