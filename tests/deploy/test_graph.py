"""What the Pulumi program registers for the sample, looked at without any cloud."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from specfold.deploy.graph import Graph

REGION, ACCOUNT = "us-east-1", "123456789012"
STREAM_ARN = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/specfold-test-shop-orders"
BUCKET_ARN = f"arn:aws:s3:::specfold-test-archive-{ACCOUNT}"
READ = ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")
INVOKE = ("GetFunctionConfiguration", "InvokeFunction")
FOLDING = ("shop-reader", "shop-repair")
LASTING = {
    "aws:dynamodb/table:Table",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:kinesis/stream:Stream",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketVersioning:BucketVersioning",
}


def table_arn(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/specfold-test-{name}"


def key_arn(name: str) -> str:
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{name}-id"


def statements(graph: Graph, type_: str, name: str) -> dict[str, dict[str, Any]]:
    document = json.loads(graph.one(type_, name).inputs["policy"])
    assert document["Version"] == "2012-10-17"
    return {one["Sid"]: one for one in document["Statement"]}


def allowed(graph: Graph, role: str) -> list[tuple[str, str]]:
    """Every (action, resource) of a role, but logs and tracing, which every function has."""
    found = statements(graph, "aws:iam/rolePolicy:RolePolicy", role)
    return sorted(
        (action, resource)
        for sid, one in found.items()
        for action in one["Action"]
        for resource in one["Resource"]
        if sid not in ("Log", "Trace")
    )


def test_streams_keep_a_week_encrypted_with_metrics_per_shard(graph: Graph) -> None:
    orders = graph.one("aws:kinesis/stream:Stream", "shop-orders").inputs
    assert orders["name"] == "specfold-test-shop-orders"
    assert orders["retentionPeriod"] == 168
    assert (orders["encryptionType"], orders["kmsKeyId"]) == ("KMS", key_arn("log"))
    assert orders["streamModeDetails"] == {"streamMode": "ON_DEMAND"}
    assert "shardCount" not in orders
    assert {"IteratorAgeMilliseconds", "WriteProvisionedThroughputExceeded"} <= set(
        orders["shardLevelMetrics"]
    )
    fixed = graph.one("aws:kinesis/stream:Stream", "shop-fixed").inputs
    assert (fixed["shardCount"], fixed["streamModeDetails"]) == (2, {"streamMode": "PROVISIONED"})


def test_what_holds_data_is_protected_and_nothing_else_is(graph: Graph) -> None:
    assert {one.type for one in graph.resources if one.protect} == LASTING
    kept = {one.type for one in graph.resources if one.retain_on_delete}
    assert kept == LASTING | {"aws:lambda/layerVersion:LayerVersion"}


def test_tables_can_go_back_in_time_and_cannot_be_dropped(graph: Graph) -> None:
    ledger = graph.one("aws:dynamodb/table:Table", "shop-ledger").inputs
    assert ledger["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 35}
    assert ledger["deletionProtectionEnabled"] is True
    assert ledger["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": key_arn("tables")}
    assert ledger["ttl"] == {"enabled": True, "attributeName": "expires"}
    assert ledger["billingMode"] == "PAY_PER_REQUEST"
    summary = graph.one("aws:dynamodb/table:Table", "shop-order-summary").inputs
    assert summary["pointInTimeRecovery"]["recoveryPeriodInDays"] == 7
    assert summary["globalSecondaryIndexes"] == [
        {
            "name": "byCustomer",
            "projectionType": "ALL",
            "keySchemas": [
                {"attributeName": "customerId", "keyType": "HASH"},
                {"attributeName": "placedAt", "keyType": "RANGE"},
            ],
        }
    ]
    assert "ttl" not in summary


def test_the_first_deployment_of_a_policy_is_recorded_and_stays(graph: Graph) -> None:
    made = graph.one("aws:dynamodb/tableItem:TableItem", "shop-policies-onOrderPlaced")
    item = json.loads(made.inputs["item"])
    assert item["pk"] == {"S": "onOrderPlaced#"}
    assert abs(int(item["started"]["N"]) / 1000 - time.time()) < 600
    assert made.ignored == {"item"}  # or the next deployment would say that it is the first
    assert graph.one("aws:dynamodb/table:Table", "shop-policies").urn in made.depends_on


def test_the_archive_is_versioned_locked_private_and_encrypted(graph: Graph) -> None:
    assert graph.one("aws:s3/bucket:Bucket", "archive").inputs["objectLockEnabled"] is True
    lock = graph.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "archive").inputs
    assert lock["rule"] == {"defaultRetention": {"days": 365, "mode": "GOVERNANCE"}}
    versions = graph.one("aws:s3/bucketVersioning:BucketVersioning", "archive").inputs
    assert versions["versioningConfiguration"] == {"status": "Enabled"}
    access = graph.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "archive").inputs
    assert [value for value in access.values() if value is True] == [True] * 4
    (encryption,) = graph.of(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    ).values()
    (rule,) = encryption.inputs["rules"]
    assert rule["bucketKeyEnabled"] is True
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == key_arn("log")
    assert not graph.of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")


def test_nobody_deletes_from_the_archive_or_reads_it_in_the_clear(graph: Graph) -> None:
    found = statements(graph, "aws:s3/bucketPolicy:BucketPolicy", "archive")
    assert {one["Effect"] for one in found.values()} == {"Deny"}
    assert found["NeverDelete"]["Action"] == [
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:BypassGovernanceRetention",
    ]
    assert "Condition" not in found["NeverDelete"]
    assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert found["TlsOnly"]["Resource"] == [BUCKET_ARN, f"{BUCKET_ARN}/*"]


def test_delivery_goes_through_the_archive_function_into_dated_gzip(graph: Graph) -> None:
    inputs = graph.one("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "shop-orders").inputs
    destination = inputs["extendedS3Configuration"]
    assert inputs["kinesisSourceConfiguration"]["kinesisStreamArn"] == STREAM_ARN
    assert destination["prefix"] == "events/shop-orders/!{timestamp:yyyy/MM/dd/HH}/"
    assert destination["errorOutputPrefix"].startswith("errors/shop-orders/!{firehose:error-output-type}/")
    assert (destination["compressionFormat"], destination["fileExtension"]) == ("GZIP", ".jsonl.gz")
    assert (destination["bufferingSize"], destination["bufferingInterval"]) == (128, 300)
    (processor,) = destination["processingConfiguration"]["processors"]
    parameters = {one["parameterName"]: one["parameterValue"] for one in processor["parameters"]}
    assert parameters["LambdaArn"].endswith(":function:specfold-test-shop-archive:$LATEST")
    assert parameters["NumberOfRetries"] == "300"
    assert destination["cloudwatchLoggingOptions"]["enabled"] is True


def test_the_delivery_role_reads_one_stream_and_writes_two_prefixes(graph: Graph) -> None:
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:specfold-test-shop-archive"
    logs = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/kinesisfirehose/specfold-test-shop-orders"
    objects = [f"{BUCKET_ARN}/errors/shop-orders/*", f"{BUCKET_ARN}/events/shop-orders/*"]
    found = statements(graph, "aws:iam/rolePolicy:RolePolicy", "shop-orders-delivery")
    assert found.pop("Log")["Resource"] == [f"{logs}:log-stream:archive"]
    assert allowed(graph, "shop-orders-delivery") == [
        *((f"kinesis:{action}", STREAM_ARN) for action in READ if action != "DescribeStreamSummary"),
        ("kms:Decrypt", key_arn("log")),
        ("kms:Decrypt", key_arn("log")),
        ("kms:GenerateDataKey", key_arn("log")),
        *((f"lambda:{action}", one) for action in INVOKE for one in (function, f"{function}:$LATEST")),
        *(("s3:AbortMultipartUpload", one) for one in objects),
        ("s3:GetBucketLocation", BUCKET_ARN),
        *(("s3:GetObject", one) for one in objects),
        ("s3:ListBucket", BUCKET_ARN),
        ("s3:ListBucketMultipartUploads", BUCKET_ARN),
        *(("s3:PutObject", one) for one in objects),
    ]


def test_a_function_may_do_what_it_was_granted_and_no_more(graph: Graph) -> None:
    assert allowed(graph, "shop-api") == [
        ("dynamodb:GetItem", table_arn("shop-ledger")),
        ("dynamodb:GetItem", table_arn("shop-order-summary")),
        ("dynamodb:Query", table_arn("shop-order-summary")),
        ("dynamodb:Query", f"{table_arn('shop-order-summary')}/index/*"),
        ("kinesis:PutRecord", STREAM_ARN),
        ("kms:Decrypt", key_arn("tables")),
        ("kms:GenerateDataKey", key_arn("log")),
    ]
    assert allowed(graph, "shop-archive") == []


def test_a_reader_may_also_write_what_lambda_gave_up_on(graph: Graph) -> None:
    assert allowed(graph, "shop-reader") == [
        ("dynamodb:PutItem", table_arn("shop-ledger")),
        ("dynamodb:UpdateItem", table_arn("shop-ledger")),
        *((f"kinesis:{action}", STREAM_ARN) for action in READ),
        ("kms:Decrypt", key_arn("log")),
        ("kms:Decrypt", key_arn("tables")),
        ("kms:GenerateDataKey", key_arn("log")),
        ("s3:ListBucket", BUCKET_ARN),
        ("s3:PutObject", f"{BUCKET_ARN}/aws/lambda/*"),
    ]


def test_a_grant_on_the_bucket_never_reaches_events_for_writing(graph: Graph) -> None:
    found = allowed(graph, "shop-repair")
    assert ("s3:GetObject", f"{BUCKET_ARN}/events/*") in found
    assert [resource for action, resource in found if action == "s3:PutObject"] == [f"{BUCKET_ARN}/repair/*"]
    listing = statements(graph, "aws:iam/rolePolicy:RolePolicy", "shop-repair")["Grant0ListBucket"]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["events/*", "repair/*"]}}


def test_only_tracing_has_a_star_for_a_resource(graph: Graph) -> None:
    policies = graph.of("aws:iam/rolePolicy:RolePolicy")
    stars = [
        (name, sid)
        for name in policies
        for sid, one in statements(graph, "aws:iam/rolePolicy:RolePolicy", name).items()
        if "*" in one["Resource"] or "*" in "".join(one["Action"])
    ]
    assert {sid for _, sid in stars} == {"Trace"}


@pytest.mark.parametrize("key", ["log", "tables"])
def test_a_data_key_serves_through_its_services_only(graph: Graph, key: str) -> None:
    used = [
        one
        for name in graph.of("aws:iam/rolePolicy:RolePolicy")
        for one in statements(graph, "aws:iam/rolePolicy:RolePolicy", name).values()
        if key_arn(key) in one["Resource"]
    ]
    assert used
    assert all("kms:ViaService" in one["Condition"]["StringEquals"] for one in used)
    assert graph.one("aws:kms/key:Key", key).inputs["enableKeyRotation"] is True


def test_a_mapping_loses_nothing_in_silence(graph: Graph) -> None:
    inputs = dict(graph.one("aws:lambda/eventSourceMapping:EventSourceMapping", "shop-reader").inputs)
    for key in ("tags", "functionName"):
        inputs.pop(key)
    assert inputs == {
        "eventSourceArn": STREAM_ARN,
        "startingPosition": "TRIM_HORIZON",
        "batchSize": 100,
        "maximumBatchingWindowInSeconds": 2,
        "parallelizationFactor": 3,
        "functionResponseTypes": ["ReportBatchItemFailures"],
        "bisectBatchOnFunctionError": True,
        "maximumRetryAttempts": -1,
        "maximumRecordAgeInSeconds": -1,
        "destinationConfig": {"onFailure": {"destinationArn": BUCKET_ARN}},
        "metricsConfig": {"metrics": ["EventCount"]},
    }


def test_functions_run_on_arm_with_tracing_and_names_in_their_environment(graph: Graph) -> None:
    api = graph.one("aws:lambda/function:Function", "shop-api").inputs
    assert api["architectures"] == ["arm64"]
    assert api["tracingConfig"] == {"mode": "Active"}
    assert api["handler"] == "generated.shop.functions.api"
    assert api["environment"]["variables"] == {
        "ARCHIVE_BUCKET": f"specfold-test-archive-{ACCOUNT}",
        "LEDGER_TABLE": "specfold-test-shop-ledger",
        "ORDERS_STREAM": "specfold-test-shop-orders",
    }
    assert "reservedConcurrentExecutions" not in api
    logs = graph.one("aws:cloudwatch/logGroup:LogGroup", "shop-api").inputs
    assert (logs["name"], logs["retentionInDays"]) == ("/aws/lambda/specfold-test-shop-api", 90)


def test_the_code_is_the_project_s_and_no_deployment_tool_s(graph: Graph) -> None:
    files = graph.one("aws:lambda/function:Function", "shop-api").inputs["code"].assets
    assert {
        "generated/shop/functions.py",
        "handwritten/shop/greeting.py",
        "specfold/model/topology.py",
    } <= set(files)
    assert not [
        name for name in files if name.startswith(("specfold/deploy", "specfold/local", "specfold_generator"))
    ]
    assert not [name for name in files if "__pycache__" in name]


def test_routes_ask_for_tokens_and_scopes(graph: Graph) -> None:
    order = graph.one("aws:apigatewayv2/route:Route", "POST /orders/{orderId}").inputs
    assert (order["authorizationType"], order["authorizationScopes"]) == ("JWT", ["orders:write"])
    assert graph.one("aws:apigatewayv2/route:Route", "GET /health").inputs["authorizationType"] == "NONE"
    authorizer = graph.one("aws:apigatewayv2/authorizer:Authorizer", "shop-customer").inputs
    assert authorizer["jwtConfiguration"] == {"issuer": "https://id.example", "audiences": ["shop"]}
    stage = graph.one("aws:apigatewayv2/stage:Stage", "api").inputs
    assert stage["defaultRouteSettings"]["throttlingRateLimit"] == 100
    assert "requestId" in json.loads(stage["accessLogSettings"]["format"])


def test_no_request_comes_in_before_the_archive_listens(graph: Graph) -> None:
    deliveries = graph.of("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream").values()
    stage = graph.one("aws:apigatewayv2/stage:Stage", "api")
    assert {one.urn for one in deliveries} <= stage.depends_on


def test_alarms_page_when_events_are_in_danger(graph: Graph) -> None:
    alarms = graph.of("aws:cloudwatch/metricAlarm:MetricAlarm")
    paging = {name for name, one in alarms.items() if one.inputs["alarmActions"][0].endswith("-pages")}
    assert paging == {
        "delivery-shop-fixed-archive-stopped",
        "delivery-shop-orders-archive-stopped",
        "mapping-shop-reader-dropped",
        "mapping-shop-reader-given-up",
        "reader-shop-reader-stopped",
        *(f"signal-shop-reader-{signal}" for signal in ("held", "blocked", "newer", "suspect", "malformed")),
        "signal-shop-repair-defect",
        "signal-shop-repair-newer",
        *(f"audit-shop-audit-{what}" for what in ("disagrees", "held", "mismatch", "silent")),
    }
    lag = alarms["reader-shop-reader-lag"].inputs
    assert (lag["metricName"], lag["threshold"], lag["statistic"]) == ("IteratorAge", 60_000, "Maximum")
    hears = graph.one("aws:s3/bucketNotification:BucketNotification", "archive").inputs["topics"]
    assert [one["filterPrefix"] for one in hears] == ["errors/", "aws/lambda/"]


def test_an_audit_that_finds_something_or_does_not_run_is_noticed(graph: Graph) -> None:
    alarms = graph.of("aws:cloudwatch/metricAlarm:MetricAlarm")
    for name, metric in (("missing", "AuditMissing"), ("mismatch", "HeadMismatch")):
        alarm = alarms[f"audit-shop-audit-{name}"].inputs
        assert (alarm["namespace"], alarm["metricName"], alarm["threshold"]) == ("Specfold", metric, 0)
        assert alarm["dimensions"] == {"function": "specfold-test-shop-audit"}
    silent = alarms["audit-shop-audit-silent"].inputs
    assert (silent["comparisonOperator"], silent["treatMissingData"]) == ("LessThanThreshold", "breaching")
    assert silent["period"] * silent["evaluationPeriods"] > 3_600


def test_the_clock_invokes_the_auditor_and_nothing_else_may(graph: Graph) -> None:
    rule = graph.one("aws:cloudwatch/eventRule:EventRule", "shop-audit").inputs
    assert rule["scheduleExpression"] == "rate(60 minutes)"
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:specfold-test-shop-audit"
    target = graph.one("aws:cloudwatch/eventTarget:EventTarget", "shop-audit").inputs
    assert (target["rule"], target["arn"]) == ("specfold-test-shop-audit", function)
    allowed = graph.one("aws:lambda/permission:Permission", "shop-audit-clock").inputs
    assert allowed["principal"] == "events.amazonaws.com"
    assert allowed["sourceArn"] == f"arn:aws:events:{REGION}:{ACCOUNT}:rule/specfold-test-shop-audit"


def test_the_auditor_reads_the_log_and_writes_repairs_alone(graph: Graph) -> None:
    assert allowed(graph, "shop-audit") == [
        ("dynamodb:Scan", table_arn("shop-ledger")),
        *((f"kinesis:{action}", STREAM_ARN) for action in READ),
        ("kms:Decrypt", key_arn("log")),
        ("kms:Decrypt", key_arn("log")),
        ("kms:Decrypt", key_arn("tables")),
        ("kms:GenerateDataKey", key_arn("log")),
        ("s3:GetObject", f"{BUCKET_ARN}/events/*"),
        ("s3:GetObject", f"{BUCKET_ARN}/repair/*"),
        ("s3:ListBucket", BUCKET_ARN),
        ("s3:PutObject", f"{BUCKET_ARN}/repair/*"),
    ]


def test_guardrails_forbid_what_would_reorder_or_lose_events(graph: Graph) -> None:
    found = statements(graph, "aws:iam/policy:Policy", "guardrails")
    assert {one["Effect"] for one in found.values()} == {"Deny"}
    assert "kinesis:UpdateStreamRecordDistributionStrategy" in found["Streams"]["Action"]
    assert STREAM_ARN in found["Streams"]["Resource"]
    assert all("*" not in resource for one in found.values() for resource in one["Resource"])


def test_whoever_tries_it_anyway_wakes_somebody(graph: Graph) -> None:
    types = ("aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget")
    rules, targets = (
        {name: one for name, one in graph.of(type_).items() if name != "shop-audit"} for type_ in types
    )
    assert (
        set(rules)
        == set(targets)
        == {f"sentinel-{s}" for s in ("dynamodb", "firehose", "kinesis", "kms", "s3")}
    )
    assert {one.inputs["arn"].rpartition(":")[2] for one in targets.values()} == {"specfold-test-pages"}
    pattern = json.loads(rules["sentinel-kinesis"].inputs["eventPattern"])["detail"]
    assert "UpdateStreamRecordDistributionStrategy" in pattern["eventName"]
    assert {"streamName": [{"prefix": "specfold-test-"}]} in pattern["requestParameters"]["$or"]
    keys = json.loads(rules["sentinel-kms"].inputs["eventPattern"])["detail"]["requestParameters"]
    assert keys == {"keyId": [{"wildcard": "*log-id"}, {"wildcard": "*tables-id"}]}


def test_exports_name_everything_a_client_needs(graph: Graph) -> None:
    assert graph.exports["streams"]["shop-orders"] == "specfold-test-shop-orders"
    assert graph.exports["tables"]["shop-ledger"] == "specfold-test-shop-ledger"
    assert graph.exports["bucket"] == f"specfold-test-archive-{ACCOUNT}"
    assert graph.exports["apiEndpoint"].startswith("https://")
