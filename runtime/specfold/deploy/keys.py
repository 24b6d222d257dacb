"""Customer managed keys, one for each kind of use, so that a grant on one opens nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from specfold.deploy.deploy_context import Site
from specfold.deploy.iam import document
from specfold.deploy.pulumi_aws_import import aws

# AWS services that write to encrypted topics and log groups on their own behalf.
_TOPIC_SERVICES = ("cloudwatch.amazonaws.com", "s3.amazonaws.com", "events.amazonaws.com")


class Keys(pulumi.ComponentResource):
    """`log` for streams and the archive, `tables` for DynamoDB, `operations` for alarms and logs."""

    log: aws.kms.Key
    tables: aws.kms.Key
    operations: aws.kms.Key

    def __init__(self, site: Site, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("specfold:deploy:Keys", "keys", None, opts)
        self._site = site
        self.log = self._key("log", "the streams and the archive", [])
        self.tables = self._key("tables", "the DynamoDB tables", [])
        self.operations = self._key("operations", "log groups and alarm topics", self._for_services())
        self.register_outputs({})

    def _key(self, name: str, purpose: str, more: Sequence[Mapping[str, Any]]) -> aws.kms.Key:
        key = aws.kms.Key(
            name,
            aws.kms.KeyArgs(
                description=f"{self._site.names.prefix}: {purpose}",
                deletion_window_in_days=30,
                enable_key_rotation=True,
                policy=document([self._owner(), *more]),
                tags=self._site.tags(),
            ),
            opts=self._site.lasting(self),
        )
        alias = aws.kms.AliasArgs(name=f"alias/{self._site.names.physical(name)}", target_key_id=key.key_id)
        aws.kms.Alias(name, alias, opts=pulumi.ResourceOptions(parent=self))
        return key

    def _owner(self) -> Mapping[str, Any]:
        """The account's own IAM policies decide; in a key policy `*` means this key alone."""
        return {
            "Sid": "AccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": self._site.account},
            "Action": "kms:*",
            "Resource": "*",
        }

    def _for_services(self) -> list[Mapping[str, Any]]:
        region = self._site.settings.region
        return [
            {
                "Sid": "Topics",
                "Effect": "Allow",
                "Principal": {"Service": list(_TOPIC_SERVICES)},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                # No condition: EventBridge sends neither account nor rule. Who may publish, the topics say.
            },
            {
                "Sid": "LogGroups",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{region}.amazonaws.com"},
                "Action": [
                    "kms:Decrypt*",
                    "kms:DescribeKey",
                    "kms:Encrypt*",
                    "kms:GenerateDataKey*",
                    "kms:ReEncrypt*",
                ],
                "Resource": "*",
                "Condition": {
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": pulumi.Output.concat(
                            "arn:*:logs:", region, ":", self._site.account, ":log-group:*"
                        )
                    }
                },
            },
        ]
