"""IAM policy documents: small, explicit, and JSON only at the very end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

Statement = Mapping[str, Any]
"""One statement of a policy; values may be outputs."""


def statement(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[pulumi.Input[str]],
    *,
    condition: Mapping[str, Any] | None = None,
) -> Statement:
    """Allow these actions on these resources."""
    allowed: dict[str, Any] = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": list(resources),
    }
    return allowed | ({"Condition": condition} if condition else {})


def document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """A policy document as JSON, once every ARN in it is known."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str, condition: Mapping[str, Any] | None = None) -> pulumi.Output[str]:
    """Who may assume a role: one AWS service, for instance `lambda.amazonaws.com`."""
    allowed: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return document([allowed | ({"Condition": condition} if condition else {})])


def through(service: str, region: str) -> Mapping[str, Any]:
    """The condition that a KMS key is used only through one AWS service of this region."""
    return {"StringEquals": {"kms:ViaService": f"{service}.{region}.amazonaws.com"}}
