"""Entry points over the emulator: requests in, records out, rows and cursors where they belong."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from specfold.aws import functions
from specfold.aws.clients import Clients
from specfold.eventlog.commit import padded
from specfold.local.events import firehose_event, kinesis_event
from specfold.local.shards import KinesisLog, Record

from tests.aws.conftest import create_table, create_view_tables
from tests.runtime import shop

ROOT = Path(__file__).parents[2]
ENVIRONMENT = functions.Environment(
    channels={"orders": "ORDERS_STREAM", "payments": "PAYMENTS_STREAM"},
    streams={"orders": "shop-orders", "payments": "payments-payments"},
    ledger="LEDGER_TABLE",
    rows={"OrderSummary": "ORDER_SUMMARY_TABLE", "CustomerTotals": "CUSTOMER_TOTALS_TABLE"},
    cursors={"CustomerTotals": "CUSTOMER_TOTALS_CURSORS_TABLE"},
    policies="POLICY_CURSORS_TABLE",
    archive="ARCHIVE_BUCKET",
    repair="REPAIR_FUNCTION",
)


@dataclass
class Cloud:
    """The shop's functions, and what stands between them: driven by hand, step by step."""

    aws: Clients
    names: dict[str, str]
    api: Any = field(default_factory=lambda: functions.api(shop.SERVICE, ENVIRONMENT))
    reader: Any = field(default_factory=lambda: functions.reader(shop.SERVICE, ENVIRONMENT, "orders"))
    policy: Any = field(
        default_factory=lambda: functions.policy(shop.SERVICE, ENVIRONMENT, "onPaymentCaptured")
    )
    repair: Any = field(default_factory=lambda: functions.repair(shop.SERVICE, ENVIRONMENT))
    archive: Any = field(default_factory=functions.archive)
    audit: Any = field(default_factory=lambda: functions.audit(ENVIRONMENT, {"orders": ("Order",)}))

    def call(
        self, method: str, path: str, body: Any = None, *, scopes: str | None = ..., **headers: str
    ) -> Any:  # type: ignore[assignment]  # ... : both scopes
        """A request as API Gateway hands it on; the answer with its body read."""
        path, _, query = path.partition("?")
        context: dict[str, Any] = {
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "stage": "$default",
        }
        if scopes is ...:
            scopes = "orders:read orders:write"
        if scopes is not None:
            context["authorizer"] = {"jwt": {"claims": {"sub": "ann", "scope": scopes}, "scopes": None}}
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "headers": {"content-type": "application/json", "host": "shop.test"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
            "requestContext": context,
            "isBase64Encoded": False,
        }
        if body is not None:
            event["body"] = json.dumps(body)
        answer = self.api(event, None)
        answer["json"] = json.loads(answer["body"]) if answer.get("body") else None
        return answer

    def records(self, channel: str = "orders") -> tuple[str, list[Record]]:
        """The stream's ARN, and all that is in it."""
        log = KinesisLog(self.aws.kinesis, self.names[f"{channel.upper()}_STREAM"])
        return log.arn, [r for shard in log.shards() for r in log.open(shard.id, None).read(10_000).records]

    def read(self) -> list[str]:
        """Have the reader read everything once more; returns what it failed at."""
        arn, records = self.records()
        answer = self.reader(kinesis_event(records, arn), None)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def archived(self, records: list[Record], name: str = "a", hour: str = "2026/01/31/09") -> None:
        """Have the transform work on records, and put what it made where Firehose would."""
        arn, _ = self.records()
        answer = self.archive(firehose_event(records, arn, "arn:aws:firehose:x:y:z", "1"), None)
        lines = b"".join(base64.b64decode(line["data"]) for line in answer["records"])
        key = f"events/shop-orders/{hour}/{name}.jsonl.gz"
        self.aws.s3.put_object(Bucket=self.names["ARCHIVE_BUCKET"], Key=key, Body=gzip.compress(lines))


