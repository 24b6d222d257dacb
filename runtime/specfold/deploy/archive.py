"""The archive: one bucket that holds every event forever, and lets nobody delete one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from specfold.deploy.deploy_context import Site, child
from specfold.deploy.iam import document
from specfold.deploy.keys import Keys
from specfold.deploy.names import BUCKET_NAME
from specfold.deploy.pulumi_aws_import import aws

EVENTS, ERRORS, REPAIR = "events/", "errors/", "repair/"
FAILURES = "aws/lambda/"  # where Lambda itself puts the batches it gave up on; not ours to choose

_ACCOUNT_ID = "0" * 12  # as long as any: bucket names are global, so ours end with the account


class Archive(pulumi.ComponentResource):
    """Versioned, object-locked, encrypted, private. There is no lifecycle rule: nothing here expires."""

    bucket: aws.s3.Bucket

    def __init__(self, site: Site, keys: Keys, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("specfold:deploy:Archive", "archive", None, opts)
        site.names.physical(f"archive-{_ACCOUNT_ID}", BUCKET_NAME)
        self._site = site
        self.bucket = aws.s3.Bucket(
            "archive",
            aws.s3.BucketArgs(
                bucket=pulumi.Output.concat(site.names.physical("archive"), "-", site.account),
                object_lock_enabled=True,
                tags=site.tags(),
            ),
            opts=site.lasting(self),
        )
        settled = self._versions()
        self._encryption(keys)
        self._access(settled)
        self.register_outputs({})

    def _versions(self) -> list[pulumi.Resource]:
        versioning = aws.s3.BucketVersioning(
            "archive",
            bucket=self.bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self._site.lasting(self),
        )
        settings = self._site.settings
        if not settings.object_lock_days:
            return [versioning]
        retention = aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
            days=settings.object_lock_days, mode=settings.object_lock_mode
        )
        lock = aws.s3.BucketObjectLockConfiguration(
            "archive",
            bucket=self.bucket.bucket,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention),
            opts=self._site.lasting(self, versioning),
        )
        return [versioning, lock]

    def _encryption(self, keys: Keys) -> None:
        by_default = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="aws:kms", kms_master_key_id=keys.log.arn
        )
        rule = aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
            apply_server_side_encryption_by_default=by_default, bucket_key_enabled=True
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            "archive", bucket=self.bucket.bucket, rules=[rule], opts=child(self)
        )

    def _access(self, settled: list[pulumi.Resource]) -> None:
        block = aws.s3.BucketPublicAccessBlock(
            "archive",
            aws.s3.BucketPublicAccessBlockArgs(
                bucket=self.bucket.bucket,
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            ),
            opts=child(self),
        )
        owner = aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced")
        aws.s3.BucketOwnershipControls(
            "archive",
            aws.s3.BucketOwnershipControlsArgs(bucket=self.bucket.bucket, rule=owner),
            opts=child(self),
        )
        policy = aws.s3.BucketPolicyArgs(bucket=self.bucket.bucket, policy=document(self._statements()))
        # Last, because from then on the policy forbids to change versions and lock.
        aws.s3.BucketPolicy("archive", policy, opts=self._site.lasting(self, block, *settled))

    def _statements(self) -> list[Mapping[str, Any]]:
        bucket, objects = self.bucket.arn, pulumi.Output.concat(self.bucket.arn, "/*")
        return [
            _deny("TlsOnly", ["s3:*"], [bucket, objects], {"Bool": {"aws:SecureTransport": "false"}}),
            _deny(
                "ModernTlsOnly", ["s3:*"], [bucket, objects], {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
            ),
            _deny(
                "NeverDelete",
                ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
                [objects],
                self._unless_break_glass(),
            ),
            _deny(
                "NeverWeaken",
                [
                    "s3:DeleteBucket",
                    "s3:PutBucketObjectLockConfiguration",
                    "s3:PutBucketVersioning",
                    "s3:PutLifecycleConfiguration",
                ],
                [bucket],
                self._unless_break_glass(),
            ),
        ]

    def _unless_break_glass(self) -> Mapping[str, Any] | None:
        roles = self._site.settings.break_glass_roles
        return {"ArnNotEquals": {"aws:PrincipalArn": list(roles)}} if roles else None


def _deny(
    sid: str, actions: list[str], resources: list[pulumi.Output[str]], condition: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    denied: dict[str, Any] = {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": resources,
    }
    return denied | ({"Condition": condition} if condition else {})
