"""Lambda functions, their roles and logs, and the event source mappings that feed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi

from specfold.deploy.deploy_context import Site, child
from specfold.deploy.iam import document, trust
from specfold.deploy.pulumi_aws_import import aws
from specfold.deploy.roles import Granted, statements
from specfold.deploy.schedule import Schedule
from specfold.model.shared.limits import FUNCTION_NAME
from specfold.model.topology import EventSource, Function, Ref

ARCHITECTURE = "arm64"
EPOCHS = "STREAM_EPOCHS"  # as `specfold.aws.environment` reads it


class Code(pulumi.ComponentResource):
    """What all functions run: one archive of the project's code, one layer of its dependencies."""

    layer: aws.lambda_.LayerVersion

    def __init__(
        self, archive: pulumi.Archive, layer: str, site: Site, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("specfold:deploy:Code", "code", None, opts)
        self.archive = archive
        self.layer = aws.lambda_.LayerVersion(
            "dependencies",
            aws.lambda_.LayerVersionArgs(
                layer_name=site.names.physical("dependencies", FUNCTION_NAME),
                code=pulumi.FileArchive(layer),
                compatible_architectures=[ARCHITECTURE],
                compatible_runtimes=[site.settings.python_runtime],
            ),
            # An older version of the layer must outlive the update of the functions that still use it.
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )
        self.register_outputs({})


class LambdaFunction(pulumi.ComponentResource):
    """One function of a topology: role, log group, code, and how it reads a stream."""

    function: aws.lambda_.Function
    mapping: aws.lambda_.EventSourceMapping | None

    def __init__(
        self,
        function: Function,
        service: str,
        code: Code,
        granted: Granted,
        *,
        after: Sequence[pulumi.Resource] = (),  # functions that must have their new code before it
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("specfold:deploy:Function", function.name, None, opts)
        self._after = after
        self._spec, self._service, self._granted = function, service, granted
        self._site = granted.site
        self.purpose = function.purpose
        self._physical = self._site.names.physical(function.name, FUNCTION_NAME)
        self._log_group = self._logs()
        role, policy = self._role()
        self.function = self._function(role, policy, code)
        self.mapping = self._mapping(function.reads, policy) if function.reads else None
        if function.every_minutes:
            Schedule(function, service, self.function, self._site, pulumi.ResourceOptions(parent=self))
        self.register_outputs({})

    def _logs(self) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            self._spec.name,
            aws.cloudwatch.LogGroupArgs(
                name=f"/aws/lambda/{self._physical}",
                retention_in_days=self._site.settings.log_retention_days,
                kms_key_id=self._granted.keys.operations.arn,
                tags=self._site.tags(self._service),
            ),
            opts=child(self),
        )

    def _role(self) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        role = aws.iam.Role(
            self._spec.name,
            aws.iam.RoleArgs(
                name=self._physical,
                assume_role_policy=trust("lambda.amazonaws.com"),
                tags=self._site.tags(self._service),
            ),
            opts=child(self),
        )
        allowed = document(statements(self._spec, self._log_group, self._granted))
        policy = aws.iam.RolePolicyArgs(name="function", role=role.name, policy=allowed)
        return role, aws.iam.RolePolicy(self._spec.name, policy, opts=child(self))

    def _function(self, role: aws.iam.Role, policy: aws.iam.RolePolicy, code: Code) -> aws.lambda_.Function:
        spec, settings = self._spec, self._site.settings
        args = aws.lambda_.FunctionArgs(
            name=self._physical,
            role=role.arn,
            handler=spec.handler,
            runtime=settings.python_runtime,
            architectures=[ARCHITECTURE],
            code=code.archive,
            layers=[code.layer.arn],
            memory_size=spec.memory_mb,
            timeout=spec.timeout_seconds,
            reserved_concurrent_executions=settings.reserved_concurrency.get(spec.name),
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=self._environment()),
            # Never a payload: handlers log identities and verdicts, not data.
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(
                log_format="JSON", log_group=self._log_group.name, application_log_level="INFO"
            ),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            tags=self._site.tags(self._service) | {"purpose": spec.purpose},
        )
        return aws.lambda_.Function(spec.name, args, opts=child(self, policy, *self._after))

    def _environment(self) -> Mapping[str, pulumi.Input[str]]:
        names = {variable: self._name_of(ref) for variable, ref in sorted(self._spec.environment.items())}
        epochs = ",".join(
            f"{self._site.names.physical(stream)}={epoch}"
            for stream, epoch in sorted(self._site.settings.stream_epochs.items())
        )
        return names | ({EPOCHS: epochs} if epochs else {})

    def _name_of(self, ref: Ref) -> pulumi.Input[str]:
        if ref.kind == "bucket":
            return self._granted.archive.bucket.bucket
        return self._site.names.physical(ref.name)

    def _mapping(self, source: EventSource, policy: aws.iam.RolePolicy) -> aws.lambda_.EventSourceMapping:
        failures = aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
            destination_arn=self._granted.archive.bucket.arn
        )
        args = aws.lambda_.EventSourceMappingArgs(
            function_name=self.function.arn,
            event_source_arn=self._granted.streams[source.stream].arn,
            starting_position="TRIM_HORIZON",
            batch_size=source.batch_size,
            maximum_batching_window_in_seconds=source.window_seconds,
            parallelization_factor=source.parallelization,
            function_response_types=["ReportBatchItemFailures"],
            bisect_batch_on_function_error=source.bisect,
            maximum_retry_attempts=source.retries,
            maximum_record_age_in_seconds=-1,  # until the stream itself lets the record go
            destination_config=aws.lambda_.EventSourceMappingDestinationConfigArgs(on_failure=failures),
            metrics_config=aws.lambda_.EventSourceMappingMetricsConfigArgs(metrics=["EventCount"]),
            tags=self._site.tags(self._service),
        )
        return aws.lambda_.EventSourceMapping(self._spec.name, args, opts=child(self, policy))