@pytest.fixture
def cloud_of_shop(aws: Clients, name: str, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    rows, cursors = create_view_tables(aws, name, shop.READER.views)
    key = {"pk": "S"}
    names = {
        "ORDERS_STREAM": f"{name}-orders",
        "PAYMENTS_STREAM": f"{name}-payments",
        "LEDGER_TABLE": create_table(aws, f"{name}-ledger", key, ("pk",)),
        "ORDER_SUMMARY_TABLE": rows["OrderSummary"],
        "CUSTOMER_TOTALS_TABLE": rows["CustomerTotals"],
        "CUSTOMER_TOTALS_CURSORS_TABLE": cursors["CustomerTotals"],
        "POLICY_CURSORS_TABLE": create_table(aws, f"{name}-policies", key, ("pk",)),
        "ARCHIVE_BUCKET": f"{name}-archive",
    }
    for stream in (names["ORDERS_STREAM"], names["PAYMENTS_STREAM"]):
        aws.kinesis.create_stream(StreamName=stream, ShardCount=2)
    aws.s3.create_bucket(Bucket=names["ARCHIVE_BUCKET"])
    for variable, value in names.items():
        monkeypatch.setenv(variable, value)
    return Cloud(aws, names)


@pytest.fixture(autouse=True)
def _mended() -> Iterator[None]:
    yield
    shop.broken.clear()


def placed(cloud: Cloud, id: str = "o1", customer: str = "ann") -> Any:
    return cloud.call("POST", "/orders", {"orderId": id, "customerId": customer})


# -- the whole way


def test_a_command_becomes_rows(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    answer = placed(cloud)
    assert answer["statusCode"] == 202, answer
    assert cloud.call("GET", "/orders/o1")["statusCode"] == 404
    assert cloud.read() == []
    found = cloud.call("GET", "/orders/o1")
    assert (found["statusCode"], found["json"]["status"]) == (200, "open")
    assert found["headers"]["etag"] == '"1"'
    assert cloud.call("POST", "/orders/o1/lines", {"cents": 250})["statusCode"] == 202
    assert cloud.read() == []
    assert cloud.read() == [], "what is read again changes nothing"
    assert cloud.call("GET", "/customers/ann/totals")["json"] == {
        "customerId": "ann", "orders": 1, "cents": 250,
    }  # fmt: skip
    assert cloud.call("GET", "/orders/o1", min_version='"2"')["json"]["cents"] == 250
    assert cloud.call("DELETE", "/orders/o1")["statusCode"] == 202
    assert cloud.read() == []
    assert cloud.call("GET", "/orders/o1")["statusCode"] == 404


def test_a_client_that_waits_learns_the_verdict(cloud_of_shop: Cloud) -> None:
    cloud, over = cloud_of_shop, threading.Event()

    def follow() -> None:
        while not over.is_set():
            cloud.read()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        answer = cloud.call("POST", "/orders", {"orderId": "o1", "customerId": "a"}, prefer="wait=15")
        assert (answer["statusCode"], answer["headers"].get("etag")) == (201, '"1"')
        again = cloud.call("POST", "/orders", {"orderId": "o1", "customerId": "a"}, prefer="wait=15")
        assert again["statusCode"] == 409
        stale = cloud.call("POST", "/orders/o1/lines", {"cents": 1}, prefer="wait=15", if_match='"0"')
        assert stale["statusCode"] == 412
    finally:
        over.set()
        thread.join()


def test_a_request_that_repeats_its_key_acts_once(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    cloud.read()
    for _ in range(3):
        cloud.call("POST", "/orders/o1/lines", {"cents": 10}, idempotency_key="k1")
        cloud.call("POST", "/orders/o1/lines", {"cents": 10}, idempotency_key="k1")
        cloud.read()
    assert cloud.call("GET", "/orders/o1")["json"]["cents"] == 10


def test_of_commands_that_race_one_wins(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    cloud.read()
    for _ in range(5):
        cloud.call("POST", "/orders/o1/lines", {"cents": 7})
    assert len(cloud.records()[1]) == 6
    cloud.read()
    found = cloud.call("GET", "/orders/o1")
    assert (found["json"]["cents"], found["headers"]["etag"]) == (7, '"2"')


def test_pages_of_a_query(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    for n in range(5):
        placed(cloud, f"o{n}")
    cloud.read()
    first = cloud.call("GET", "/customers/ann/orders?limit=3")["json"]
    assert [order["orderId"] for order in first["items"]] == ["o4", "o3", "o2"]
    second = cloud.call("GET", f"/customers/ann/orders?limit=3&after={first['next']}")["json"]
    assert [order["orderId"] for order in second["items"]] == ["o1", "o0"]
    assert not second.get("next")
    stolen = cloud.call("GET", f"/customers/bob/orders?limit=3&after={first['next']}")
    assert stolen["statusCode"] == 400


def test_who_may_not_is_sent_away(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    assert cloud.call("GET", "/orders/o1", scopes=None)["statusCode"] == 401
    assert cloud.call("GET", "/orders/o1", scopes="orders:write")["statusCode"] == 403
    assert cloud.call("GET", "/orders/o1", scopes="[orders:read]")["statusCode"] == 404
    assert cloud.call("GET", "/echo?tag=a&tag=b", scopes=None)["json"]["tags"] == ["a", "b"]
    assert cloud.records()[1] == []


# -- what goes wrong


def test_a_handler_that_raises_parks_its_key_and_a_repair_mends_it(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    cloud.read()
    shop.broken.add("summary")
    cloud.call("POST", "/orders/o1/lines", {"cents": 5})
    placed(cloud, "o2", "bob")
    assert cloud.read() == [], "a parked key is no reason to deliver again"
    assert cloud.call("GET", "/orders/o1")["json"]["cents"] == 0
    assert cloud.call("GET", "/customers/ann/totals")["json"]["cents"] == 5
    shop.broken.clear()
    assert cloud.repair({"key": "Order-o1"}, None) == {
        "ledger": "ok", "OrderSummary": "ok", "CustomerTotals": "ok",
    }  # fmt: skip
    assert cloud.call("GET", "/orders/o1")["json"]["cents"] == 5
    assert cloud.repair({"key": "Order-o2", "channel": "orders"}, None)["OrderSummary"] == "ok"
    assert cloud.call("GET", "/orders/o2")["statusCode"] == 200


def test_a_gap_holds_the_key_and_archive_and_stream_mend_it(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    cloud.read()
    for cents in (1, 2, 3):
        cloud.call("POST", "/orders/o1/lines", {"cents": cents})
        cloud.read()
    arn, records = cloud.records()
    ledger = cloud.names["LEDGER_TABLE"]
    for table in (ledger, cloud.names["ORDER_SUMMARY_TABLE"]):
        empty(cloud.aws, table)
    assert cloud.reader(kinesis_event(records[2:], arn), None) == {"batchItemFailures": []}
    assert cloud.aws.dynamodb.get_item(TableName=ledger, Key={"pk": {"S": "Order-o1"}})["Item"]["status"] == {
        "S": "held"
    }
    cloud.archived(records[:2])
    cloud.archived(records[:3], "b")
    result = cloud.repair({"key": "Order-o1"}, None)
    assert (result["ledger"], result["OrderSummary"]) == ("ok", "ok")
    found = cloud.call("GET", "/orders/o1")
    assert (found["json"]["cents"], found["headers"]["etag"]) == (6, '"4"')


NOW = {"hours": 1, "settledHours": 0}


def test_the_auditor_mends_the_archive_by_the_clock(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    for n in range(4):
        placed(cloud, f"o{n}")
    cloud.read()
    _, records = cloud.records()
    cloud.archived(records[:1], hour=f"{datetime.now(UTC):%Y/%m/%d/%H}")
    assert cloud.audit({"version": "0", "source": "aws.events"}, None)["orders"]["expected"] == 0
    told = cloud.audit(NOW | {"write": False}, None)["orders"]
    assert (told["expected"], told["missing"], told["written"], told["right"]) == (4, 3, (), False)
    mended = cloud.audit(NOW, None)["orders"]
    assert (mended["missing"], len(mended["written"]), mended["right"]) == (3, 1, True)
    assert cloud.audit(NOW, None)["orders"]["missing"] == 0


@pytest.mark.parametrize("more", [{}, {"whole": True}])
def test_the_auditor_tells_a_head_that_stands_on_nothing(
    cloud_of_shop: Cloud, caplog: pytest.LogCaptureFixture, more: dict[str, bool]
) -> None:
    cloud = cloud_of_shop
    for n in range(3):
        placed(cloud, f"o{n}")
    cloud.read()
    assert cloud.audit(NOW | more, None)["orders"]["departed"] == ()
    table, key = cloud.names["LEDGER_TABLE"], {"pk": {"S": "Order-o1"}}
    cloud.aws.dynamodb.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET version = version + :one, top = :top",
        ExpressionAttributeValues={":one": {"N": "1"}, ":top": {"S": "a commit that is nowhere"}},
    )
    with caplog.at_level("ERROR"):
        (found,) = cloud.audit(NOW | more, None)["orders"]["departed"]
    assert (found["key"], found["why"], found["ledger"]["version"]) == ("Order-o1", "lost", 2)
    assert any(getattr(record, "signal", "") == "HeadMismatch" for record in caplog.records)


@pytest.mark.parametrize("wrong", [{"hours": "many"}, {"hours": -1}, {"settledHours": 1e9}])
def test_an_audit_of_no_window_is_refused(cloud_of_shop: Cloud, wrong: dict[str, Any]) -> None:
    with pytest.raises(functions.FunctionFailed, match="Refused"):
        cloud_of_shop.audit(wrong, None)


def empty(aws: Clients, table: str) -> None:
    keys = aws.dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    for item in aws.dynamodb.scan(TableName=table)["Items"]:
        aws.dynamodb.delete_item(
            TableName=table, Key={k["AttributeName"]: item[k["AttributeName"]] for k in keys}
        )


def test_a_row_that_no_table_takes_parks_its_key_in_that_view_alone(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    for n in range(5):
        placed(cloud, f"o{n}")
    odd = {"orderId": "odd", "customerId": "x" * 3000, "placedAt": "2026-01-31T09:30:00Z"}
    put(cloud, "orders", "Order-odd", "OrderPlaced.v2", odd)  # no key of a table may be so long
    cloud.read()
    cloud.read()
    assert cloud.read() == [], "what can never be written is not delivered forever"
    assert cloud.call("GET", "/customers/ann/totals")["json"]["orders"] == 5
    placed(cloud, "o9")
    cloud.read()
    assert cloud.call("GET", "/customers/ann/totals")["json"]["orders"] == 6
    table = cloud.names["CUSTOMER_TOTALS_CURSORS_TABLE"]
    stopped = {
        item["pk"]["S"]: item["error"]["S"]
        for item in cloud.aws.dynamodb.scan(TableName=table)["Items"]
        if item["status"]["S"] != "ok"
    }
    assert list(stopped) == ["CustomerTotals#Order-odd"]


def test_pollers_that_meet_leave_what_one_would_have_left(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    for n in range(12):
        placed(cloud, f"o{n % 4}-{n}", f"c{n % 3}")
        cloud.read()
        cloud.call("POST", f"/orders/o{n % 4}-{n}/lines", {"cents": n})
    readers = [functions.reader(shop.SERVICE, ENVIRONMENT, "orders") for _ in range(4)]
    arn, records = cloud.records()
    event = kinesis_event(records, arn)

    def until_done(reader: Any) -> None:
        while reader(event, None)["batchItemFailures"]:
            pass

    threads = [threading.Thread(target=until_done, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    totals = [cloud.call("GET", f"/customers/c{n}/totals")["json"] for n in range(3)]
    assert [(row["orders"], row["cents"]) for row in totals] == [(4, 18), (4, 22), (4, 26)]


def test_a_batch_that_cannot_be_written_is_delivered_again(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud, "o1")
    placed(cloud, "o2")
    cloud.aws.dynamodb.delete_table(TableName=cloud.names["LEDGER_TABLE"])
    failed = cloud.read()
    _, records = cloud.records()
    assert sorted(failed) == sorted(record.sequence for record in records)
    create_table(cloud.aws, cloud.names["LEDGER_TABLE"], {"pk": "S"}, ("pk",))
    assert cloud.read() == []
    assert cloud.call("GET", "/orders/o2")["statusCode"] == 200


def test_a_policy_reacts_once_however_often_it_reads(cloud_of_shop: Cloud) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    cloud.read()
    put(cloud, "payments", "Payment-1", "PaymentCaptured.v1", {"orderId": "o1"})
    arn, records = cloud.records("payments")
    over = threading.Event()

    def follow() -> None:
        while not over.is_set():
            cloud.read()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        for _ in range(3):
            assert cloud.policy(kinesis_event(records, arn), None) == {"batchItemFailures": []}
    finally:
        over.set()
        thread.join()
    assert len(cloud.records()[1]) == 2
    assert cloud.call("GET", "/orders/o1")["statusCode"] == 404
    assert cloud.repair({"key": "Payment-1", "channel": "payments"}, None) == {"onPaymentCaptured": "ok"}


def put(cloud: Cloud, channel: str, key: str, type: str, data: dict[str, Any]) -> None:
    """A first commit of some key, as another writer would put it."""
    event = {
        "specversion": "1.0", "id": f"e-{key}", "source": "//shop.test/other", "type": type,
        "partitionkey": key, "commitid": f"c-{key}", "commitbase": 0, "commandid": f"x-{key}",
        "commitindex": 0, "commitcount": 1, "commitrule": 1, "data": data,
    }  # fmt: skip
    stream = cloud.names[f"{channel.upper()}_STREAM"]
    cloud.aws.kinesis.put_record(StreamName=stream, PartitionKey=key, Data=json.dumps([event]).encode())


def test_epochs_come_from_the_environment(cloud_of_shop: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = cloud_of_shop
    monkeypatch.setenv("STREAM_EPOCHS", f"{cloud.names['ORDERS_STREAM']}=3")
    placed(cloud)
    cloud.read()
    ledger = cloud.names["LEDGER_TABLE"]
    item = cloud.aws.dynamodb.get_item(TableName=ledger, Key={"pk": {"S": "Order-o1"}})["Item"]
    (record,) = cloud.records()[1]
    assert (item["epoch"], item["seq"]) == ({"N": "3"}, {"S": padded(record.sequence)})


# -- the environment


@pytest.mark.parametrize("missing", ["LEDGER_TABLE", "ORDERS_STREAM"])
def test_a_variable_that_is_missing_is_named(
    cloud_of_shop: Cloud, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    with pytest.raises(functions.FunctionFailed, match=f"{missing} is not set: it names"):
        cloud_of_shop.reader({"Records": []}, None)
    monkeypatch.setenv(missing, cloud_of_shop.names[missing])
    assert cloud_of_shop.reader({"Records": []}, None) == {"batchItemFailures": []}


def test_a_table_that_has_no_variable_stops_its_view_alone(
    cloud_of_shop: Cloud, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cloud = cloud_of_shop
    placed(cloud)
    monkeypatch.delenv("ORDER_SUMMARY_TABLE")
    assert len(cloud.read()) == 1
    assert "ORDER_SUMMARY_TABLE is not set" in caplog.text
    assert cloud.call("GET", "/orders/o1")["statusCode"] == 503
    monkeypatch.setenv("ORDER_SUMMARY_TABLE", cloud.names["ORDER_SUMMARY_TABLE"])
    assert cloud.read() == []
    assert cloud.call("GET", "/orders/o1")["statusCode"] == 200


def test_an_error_says_nothing_of_the_data(cloud_of_shop: Cloud) -> None:
    with pytest.raises(functions.FunctionFailed) as raised:
        cloud_of_shop.reader(
            {"Records": [{"eventID": "a:secret", "kinesis": {"sequenceNumber": "secret"}}]}, None
        )
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


HEAVY = ["boto3", "botocore.session", "urllib3", "starlette", "mangum", "asyncio"]


def imported(code: str, **environment: str) -> list[str]:
    """Which heavy modules a fresh process has imported once it has run this."""
    code += f"\nimport sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    variables = {"PATH": "", "AWS_REGION": "us-east-1", "PYTHONPATH": str(ROOT), **environment}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=variables
    )
    return ran.stdout.split()


def test_importing_the_entry_points_is_cheap() -> None:
    assert imported("import specfold.aws.functions") == []


def test_the_api_is_built_while_lambda_starts_it_and_no_other_function_is() -> None:
    variables = {"LEDGER_TABLE": "ledger", "ORDERS_STREAM": "orders", "AWS_ACCESS_KEY_ID": "x"}
    made = "from specfold.aws import functions; from tests.runtime import shop\n"
    made += "functions.api(shop.SERVICE, functions.Environment(ledger='LEDGER_TABLE', "
    made += "rows={'OrderSummary': 'A'}, channels={'orders': 'ORDERS_STREAM'}))"
    assert "boto3" in imported(made, _HANDLER="generated.shop.functions.api", **variables)
    assert imported(made, _HANDLER="generated.shop.functions.api") != [], "starlette, and then a variable"
    assert imported(made, _HANDLER="generated.shop.functions.orders_reader", **variables) == []
