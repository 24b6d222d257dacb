"""Each rule: an edit of our own specs that it finds, and our own specs, in which no rule finds anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from specfold.http.problems import PROBLEMS, Problem, invalid
from specfold_generator.diagnostics.codes import CODES
from specfold_generator.diagnostics.diagnostic import Diagnostic, SpecError
from specfold_generator.lint.rules.refusals import OF_THE_SERVICE, problem
from specfold_generator.lint.rules.runner import check_rules
from specfold_generator.lint.rules.suppression import silenced
from specfold_generator.lint.rules.table import RULES
from specfold_generator.pipeline import read, with_former_policies
from specfold_generator.source.project import Project

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
EVENTS, API = "asyncapi/ordering.yaml", "openapi/ordering.yaml"
GONE: Any = object()
Edit = tuple[str, str, Any]  # file, path with `.` between steps, what stands there

CANCEL = "paths./orders/{orderId}/cancellation.post"
CONFIRM = "paths./orders/{orderId}/confirmation.put"
LIST = "paths./customers/{customerId}/orders.get"
SUMMARY = "components.schemas.OrderSummary"
TOTALS = "components.schemas.CustomerTotals"
MESSAGES, SCHEMAS = "components.messages", "components.schemas"
ME = {"subject": "customerId"}


def _asked(parameter: str) -> Any:
    """A path with one parameter."""
    found = {"name": parameter, "in": "path", "required": True, "schema": {"type": "string"}}
    return {"get": {"parameters": [found], "responses": {"204": {"description": "None."}}}}


FIRES: dict[str, list[Edit]] = {
    "SPF501": [(API, f"{CANCEL}.x-event-sourcing.emits", ["OrderConfirmed"])],
    "SPF502": [(API, f"{SUMMARY}.x-event-sourcing.readModel.from", ["OrderPlaced"])],
    "SPF503": [(EVENTS, f"{MESSAGES}.OrderConfirmed.x-event-sourcing.deprecated", True)],
    "SPF504": [(EVENTS, f"{MESSAGES}.OrderConfirmed.examples", GONE)],
    "SPF505": [(EVENTS, f"{MESSAGES}.OrderPlaced.x-specfold-ignore", GONE)],
    "SPF511": [(API, f"{CONFIRM}.responses.409", GONE)],
    "SPF512": [(API, "paths./orders.post.responses.201", GONE)],
    "SPF513": [(API, f"{CANCEL}.security", [])],
    "SPF514": [(API, "paths./orders.post.x-event-sourcing.creates", GONE)],
    "SPF515": [(API, f"{CANCEL}.requestBody.content.application/json.example", GONE)],
    "SPF516": [
        (API, f"{SCHEMAS}.NewOrder.properties.orderId", {"type": "string"}),
    ],
    "SPF517": [
        (API, "paths./orders/mine/{part}", _asked("part")),
        (API, "paths./orders/{orderId}/parts", _asked("orderId")),
    ],
    "SPF518": [
        (API, "paths./commands/ordering/{thing}", _asked("thing")),
    ],
    "SPF519": [(API, "components.schemas.Problem.required", ["traceId"])],
    "SPF521": [(API, f"{LIST}.parameters.0", GONE)],
    "SPF522": [(API, "components.schemas.OrderPage.properties.next", GONE)],
    "SPF523": [(API, "paths./orders/{orderId}.get.responses.404", GONE)],
    "SPF524": [(API, "paths./customers/{customerId}/totals.get.x-event-sourcing", GONE)],
    "SPF525": [(API, f"{LIST}.x-event-sourcing", GONE)],
    "SPF526": [(EVENTS, "operations.onPaymentCaptured.x-event-sourcing.policy", "onPaid")],
    "SPF531": [(API, f"{TOTALS}.x-event-sourcing.readModel.perAggregate", True)],
    "SPF532": [(EVENTS, f"{SCHEMAS}.OrderCancelled.required", ["orderId", "reason", "cancelledAt"])],
    "SPF533": [(API, f"{SUMMARY}.required", ["orderId", "customerId", "status", "total"])],
    "SPF534": [(API, f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort", "total")],
    "SPF535": [(API, f"{TOTALS}.properties.mood", {"enum": ["fine", "angry"]})],
    "SPF536": [(API, f"{SUMMARY}.x-event-sourcing.readModel.perAggregate", GONE)],
    "SPF537": [
        (API, f"{SUMMARY}.properties.rank", {"type": "integer", "minimum": 0}),
        (API, f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort", "rank"),
    ],
    "SPF538": [
        (API, f"{SUMMARY}.properties.place", {"type": "string", "maxLength": 257}),
        (API, f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort", "place"),
    ],
    "SPF539": [
        (API, f"{SUMMARY}.properties.code", {"type": ["string", "integer"]}),
        (API, f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort", "code"),
    ],
    "SPF541": [(API, f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort", "email")],
    "SPF542": [
        (EVENTS, f"{SCHEMAS}.OrderConfirmed.properties.orderId", {"type": "string", "x-personal-data": ME})
    ],
    "SPF543": [
        (
            API,
            f"{CANCEL}.parameters",
            [{"name": "email", "in": "query", "schema": {"type": "string", "x-personal-data": ME}}],
        )
    ],
    "SPF544": [(EVENTS, f"{SCHEMAS}.OrderPlaced.properties.email.x-personal-data.subject", "nobody")],
    "SPF551": [
        (
            EVENTS,
            "operations.again",
            {
                "action": "receive",
                "channel": {"$ref": "#/channels/orders"},
                "messages": [{"$ref": "#/channels/orders/messages/OrderConfirmed"}],
                "x-event-sourcing": {"issues": ["confirmOrder"]},
            },
        )
    ],
    "SPF552": [
        (
            API,
            f"{CANCEL}.requestBody.content.application/json.schema.properties.day",
            {"type": "string", "format": "date"},
        ),
        (API, f"{CANCEL}.requestBody.content.application/json.schema.required", ["reason", "day"]),
    ],
    "SPF561": [(EVENTS, "channels.orders.x-kinesis.retentionHours", 24)],
    "SPF562": [(EVENTS, "channels.orders.messages.Ping", {"payload": {"type": "object"}})],
    "SPF563": [
        (
            API,
            f"{CANCEL}.requestBody.content.application/json.schema.properties.why",
            {"$ref": "#/components/schemas/Why"},
        ),
        (
            API,
            f"{SCHEMAS}.Why",
            {
                "oneOf": [
                    {"type": "object", "properties": {"all": {"$ref": "#/components/schemas/Why"}}},
                    {"type": "object", "properties": {"any": {"$ref": "#/components/schemas/Why"}}},
                    {"type": "string"},
                ]
            },
        ),
    ],
}

# What is no matter of taste is refused while the specs are understood, and can not be silenced.
REFUSED: dict[str, list[Edit]] = {
    "an event without the identity of its aggregate": [
        (EVENTS, f"{SCHEMAS}.OrderConfirmed.properties.orderId", GONE)
    ],
    "an event whose identity may be left out": [
        (EVENTS, f"{SCHEMAS}.OrderConfirmed.required", ["customerId", "paymentId", "total", "confirmedAt"])
    ],
    "a command that emits a fact of another aggregate": [
        (API, f"{CANCEL}.x-event-sourcing.emits", ["PaymentCaptured"])
    ],
    "a question that no key answers": [
        (API, "paths./orders/{orderId}.get.x-event-sourcing.readModel", "CustomerTotals")
    ],
    "a question by an index that there is not": [(API, f"{LIST}.x-event-sourcing.index", "byColour")],
    "a key that rows do not have": [(API, f"{TOTALS}.x-event-sourcing.readModel.key", "colour")],
    "a policy of the name of another": [
        (EVENTS, "operations.onPaymentCaptured.x-event-sourcing.policy", "onPaymentDeclined")
    ],
    "a policy that begins nowhere": [
        (EVENTS, "operations.onPaymentCaptured.x-event-sourcing.from", "yesterday")
    ],
    "a type that is none": [(API, f"{TOTALS}.properties.placed.type", "intger")],
}


def edited(root: Path, edits: list[Edit]) -> Project:
    """Our own specs with edits."""
    for file in sorted(SPECS.rglob("*.yaml")):
        path = file.relative_to(SPECS).as_posix()
        document = _plain(file)
        for _, place, value in (edit for edit in edits if edit[0] == path):
            _edit(document, place.split("."), value)
        (root / "specs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "specs" / path).write_text(json.dumps(document, indent=1), "utf-8")
    released = root / "specs/published/ordering/policies.json"
    released.parent.mkdir(parents=True)
    names = ("onPaymentCaptured", "onPaymentDeclined")
    released.write_text(json.dumps({"policies": dict.fromkeys(names, "payments")}))
    return Project(root=root)


def _plain(file: Path) -> Any:
    return json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=str))


def _edit(holder: Any, steps: list[str], value: Any) -> None:
    *way, last = steps
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    key: Any = int(last) if isinstance(holder, list) else last
    if value is GONE:
        del holder[key]
    else:
        holder[key] = value


def found(project: Project) -> list[Diagnostic]:
    """What the rules find, less what is silenced."""
    built = read(project)
    return silenced(check_rules(with_former_policies(project, built.services)), built.silences)


def test_every_rule_has_an_edit_that_it_finds() -> None:
    assert (
        sorted(FIRES)
        == sorted(rule.id for rule in RULES)
        == sorted(code for code in CODES if code.startswith("SPF5"))
    )


def test_no_rule_finds_anything_in_our_own_specs(tmp_path: Path) -> None:
    assert not found(edited(tmp_path, []))


@pytest.mark.parametrize("rule", FIRES)
def test_a_rule_finds_its_edit_and_can_be_silenced_where_it_is(rule: str, tmp_path: Path) -> None:
    hits = [one for one in found(edited(tmp_path / "loud", FIRES[rule])) if one.code == rule]
    assert hits
    assert all(one.help and one.span.line for one in hits)
    place = hits[0].span.file.removeprefix("specs/")
    told = (place, "x-specfold-ignore", {rule: "It is meant so."})
    quiet = found(edited(tmp_path / "quiet", [*FIRES[rule], told]))
    assert rule not in {one.code for one in quiet}
    assert "SPF439" not in {one.code for one in quiet}


@pytest.mark.parametrize(
    ("limits", "held"),
    [
        ({"minimum": 0, "maximum": 1e125}, True),
        ({"minimum": 1e-130, "maximum": 1}, True),
        ({"minimum": 1e-131, "maximum": 1}, False),
        ({"minimum": -1, "exclusiveMaximum": -1e-200}, False),
        ({"minimum": 0, "maximum": 1e126}, False),
        ({"enum": [0.5, 1e-200]}, False),
        ({"enum": [0, 1e-130]}, True),
    ],
    ids=str,
)
def test_numbers_in_keys_are_reported_unless_dynamodb_holds_their_bounds(
    limits: Any, held: bool, tmp_path: Path
) -> None:
    index = f"{SUMMARY}.x-event-sourcing.readModel.indexes.byCustomer.sort"
    edits: list[Edit] = [
        (API, f"{SUMMARY}.properties.rank", {"type": "number", **limits}),
        (API, index, "rank"),
    ]
    assert ("SPF537" in {one.code for one in found(edited(tmp_path, edits))}) is not held


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_work_is_refused_with_its_place(what: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        read(edited(tmp_path, REFUSED[what]))
    assert all(one.span.line and one.span.file.startswith("specs/") for one in caught.value.diagnostics)


def test_all_mistakes_of_a_run_are_told_at_once(tmp_path: Path) -> None:
    edits = [edit for edits in REFUSED.values() for edit in edits][:1] + REFUSED["a type that is none"]
    edits += REFUSED["a question by an index that there is not"]
    with pytest.raises(SpecError) as caught:
        read(edited(tmp_path, edits))
    assert len({one.code for one in caught.value.diagnostics}) >= 3


def test_a_silence_wants_a_reason_and_something_to_silence(tmp_path: Path) -> None:
    idle = edited(tmp_path / "idle", [(EVENTS, "x-specfold-ignore", {"SPF561": "Meant so."})])
    assert [one.code for one in found(idle)] == ["SPF439"]
    with pytest.raises(SpecError):
        read(edited(tmp_path / "mute", [(EVENTS, "x-specfold-ignore", {"SPF561": ""})]))


def test_the_rule_of_refusals_knows_the_form_that_the_service_gives() -> None:
    codes = {status: code for code, (status, _) in PROBLEMS.items()}
    for status in sorted({int(name) for name in OF_THE_SERVICE} & codes.keys()):
        given = json.loads(bytes(Problem(codes[status], "It is wrong.").response("//shop.example").body))
        assert given.keys() | {"errors"} == problem(status).keys() | {"errors"}
    listed = json.loads(bytes(invalid([{"pointer": "/body", "detail": "is wrong"}]).response("").body))
    assert listed["errors"] == problem(400)["errors"]
