"""The same program, really created in an emulated AWS, and looked at through boto3."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from specfold.deploy.emulated.errors import ChangedResource, NotLoopback, UnknownResource, UnmappedInput
from specfold.deploy.provision import Outputs, main, provision

from tests.deploy.conftest import Issuer
from tests.deploy.sample_project import write_greeting, write_project

REGION = "us-east-1"
PROGRAM = """\
import pulumi_aws as aws

{resource}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that these tests may change."""
    return write_project(tmp_path_factory.mktemp("provisioned"))


@pytest.fixture(scope="module")
def state(shop: Path) -> Path:
    return shop / "state.json"


@pytest.fixture(scope="module")
def config(issuer: Issuer) -> dict[str, Any]:
    return {"authorizers": {"customer": {"issuer": issuer.url}}}


@pytest.fixture(scope="module")
def outputs(shop: Path, endpoint: str, state: Path, config: dict[str, Any]) -> Outputs:
    """The sample, provisioned once."""
    return provision(shop, endpoint, state, config)


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


def client(endpoint: str, service: str) -> Any:
    session = boto3.session.Session(aws_access_key_id="t", aws_secret_access_key="t", region_name=REGION)
    return session.client(service, endpoint_url=endpoint)  # type: ignore[call-overload]  # any service by name


def test_streams_exist_as_the_program_says(outputs: Outputs, endpoint: str) -> None:
    kinesis = client(endpoint, "kinesis")
    summary = kinesis.describe_stream_summary(StreamName=outputs.streams["shop-orders"])[
        "StreamDescriptionSummary"
    ]
    assert summary["RetentionPeriodHours"] == 168
    assert summary["EncryptionType"] == "KMS"
    assert summary["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    fixed = kinesis.describe_stream_summary(StreamName=outputs.streams["shop-fixed"])[
        "StreamDescriptionSummary"
    ]
    assert fixed["OpenShardCount"] == 2


def test_tables_have_their_indexes_expiry_and_recovery(outputs: Outputs, endpoint: str) -> None:
    dynamodb = client(endpoint, "dynamodb")
    summary = dynamodb.describe_table(TableName=outputs.tables["shop-order-summary"])["Table"]
    (index,) = summary["GlobalSecondaryIndexes"]
    assert (index["IndexName"], index["Projection"]) == ("byCustomer", {"ProjectionType": "ALL"})
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["customerId", "placedAt"]
    assert summary["DeletionProtectionEnabled"] is True
    ledger = outputs.tables["shop-ledger"]
    assert (
        dynamodb.describe_time_to_live(TableName=ledger)["TimeToLiveDescription"]["AttributeName"]
        == "expires"
    )
    backups = dynamodb.describe_continuous_backups(TableName=ledger)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_first_deployment_of_a_policy_is_recorded_once(
    outputs: Outputs, again: Callable[[], Outputs], endpoint: str
) -> None:
    def started() -> str:
        key = {"pk": {"S": "onOrderPlaced#"}}
        found = client(endpoint, "dynamodb").get_item(TableName=outputs.tables["shop-policies"], Key=key)
        return str(found["Item"]["started"]["N"])

    first = started()
    second = again()
    assert (second.created, second.updated) == ((), ())
    assert started() == first


def test_the_bucket_is_locked_versioned_and_private(outputs: Outputs, endpoint: str) -> None:
    s3, bucket = client(endpoint, "s3"), outputs.bucket
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    lock = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    assert lock["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Days": 365}
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    sids = {one["Sid"] for one in json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]}
    assert "NeverDelete" in sids


def test_computed_outputs_are_those_of_the_emulator(outputs: Outputs, endpoint: str) -> None:
    """The program wires ARNs that it never read back: they must be the ones that exist."""
    made = {
        (urn.split("$")[-1].split("::")[0], urn.split("::")[-1]): one
        for urn, one in outputs.graph.made.items()
    }

    def arn(type_: str, name: str) -> Any:
        return made[type_, name].outputs["arn"]

    stream = client(endpoint, "kinesis").describe_stream_summary(StreamName=outputs.streams["shop-orders"])
    assert arn("aws:kinesis/stream:Stream", "shop-orders") == stream["StreamDescriptionSummary"]["StreamARN"]
    table = client(endpoint, "dynamodb").describe_table(TableName=outputs.tables["shop-ledger"])
    assert arn("aws:dynamodb/table:Table", "shop-ledger") == table["Table"]["TableArn"]
    function = client(endpoint, "lambda").get_function_configuration(
        FunctionName=outputs.functions["shop-api"]
    )
    assert arn("aws:lambda/function:Function", "shop-api") == function["FunctionArn"]
    role = client(endpoint, "iam").get_role(RoleName="specfold-local-shop-api")
    assert arn("aws:iam/role:Role", "shop-api") == role["Role"]["Arn"] == function["Role"]
    delivery = client(endpoint, "firehose").describe_delivery_stream(
        DeliveryStreamName=outputs.deliveries["shop-orders"]
    )
    assert (
        arn("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "shop-orders")
        == delivery["DeliveryStreamDescription"]["DeliveryStreamARN"]
    )
    key = made["aws:kms/key:Key", "log"].outputs
    assert client(endpoint, "kms").describe_key(KeyId=key["keyId"])["KeyMetadata"]["Arn"] == key["arn"]


def test_the_local_driver_is_left_the_reading(outputs: Outputs, endpoint: str) -> None:
    function = outputs.functions["shop-reader"]
    (mapping,) = client(endpoint, "lambda").list_event_source_mappings(FunctionName=function)[
        "EventSourceMappings"
    ]
    assert mapping["State"] == "Disabled"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    delivery = client(endpoint, "firehose").describe_delivery_stream(
        DeliveryStreamName=outputs.deliveries["shop-orders"]
    )["DeliveryStreamDescription"]
    assert delivery["DeliveryStreamType"] == "DirectPut"


def test_the_emulator_can_be_left_the_reading(project: Path, endpoint: str, tmp_path: Path) -> None:
    outputs = provision(project, endpoint, tmp_path / "state.json", stack="driven", driver="emulator")
    (mapping,) = client(endpoint, "lambda").list_event_source_mappings(
        FunctionName=outputs.functions["shop-reader"]
    )["EventSourceMappings"]
    assert mapping["State"] == "Enabled"
    delivery = client(endpoint, "firehose").describe_delivery_stream(
        DeliveryStreamName=outputs.deliveries["shop-orders"]
    )["DeliveryStreamDescription"]
    assert delivery["DeliveryStreamType"] == "KinesisStreamAsSource"


def test_an_open_route_reaches_the_function(outputs: Outputs, http: httpx.Client) -> None:
    answer = http.get(f"{outputs.api_endpoint}/health")
    assert answer.status_code == 200
    assert answer.json()["bucket"] == outputs.bucket


def test_a_closed_route_wants_a_token_of_our_issuer(
    outputs: Outputs, http: httpx.Client, issuer: Issuer
) -> None:
    url = f"{outputs.api_endpoint}/orders/7"
    assert http.post(url).status_code == 401
    for refused in (issuer.token(aud="another"), issuer.token(iss="https://id.example"), issuer.token(exp=1)):
        assert http.post(url, headers={"Authorization": f"Bearer {refused}"}).status_code == 401
    no_scope = {"Authorization": f"Bearer {issuer.token(scope='orders:read')}"}
    assert http.post(url, headers=no_scope).status_code == 403


def test_a_token_lets_the_function_put_to_its_stream(
    outputs: Outputs, http: httpx.Client, issuer: Issuer, endpoint: str
) -> None:
    headers = {"Authorization": f"Bearer {issuer.token()}"}
    answer = http.post(f"{outputs.api_endpoint}/orders/7", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["claims"]["sub"] == "c-1"
    kinesis, stream = client(endpoint, "kinesis"), outputs.streams["shop-orders"]
    found = [
        record["SequenceNumber"]
        for shard in kinesis.list_shards(StreamName=stream)["Shards"]
        for record in kinesis.get_records(
            ShardIterator=kinesis.get_shard_iterator(
                StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
        )["Records"]
    ]
    assert answer.json()["sequence"] in found


@pytest.fixture
def again(shop: Path, endpoint: str, state: Path, config: dict[str, Any]) -> Callable[[], Outputs]:
    """Provisions the sample once more."""
    return lambda: provision(shop, endpoint, state, config)


def test_a_second_run_changes_nothing(outputs: Outputs, again: Callable[[], Outputs]) -> None:
    assert outputs.created
    second = again()
    assert (second.created, second.updated) == ((), ())
    assert second == dataclasses.replace(outputs, created=())


def test_a_later_run_updates_code(
    shop: Path, outputs: Outputs, again: Callable[[], Outputs], http: httpx.Client
) -> None:
    write_greeting(shop, "good morning")
    changed = again()
    assert changed.created == ()
    assert {urn.split("::")[-1] for urn in changed.updated} == set(outputs.functions)
    assert http.get(f"{changed.api_endpoint}/health").json()["greeting"] == "good morning"


def test_another_change_is_refused_by_name(
    shop: Path, outputs: Outputs, endpoint: str, state: Path, config: dict[str, Any]
) -> None:
    with pytest.raises(ChangedResource) as refused:
        provision(shop, endpoint, state, {**config, "objectLockDays": 30})
    assert refused.value.properties == ("rule",)


def test_a_state_of_an_emulator_that_is_gone_is_not_believed(
    project: Path, endpoint: str, tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    first = provision(project, endpoint, state, stack="reborn")
    header, *resources = state.read_text().splitlines(keepends=True)
    state.write_text(json.dumps({**json.loads(header), "life": "another"}) + "\n" + "".join(resources))
    with pytest.raises(Exception, match="exist"):  # it creates again, and this emulator still has everything
        provision(project, endpoint, state, stack="reborn")
    assert first.created


def test_an_unknown_type_is_refused_by_name(project: Path, endpoint: str, tmp_path: Path) -> None:
    unknown = write_project(tmp_path / "unknown")
    (unknown / "__main__.py").write_text(PROGRAM.format(resource='aws.sqs.Queue("letters")'))
    with pytest.raises(UnknownResource) as refused:
        provision(unknown, endpoint, tmp_path / "state.json")
    assert (refused.value.type, refused.value.name) == ("aws:sqs/queue:Queue", "letters")


@pytest.mark.parametrize(
    ("resource", "property_"),
    [
        ('aws.kinesis.Stream("s", name="s", enforce_consumer_deletion=True)', "enforceConsumerDeletion"),
        (
            'aws.lambda_.EventSourceMapping("m", function_name="f", scaling_config='
            'aws.lambda_.EventSourceMappingScalingConfigArgs(maximum_concurrency=2), region="r")',
            "region",
        ),
    ],
)
def test_an_input_that_is_not_mapped_is_refused_by_name(
    endpoint: str, tmp_path: Path, resource: str, property_: str
) -> None:
    other = write_project(tmp_path / "other")
    (other / "__main__.py").write_text(PROGRAM.format(resource=resource))
    with pytest.raises(UnmappedInput) as refused:
        provision(other, endpoint, tmp_path / "state.json")
    assert refused.value.property == property_


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://kinesis.eu-central-1.amazonaws.com:443",
        "http://127.0.0.1",
        "http://192.168.0.7:4566",
        "http://localhost.example:4566",
        "http://127.0.0.1:4566@evil.example:80",
        "http://127.0.0.1.evil.example:80",
        "127.0.0.1:4566",
        "",
    ],
)
def test_only_an_address_of_this_machine_is_an_endpoint(project: Path, tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(NotLoopback):
        provision(project, endpoint, tmp_path / "state.json")
    assert not (tmp_path / "state.json").exists()


def test_the_command_line_says_what_stands(
    project: Path, endpoint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "--project",
        str(project),
        "--endpoint",
        endpoint,
        "--state",
        str(tmp_path / "s"),
        "--stack",
        "cli",
    ]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["bucket"].startswith("specfold-cli-archive-")
    assert main([*arguments[:3], "http://10.0.0.1:1", *arguments[4:]]) == 1
    assert "loopback" in capsys.readouterr().err
