"""S3: a bucket, and each of its settings as Pulumi has them, a resource of its own."""

from __future__ import annotations

from typing import Any

from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.shapes import Inputs


def bucket(cloud: Cloud, inputs: Inputs) -> str:
    """A bucket; its tags follow."""
    client, name, tags = cloud.client("s3"), inputs.take("bucket"), inputs.take("tags")
    request: dict[str, Any] = inputs.request(
        client, "CreateBucket", {"objectLockEnabled": "ObjectLockEnabledForBucket"}
    )
    if cloud.region != "us-east-1":  # S3's own default, which it refuses to be told
        request["CreateBucketConfiguration"] = {"LocationConstraint": cloud.region}
    client.create_bucket(Bucket=name, **request)
    if tags:
        pairs = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
        client.put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs})
    return str(name)


def versioning(cloud: Cloud, inputs: Inputs) -> str:
    """Versions."""
    name = inputs.take("bucket")
    status = inputs.nested("versioningConfiguration")
    inputs.done()
    client, member = cloud.client("s3"), "VersioningConfiguration"
    request = status.request(client, "PutBucketVersioning", member=member)
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration=request)
    return str(name)


def object_lock(cloud: Cloud, inputs: Inputs) -> str:
    """The retention that objects get by default."""
    name, client = inputs.take("bucket"), cloud.client("s3")
    request = inputs.request(client, "PutObjectLockConfiguration", member="ObjectLockConfiguration")
    request["ObjectLockEnabled"] = "Enabled"
    client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=request)
    return str(name)


def encryption(cloud: Cloud, inputs: Inputs) -> str:
    """The encryption that objects get by default."""
    name, client = inputs.take("bucket"), cloud.client("s3")
    request = inputs.request(client, "PutBucketEncryption", member="ServerSideEncryptionConfiguration")
    client.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=request)
    return str(name)


def public_access(cloud: Cloud, inputs: Inputs) -> str:
    """No public access."""
    name, client = inputs.take("bucket"), cloud.client("s3")
    request = inputs.request(client, "PutPublicAccessBlock", member="PublicAccessBlockConfiguration")
    client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=request)
    return str(name)


def ownership(cloud: Cloud, inputs: Inputs) -> str:
    """Who owns objects; Pulumi has one rule where S3 has a list."""
    name, rule = inputs.take("bucket"), inputs.take("rule")
    client = cloud.client("s3")
    rules = Inputs(inputs.type, inputs.name, {"rules": [rule]})
    request = rules.request(client, "PutBucketOwnershipControls", member="OwnershipControls")
    inputs.done()
    client.put_bucket_ownership_controls(Bucket=name, OwnershipControls=request)
    return str(name)


def policy(cloud: Cloud, inputs: Inputs) -> str:
    """The bucket's policy."""
    name, document = inputs.take("bucket"), inputs.take("policy")
    inputs.done()
    cloud.client("s3").put_bucket_policy(Bucket=name, Policy=document)
    return str(name)


def notification(cloud: Cloud, inputs: Inputs) -> str:
    """Which topics hear of new objects."""
    name = inputs.take("bucket")
    topics = [_topic(Inputs(inputs.type, inputs.name, one, "topics.")) for one in inputs.take("topics", [])]
    inputs.done()
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket=name, NotificationConfiguration={"TopicConfigurations": topics}
    )
    return str(name)


def _topic(inputs: Inputs) -> dict[str, Any]:
    rules = [{"Name": "prefix", "Value": inputs.take("filterPrefix", "")}]
    topic = {
        "Id": inputs.take("id"),
        "TopicArn": inputs.take("topicArn"),
        "Events": inputs.take("events"),
        "Filter": {"Key": {"FilterRules": rules}},
    }
    inputs.done()
    return topic
