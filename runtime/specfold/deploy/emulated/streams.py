"""Kinesis and Firehose."""

from __future__ import annotations

from typing import Any

from specfold.deploy.emulated.cloud import QUICKLY, Cloud
from specfold.deploy.emulated.shapes import Inputs


def stream(cloud: Cloud, inputs: Inputs) -> str:
    """A data stream; what `CreateStream` cannot say follows in calls of its own."""
    client, name = cloud.client("kinesis"), inputs.take("name")
    retention, metrics = inputs.take("retentionPeriod"), inputs.take("shardLevelMetrics")
    encryption, key = inputs.take("encryptionType"), inputs.take("kmsKeyId")
    client.create_stream(StreamName=name, **inputs.request(client, "CreateStream"))
    client.get_waiter("stream_exists").wait(StreamName=name, WaiterConfig=QUICKLY)
    if retention and retention > 24:
        client.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=retention)
    if encryption == "KMS":
        client.start_stream_encryption(StreamName=name, EncryptionType=encryption, KeyId=key)
    if metrics:
        client.enable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=metrics)
    return cloud.place.arn("kinesis", f"stream/{name}")


def delivery(cloud: Cloud, inputs: Inputs) -> str:
    """A delivery stream to S3. With the local driver it has no source: the driver is the one who reads."""
    client, operation = cloud.client("firehose"), "CreateDeliveryStream"
    name = inputs.take("name")
    inputs.expect("destination", "extended_s3")
    source = inputs.nested("kinesisSourceConfiguration").request(
        client, operation, member="KinesisStreamSourceConfiguration"
    )
    request: dict[str, Any] = {
        "ExtendedS3DestinationConfiguration": _destination(inputs.nested("extendedS3Configuration"), client),
        **inputs.request(client, operation),
    }
    if cloud.driver == "emulator":
        request["KinesisStreamSourceConfiguration"] = source
    kind = "KinesisStreamAsSource" if cloud.driver == "emulator" else "DirectPut"
    client.create_delivery_stream(DeliveryStreamName=name, DeliveryStreamType=kind, **request)
    return cloud.place.arn("firehose", f"deliverystream/{name}")


def _destination(inputs: Inputs, client: Any) -> dict[str, Any]:
    hints = {
        "SizeInMBs": inputs.take("bufferingSize"),
        "IntervalInSeconds": inputs.take("bufferingInterval"),
    }
    key = inputs.take("kmsKeyArn")
    rest = inputs.request(client, "CreateDeliveryStream", member="ExtendedS3DestinationConfiguration")
    return {
        **rest,
        "BufferingHints": hints,
        "EncryptionConfiguration": {"KMSEncryptionConfig": {"AWSKMSKeyARN": key}},
    }
