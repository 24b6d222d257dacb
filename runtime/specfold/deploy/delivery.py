"""Firehose: from each archived stream, through the archive function, into the bucket."""

from __future__ import annotations

import pulumi
from pulumi_aws.kinesis import FirehoseDeliveryStreamExtendedS3ConfigurationArgs as Destination
from pulumi_aws.kinesis import (
    FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs as Logging,
)
from pulumi_aws.kinesis import (
    FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationArgs as Processing,
)
from pulumi_aws.kinesis import (
    FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorArgs as Processor,
)
from pulumi_aws.kinesis import (
    FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorParameterArgs as Parameter,
)
from pulumi_aws.kinesis import FirehoseDeliveryStreamKinesisSourceConfigurationArgs as Source

from specfold.deploy.archive import ERRORS, EVENTS
from specfold.deploy.deploy_context import child
from specfold.deploy.iam import Statement, document, statement, through, trust
from specfold.deploy.names import DELIVERY_NAME
from specfold.deploy.pulumi_aws_import import aws
from specfold.deploy.roles import Granted
from specfold.model.shared.iam_actions import READ_STREAM
from specfold.model.shared.limits import DELIVERY_ROLE_SUFFIX, FUNCTION_NAME
from specfold.model.topology import Stream

_HOUR = "!{timestamp:yyyy/MM/dd/HH}/"  # of the oldest record in the object, in UTC


class Delivery(pulumi.ComponentResource):
    """One stream's way to S3.

    Firehose begins at the newest record when it is made, so whatever can write to the stream waits for it
    (`specfold.deploy.program`). It is at least once and promises no order; the archive's readers know.
    """

    firehose: aws.kinesis.FirehoseDeliveryStream

    def __init__(
        self,
        stream: Stream,
        transform: aws.lambda_.Function,
        granted: Granted,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Delivery", stream.name, None, opts)
        self._stream, self._site, self._keys = stream, granted.site, granted.keys
        self._source, self._transform, self._archive = (
            granted.streams[stream.name],
            transform,
            granted.archive,
        )
        self._logs()
        role, policy = self._role()
        args = aws.kinesis.FirehoseDeliveryStreamArgs(
            name=self._site.names.physical(stream.name, DELIVERY_NAME),
            destination="extended_s3",
            kinesis_source_configuration=Source(kinesis_stream_arn=self._source.arn, role_arn=role.arn),
            extended_s3_configuration=self._destination(role),
            tags=self._site.tags(),
        )
        lasting = self._site.lasting(self, policy)
        self.firehose = aws.kinesis.FirehoseDeliveryStream(stream.name, args, opts=lasting)
        self.register_outputs({})

    def _logs(self) -> None:
        site = self._site
        self._log_group = aws.cloudwatch.LogGroup(
            f"{self._stream.name}{DELIVERY_ROLE_SUFFIX}",
            aws.cloudwatch.LogGroupArgs(
                name=f"/aws/kinesisfirehose/{site.names.physical(self._stream.name, DELIVERY_NAME)}",
                retention_in_days=site.settings.log_retention_days,
                kms_key_id=self._keys.operations.arn,
                tags=site.tags(),
            ),
            opts=child(self),
        )
        self._log_stream = aws.cloudwatch.LogStream(
            f"{self._stream.name}{DELIVERY_ROLE_SUFFIX}",
            aws.cloudwatch.LogStreamArgs(name="archive", log_group_name=self._log_group.name),
            opts=child(self),
        )

    def _role(self) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        name = f"{self._stream.name}{DELIVERY_ROLE_SUFFIX}"
        role = aws.iam.Role(
            name,
            aws.iam.RoleArgs(
                name=self._site.names.physical(name, FUNCTION_NAME),
                assume_role_policy=trust(
                    "firehose.amazonaws.com", {"StringEquals": {"sts:ExternalId": self._site.account}}
                ),
                tags=self._site.tags(),
            ),
            opts=child(self),
        )
        policy = aws.iam.RolePolicyArgs(name="delivery", role=role.name, policy=document(self._statements()))
        return role, aws.iam.RolePolicy(name, policy, opts=child(self))

    def _statements(self) -> list[Statement]:
        region, bucket = self._site.settings.region, self._archive.bucket.arn
        function = self._transform.arn
        prefixes = [f"{EVENTS}{self._stream.name}/*", f"{ERRORS}{self._stream.name}/*"]
        read = [action for action in READ_STREAM if action != "kinesis:DescribeStreamSummary"]
        key = self._keys.log.arn
        return [
            statement("Read", read, [self._source.arn]),
            statement("Decrypt", ["kms:Decrypt"], [key], condition=through("kinesis", region)),
            statement(
                "Transform",
                ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
                [function, pulumi.Output.concat(function, ":$LATEST")],
            ),
            statement(
                "Write",
                ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                [pulumi.Output.concat(bucket, "/", prefix) for prefix in prefixes],
            ),
            statement(
                "Bucket", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [bucket]
            ),
            statement(
                "Encrypt", ["kms:Decrypt", "kms:GenerateDataKey"], [key], condition=through("s3", region)
            ),
            statement(
                "Log",
                ["logs:PutLogEvents"],
                [pulumi.Output.concat(self._log_group.arn, ":log-stream:", self._log_stream.name)],
            ),
        ]

    def _destination(self, role: aws.iam.Role) -> Destination:
        settings, name = self._site.settings, self._stream.name
        return Destination(
            role_arn=role.arn,
            bucket_arn=self._archive.bucket.arn,
            prefix=f"{EVENTS}{name}/{_HOUR}",
            error_output_prefix=f"{ERRORS}{name}/!{{firehose:error-output-type}}/{_HOUR}",
            buffering_size=settings.archive_buffer_mb,
            buffering_interval=settings.archive_buffer_seconds,
            compression_format="GZIP",
            file_extension=".jsonl.gz",
            custom_time_zone="UTC",
            kms_key_arn=self._keys.log.arn,
            cloudwatch_logging_options=(
                Logging(
                    enabled=True, log_group_name=self._log_group.name, log_stream_name=self._log_stream.name
                )
            ),
            processing_configuration=self._processing(role),
        )

    def _processing(self, role: aws.iam.Role) -> Processing:
        # After the retries a batch is skipped and lands under errors/: an object there is an alarm.
        parameters: list[tuple[str, pulumi.Input[str]]] = [
            ("LambdaArn", pulumi.Output.concat(self._transform.arn, ":$LATEST")),
            ("NumberOfRetries", str(self._site.settings.transform_retries)),
            ("RoleArn", role.arn),
            ("BufferSizeInMBs", "1"),  # the response, a line longer per record, must stay under 6 MB
            ("BufferIntervalInSeconds", "60"),
        ]
        processor = Processor(
            type="Lambda",
            parameters=[
                Parameter(parameter_name=parameter, parameter_value=value) for parameter, value in parameters
            ],
        )
        return Processing(enabled=True, processors=[processor])
