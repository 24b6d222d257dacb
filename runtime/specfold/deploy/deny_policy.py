"""What nobody may do to the log outside the pipeline, as a policy to attach or to take as an SCP.

Deletion protection and `protect` stop accidents in Pulumi. These calls hurt silently or forever: the
switch of a stream's record distribution strategy ignores partition keys from that moment on, a shorter
retention drops what Firehose has not read yet. Attach the exported policy to people's and pipelines'
roles, or paste its statements into a service control policy of the organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

from specfold.deploy.deploy_context import Site
from specfold.deploy.iam import document
from specfold.deploy.pulumi_aws_import import aws

STREAM_ACTIONS = (
    "kinesis:DecreaseStreamRetentionPeriod",
    "kinesis:DeleteStream",
    "kinesis:StopStreamEncryption",
    "kinesis:UpdateStreamRecordDistributionStrategy",
)
DELIVERY_ACTIONS = ("firehose:DeleteDeliveryStream", "firehose:UpdateDestination")
BUCKET_ACTIONS = (
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
)
TABLE_ACTIONS = ("dynamodb:DeleteTable", "dynamodb:UpdateContinuousBackups")
KEY_ACTIONS = ("kms:DisableKey", "kms:ScheduleKeyDeletion")


class Guardrails(pulumi.ComponentResource):
    """A managed policy of denials on exactly this stack's resources."""

    policy: aws.iam.Policy

    def __init__(
        self,
        site: Site,
        *,
        streams: Sequence[pulumi.Input[str]],
        deliveries: Sequence[pulumi.Input[str]],
        bucket: pulumi.Input[str],
        tables: Sequence[pulumi.Input[str]],
        keys: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Guardrails", "guardrails", None, opts)
        denials = [
            _deny("Streams", STREAM_ACTIONS, streams),
            _deny("Deliveries", DELIVERY_ACTIONS, deliveries),
            _deny("Archive", BUCKET_ACTIONS, [bucket]),
            _deny("Tables", TABLE_ACTIONS, tables),
            _deny("Keys", KEY_ACTIONS, keys),
        ]
        args = aws.iam.PolicyArgs(
            name=site.names.physical("guardrails"),
            description="Denies what would lose or reorder events.",
            policy=document([denial for denial in denials if denial["Resource"]]),
            tags=site.tags(),
        )
        self.policy = aws.iam.Policy("guardrails", args, opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({})


def _deny(sid: str, actions: Sequence[str], resources: Sequence[pulumi.Input[str]]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": list(resources)}
