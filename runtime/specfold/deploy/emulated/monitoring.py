"""CloudWatch, EventBridge and SNS: logs, alarms, rules, topics."""

from __future__ import annotations

from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.shapes import Inputs


def log_group(cloud: Cloud, inputs: Inputs) -> str:
    """A log group; its retention follows."""
    client, name = cloud.client("logs"), inputs.take("name")
    retention = inputs.take("retentionInDays")
    client.create_log_group(logGroupName=name, **inputs.request(client, "CreateLogGroup"))
    if retention:
        client.put_retention_policy(logGroupName=name, retentionInDays=retention)
    return str(name)


def log_stream(cloud: Cloud, inputs: Inputs) -> str:
    """A log stream."""
    client = cloud.client("logs")
    request = inputs.request(client, "CreateLogStream", {"name": "logStreamName"})
    client.create_log_stream(**request)
    return str(request["logStreamName"])


def alarm(cloud: Cloud, inputs: Inputs) -> str:
    """An alarm."""
    client, dimensions = cloud.client("cloudwatch"), inputs.take("dimensions", {})
    request = inputs.request(client, "PutMetricAlarm", {"name": "AlarmName"})
    request["Dimensions"] = [{"Name": name, "Value": value} for name, value in sorted(dimensions.items())]
    client.put_metric_alarm(**request)
    return str(request["AlarmName"])


def topic(cloud: Cloud, inputs: Inputs) -> str:
    """A topic; its id is its ARN."""
    client, key = cloud.client("sns"), inputs.take("kmsMasterKeyId")
    attributes = {"KmsMasterKeyId": key} if key else {}
    return str(
        client.create_topic(Attributes=attributes, **inputs.request(client, "CreateTopic"))["TopicArn"]
    )


def topic_policy(cloud: Cloud, inputs: Inputs) -> str:
    """Who may publish."""
    arn, document = inputs.take("arn"), inputs.take("policy")
    inputs.done()
    cloud.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=document)
    return str(arn)


def subscription(cloud: Cloud, inputs: Inputs) -> str:
    """Who is told."""
    client = cloud.client("sns")
    request = inputs.request(client, "Subscribe", {"topic": "TopicArn"})
    return str(client.subscribe(**request, ReturnSubscriptionArn=True)["SubscriptionArn"])


def event_rule(cloud: Cloud, inputs: Inputs) -> str:
    """A rule of EventBridge."""
    client = cloud.client("events")
    request = inputs.request(client, "PutRule")
    client.put_rule(**request)
    return str(request["Name"])


def event_target(cloud: Cloud, inputs: Inputs) -> str:
    """Where its events go."""
    rule, target = inputs.take("rule"), {"Id": inputs.take("targetId"), "Arn": inputs.take("arn")}
    inputs.done()
    cloud.client("events").put_targets(Rule=rule, Targets=[target])
    return f"{rule}-{target['Id']}"
