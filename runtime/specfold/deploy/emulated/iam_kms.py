"""IAM and KMS."""

from __future__ import annotations

from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.shapes import Inputs


def role(cloud: Cloud, inputs: Inputs) -> str:
    """A role."""
    client = cloud.client("iam")
    request = inputs.request(
        client, "CreateRole", {"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"}
    )
    client.create_role(**request)
    return str(request["RoleName"])


def role_policy(cloud: Cloud, inputs: Inputs) -> str:
    """A role's own policy."""
    client = cloud.client("iam")
    names = {"name": "PolicyName", "role": "RoleName", "policy": "PolicyDocument"}
    request = inputs.request(client, "PutRolePolicy", names)
    client.put_role_policy(**request)
    return f"{request['RoleName']}:{request['PolicyName']}"


def policy(cloud: Cloud, inputs: Inputs) -> str:
    """A managed policy; its id is its ARN."""
    client = cloud.client("iam")
    request = inputs.request(client, "CreatePolicy", {"name": "PolicyName", "policy": "PolicyDocument"})
    return str(client.create_policy(**request)["Policy"]["Arn"])


def key(cloud: Cloud, inputs: Inputs) -> str:
    """A key; rotation is switched on afterwards, and the deletion window matters only then."""
    client = cloud.client("kms")
    rotation = inputs.take("enableKeyRotation")
    inputs.take("deletionWindowInDays")
    created = client.create_key(**inputs.request(client, "CreateKey"))
    key_id = str(created["KeyMetadata"]["KeyId"])
    if rotation:
        client.enable_key_rotation(KeyId=key_id)
    return key_id


def alias(cloud: Cloud, inputs: Inputs) -> str:
    """A key's name."""
    client = cloud.client("kms")
    request = inputs.request(client, "CreateAlias", {"name": "AliasName"})
    client.create_alias(**request)
    return str(request["AliasName"])
