"""The KMS actions that follow from the IAM actions a topology asks for."""

from __future__ import annotations

from typing import Final

_ENCRYPTS: Final = frozenset({"kinesis:PutRecord", "s3:PutObject"})
_DECRYPTS: Final = frozenset({"kinesis:GetRecords", "s3:GetObject"})


def kms_actions(actions: frozenset[str]) -> tuple[str, ...]:
    """The KMS actions that a caller of `actions` needs on the key of the resource, sorted.

    DynamoDB decrypts the table's own key for reads and writes alike; Kinesis and S3 ask for a
    data key to write with.
    """
    needed = set()
    if actions & _ENCRYPTS:
        needed.add("kms:GenerateDataKey")
    if actions & _DECRYPTS or any(
        action.startswith("dynamodb:") and action != "dynamodb:DescribeTable" for action in actions
    ):
        needed.add("kms:Decrypt")
    return tuple(sorted(needed))
