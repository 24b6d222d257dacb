"""Alarms: what tells people before the seven days of the stream run out. A page wakes somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from specfold.deploy.alarm_rules import API, CLOCK, DELIVERY, FUNCTION, MAPPING, READER, STREAM, TABLE, Rule
from specfold.deploy.archive import ERRORS, FAILURES, Archive
from specfold.deploy.deploy_context import Site, child
from specfold.deploy.iam import document
from specfold.deploy.keys import Keys
from specfold.deploy.pulumi_aws_import import aws
from specfold.deploy.signal_rules import SIGNALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Logical names to what CloudWatch's dimensions call them."""

    streams: Mapping[str, pulumi.Input[str]]
    deliveries: Mapping[str, pulumi.Input[str]]
    functions: Mapping[str, pulumi.Input[str]]
    purposes: Mapping[str, Mapping[str, pulumi.Input[str]]]  # the functions, by what they are for
    mappings: Mapping[str, pulumi.Input[str]]
    tables: Mapping[str, pulumi.Input[str]]
    api: pulumi.Input[str] | None


class Alarms(pulumi.ComponentResource):
    """Two topics, `notices` and `pages`, and the alarms and events that reach them."""

    pages: pulumi.Output[str]

    def __init__(
        self,
        watched: Watched,
        archive: Archive,
        site: Site,
        keys: Keys,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Alarms", "alarms", None, opts)
        self._site = site
        self._topics = {name: self._topic(name, keys) for name in ("notices", "pages")}
        self.pages = self._topics["pages"].arn
        self._all(watched)
        self._objects(archive)
        self.register_outputs({})

    def _topic(self, name: str, keys: Keys) -> aws.sns.TopicPolicy:
        site = self._site
        args = aws.sns.TopicArgs(
            name=site.names.physical(name), kms_master_key_id=keys.operations.key_id, tags=site.tags()
        )
        topic = aws.sns.Topic(name, args, opts=child(self))
        policy = aws.sns.TopicPolicyArgs(arn=topic.arn, policy=document(_publishers(topic, site)))
        if site.settings.alarm_email:
            mail = aws.sns.TopicSubscriptionArgs(
                topic=topic.arn, protocol="email", endpoint=site.settings.alarm_email
            )
            aws.sns.TopicSubscription(name, mail, opts=child(self))
        return aws.sns.TopicPolicy(name, policy, opts=child(self))

    def _all(self, watched: Watched) -> None:
        mapped = {name: watched.functions[name] for name in watched.mappings}
        groups: list[tuple[str, tuple[Rule, ...], str, Mapping[str, pulumi.Input[str]]]] = [
            ("stream", STREAM, "StreamName", watched.streams),
            ("delivery", DELIVERY, "DeliveryStreamName", watched.deliveries),
            ("function", FUNCTION, "FunctionName", watched.functions),
            ("reader", READER, "FunctionName", mapped),
            ("audit", CLOCK, "FunctionName", watched.purposes.get("audit", {})),
            ("mapping", MAPPING, "EventSourceMappingUUID", watched.mappings),
            ("table", TABLE, "TableName", watched.tables),
            ("http", API, "ApiId", {"api": watched.api} if watched.api is not None else {}),
        ]
        for purpose, rules in SIGNALS.items():
            kind = "audit" if purpose == "audit" else "signal"
            groups.append((kind, rules, "function", watched.purposes.get(purpose, {})))
        for kind, rules, dimension, names in groups:
            for rule in rules:
                for name, value in names.items():
                    self._alarm(rule, f"{kind}-{name}-{rule.name}", {dimension: value})

    def _alarm(self, rule: Rule, name: str, dimensions: Mapping[str, pulumi.Input[str]]) -> None:
        args = aws.cloudwatch.MetricAlarmArgs(
            name=self._site.names.physical(name),
            alarm_description=rule.meaning,
            namespace=rule.namespace,
            metric_name=rule.metric,
            dimensions=dimensions,
            statistic=None if rule.percentile else rule.statistic,
            extended_statistic=rule.statistic if rule.percentile else None,
            comparison_operator=rule.comparison,
            threshold=rule.threshold,
            period=rule.period_seconds,
            evaluation_periods=rule.periods,
            treat_missing_data="breaching" if rule.silence else "notBreaching",
            alarm_actions=[self._topics["pages" if rule.page else "notices"].arn],
            ok_actions=[self._topics["pages" if rule.page else "notices"].arn],
            tags=self._site.tags(),
        )
        aws.cloudwatch.MetricAlarm(name, args, opts=child(self))

    def _objects(self, archive: Archive) -> None:
        """An object under errors/ or Lambda's failures is a record that is not where it belongs."""
        pages = self._topics["pages"]
        args = aws.s3.BucketNotificationArgs(
            bucket=archive.bucket.bucket,
            topics=[
                aws.s3.BucketNotificationTopicArgs(
                    id=name, topic_arn=pages.arn, events=["s3:ObjectCreated:*"], filter_prefix=prefix
                )
                for name, prefix in (("errors", ERRORS), ("failures", FAILURES))
            ],
        )
        aws.s3.BucketNotification("archive", args, opts=child(self, pages))


def _publishers(topic: aws.sns.Topic, site: Site) -> list[Mapping[str, Any]]:
    def may_publish(sid: str, *services: str) -> dict[str, Any]:
        return {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
            "Action": "sns:Publish",
            "Resource": topic.arn,
        }

    of_account = {"StringEquals": {"aws:SourceAccount": site.account}}
    return [
        may_publish("Alarms", "cloudwatch", "s3") | {"Condition": of_account},
        may_publish("Events", "events"),  # EventBridge sends none of the keys that a condition could ask for
    ]
